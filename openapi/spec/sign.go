package spec

import (
	"fmt"
	"maps"
	"slices"
)

// Sign is how the requests of a document are signed: the values of the x-sign
// extension of a security scheme. How the text to sign is made of a request is
// not said here; mock and harness each have their own signer.
type Sign struct {
	// Scheme is the name of the security scheme.
	Scheme string
	// Digest is the name of the digest ("md5").
	Digest string
	// Delimiter stands between the pairs of name and value.
	Delimiter string
	// SecretName and Secret are the last pair: its name, and its value for callers who
	// are not logged in.
	SecretName, Secret string
	// Parameter takes the signature, Time the time of the request; both may stand
	// wherever other parameters do.
	Parameter, Time string
}

// sign finds the security scheme with the x-sign extension, if there is one.
func (d *Document) sign() (*Sign, error) {
	if d.kin.Components == nil {
		return nil, nil
	}
	var sign *Sign
	for _, name := range slices.Sorted(maps.Keys(d.kin.Components.SecuritySchemes)) {
		raw, ok := d.kin.Components.SecuritySchemes[name].Value.Extensions["x-sign"]
		if !ok {
			continue
		}
		if sign != nil {
			return nil, fmt.Errorf("%s: x-sign is at %s and %s; requests are signed in one way only", d.File, sign.Scheme, name)
		}
		said, ok := fields(raw, "digest", "delimiter", "secretName", "secret", "parameter", "time")
		if !ok || len(said) != 6 {
			return nil, fmt.Errorf("%s: x-sign of %s must have digest, delimiter, secretName, secret, parameter and time, and nothing else", d.File, name)
		}
		sign = &Sign{
			Scheme: name, Digest: said["digest"], Delimiter: said["delimiter"], SecretName: said["secretName"],
			Secret: said["secret"], Parameter: said["parameter"], Time: said["time"],
		}
	}
	return sign, nil
}
