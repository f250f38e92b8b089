package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"contractmock/cmd/internal/script"
	"contractmock/features/target"
	"contractmock/mockserver"
)

// TestTargets runs the scripts about profiles: $DEPLOYMENT has the fixtures and nothing of
// a mock, $DEPLOYED is the ticket service as it is known to be deployed, and $MENDED the
// same without the longer text; $TELLTALE answers with the credentials that it got.
func TestTargets(t *testing.T) {
	example, err := target.Show("tickets")
	if err != nil {
		t.Fatal(err)
	}
	script.Run(t, "contract", newRoot, testscript.Params{
		Dir: "testdata/targets",
		Setup: func(env *testscript.Env) error {
			for name, handler := range map[string]func(http.Handler) http.Handler{
				"DEPLOYMENT": func(mock http.Handler) http.Handler { return mock },
				"DEPLOYED":   func(mock http.Handler) http.Handler { return deployed{mock: mock, bearer: longer} },
				"TELLTALE":   func(http.Handler) http.Handler { return http.HandlerFunc(tell) },
				"MENDED":     func(mock http.Handler) http.Handler { return deployed{mock: mock, bearer: documented} },
			} {
				mock, err := mockserver.New(mockserver.Options{NoAdmin: true, NoHeaders: true})
				if err != nil {
					return err
				}
				server := httptest.NewServer(handler(mock))
				env.Defer(server.Close)
				env.Setenv(name, server.URL)
			}
			deployment, err := os.ReadFile("testdata/targets/deployment.yaml")
			if err != nil {
				return err
			}
			for name, data := range map[string]string{
				"deployment.yaml": string(deployment),
				"tickets.yaml":    strings.NewReplacer("https://focapi.feiyang.ac.cn", "${DEPLOYED}", "pace: 200ms", "pace: 1us").Replace(string(example)),
			} {
				if err := os.WriteFile(filepath.Join(env.WorkDir, name), []byte(data), 0o600); err != nil {
					return err
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"json": jsonFiles},
	})
}

// The texts of an Authorization that is none: the document's, and the deployed service's.
const (
	documented = "Unauthorized for no Bearer"
	longer     = "Unauthorized for no Bearer or invalid format"
)

// tell answers with the credentials of a request.
func tell(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Seen", r.Header.Get("X-Key"))
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprintf(w, `{"success":false,"requesttype":"","data":"%s, %s"}`, r.Header.Get("Authorization"), r.Header.Get("X-Key"))
}

// deployed is a mock that deviates as the deployed ticket service does.
type deployed struct {
	mock   http.Handler
	bearer string
}

// pageSize is how many tickets the service has on a page.
const pageSize = 1000

// ServeHTTP implements http.Handler.
func (d deployed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	list := query.Get("list")
	if query.Has("tid") || query.Has("uid") && list == "done" {
		query.Del("list")
	}
	asksAs := map[bool]string{true: "uid", false: "tid"}[query.Has("uid")]
	answer := d.ask(r, query)
	var body map[string]any
	if json.Unmarshal(answer.Body.Bytes(), &body) != nil {
		body = nil
	}
	status, said := answer.Code, answer.Body.Bytes()
	switch mayAskBy := roles[r.Header.Get("Authorization")]; {
	case body["error"] == documented:
		said = []byte(`{"error":"` + d.bearer + `"}`)
	case body["success"] != true:
	case mayAskBy != "" && !query.Has("orderid") && asksAs != mayAskBy:
		status, said = http.StatusForbidden, []byte(`{"success":false,"requesttype":"","data":"权限不足"}`)
	default:
		said = d.deviate(r, query, body)
	}
	maps.Copy(w.Header(), answer.Header())
	w.Header().Set("Content-Length", strconv.Itoa(len(said)))
	w.WriteHeader(status)
	w.Write(said)
}

// roles are by what users and technicians may ask for tickets.
var roles = map[string]string{"Bearer lin-token": "uid", "Bearer wu-token": "uid", "Bearer chen-token": "tid", "Bearer zhao-token": "tid"}

// ask asks the mock with another query.
func (d deployed) ask(r *http.Request, query url.Values) *httptest.ResponseRecorder {
	asked := r.Clone(r.Context())
	asked.URL.RawQuery = query.Encode()
	answer := httptest.NewRecorder()
	d.mock.ServeHTTP(answer, asked)
	return answer
}

// deviate is what the service says for a success.
func (d deployed) deviate(r *http.Request, query url.Values, body map[string]any) []byte {
	page := int(body["page"].(float64))
	var rows []any
	for i := 1; ; i++ { // pages of ten, until there are no more
		query.Set("page", strconv.Itoa(i))
		var next struct {
			Data []any `json:"data"`
		}
		if json.Unmarshal(d.ask(r, query).Body.Bytes(), &next) != nil || len(next.Data) == 0 {
			break
		}
		rows = append(rows, next.Data...)
	}
	if query.Get("list") == "pending" {
		rows = slices.DeleteFunc(rows, func(row any) bool { return row.(map[string]any)["repair_status"] != "Pending" })
	}
	for _, row := range rows {
		row.(map[string]any)["user_nick"] = ""
	}
	body["data"] = []any{}
	if page == 1 && rows != nil {
		body["data"] = rows
	}
	body["limit"] = pageSize
	body["requesttype"] = body["request_type"]
	delete(body, "request_type")
	said, err := json.Marshal(body)
	if err != nil {
		panic(err) // it was JSON
	}
	return said
}
