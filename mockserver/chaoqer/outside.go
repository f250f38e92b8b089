package chaoqer

import (
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// NewOutside is what the mock plays beside the gateway, over its specification: the
// bucket that takes pictures (C70) and the page of the WeChat login (C75). Its paths
// name the session, since an image, a PUT and a navigation carry no header.
func NewOutside(document *spec.Document) *op.API {
	return &op.API{
		Document: document,
		Operations: map[string]op.Operation{
			"putImage":        {Run: putImage},
			"getImage":        {Run: getImage},
			"showAuthorize":   {Run: showAuthorize},
			"chooseAuthorize": {Run: chooseAuthorize},
		},
		Stages: op.Stages{Judge: func(r *op.Request, found []spec.Finding) (op.Reply, bool) {
			for _, f := range found {
				if f.ID != "param-unknown" && f.ID != "body-missing" {
					return r.Stop(ErrOutsideInput.Because("%s", f))
				}
			}
			return r.Pass()
		}},
		CORS:             cors,
		Envelope:         envelope,
		NotFound:         ErrOutsideNotFound,
		MethodNotAllowed: ErrOutsideMethod,
	}
}
