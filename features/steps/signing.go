package steps

import (
	"errors"
	"fmt"
	"strings"

	"contractmock/features/client"
	"contractmock/openapi"
)

func (w *world) sendAs(place string) { w.manner.Place = strings.ToLower(place) }

func (w *world) addQuery(text string) error {
	text, err := w.recall(text)
	if w.manner.Query != "" {
		text = w.manner.Query + "&" + text
	}
	w.manner.Query = text
	return err
}

func (w *world) addSignedQuery(text string) error {
	w.manner.SignQuery = true
	return w.addQuery(text)
}

func (w *world) unsigned() { w.manner.Unsigned = true }

func (w *world) untimed() { w.manner.Untimed = true }

func (w *world) signedWith(secret string) error {
	secret, err := w.recall(secret)
	if err == nil && secret == "" {
		err = errors.New("a secret cannot be empty; calls that are not signed are said to be just that")
	}
	w.signBy(secret)
	return err
}

func (w *world) signBy(secret string) { w.manner.Secret, w.manner.Unsigned = secret, false }

func (w *world) signedByDefault() error {
	document, err := openapi.Document(w.api)
	if err != nil {
		return err
	}
	if document.Sign == nil {
		return fmt.Errorf("the %s API signs nothing, so that it has no default secret", w.api)
	}
	w.signBy(document.Sign.Secret)
	return nil
}

func (w *world) signedAs(persona string) error {
	as, err := w.credentials(w.api, persona)
	if err != nil {
		return err
	}
	if as.Values["secret"] == "" {
		return fmt.Errorf("%s has no secret in the %s API", persona, w.api)
	}
	w.signBy(as.Values["secret"])
	return nil
}

func (w *world) alterSigned(name, value string) error {
	p, err := w.parameter(name, value)
	w.manner.Altered = append(w.manner.Altered, p)
	return err
}

func (w *world) signedRightly() { w.manner = client.Manner{} }
