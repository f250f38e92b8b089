package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// defaultMock is where mockserver listens if it is not told otherwise.
const defaultMock = "http://127.0.0.1:4700"

// callFlags are the flags of call.
type callFlags struct {
	target, adminToken           string
	as, session, place, secret   string
	header                       []string
	unsigned, curl, include, raw bool
}

func newCall(env command.Environment) *cobra.Command {
	var f callFlags
	cmd := &cobra.Command{
		Use:   "call operation [name=value…]",
		Short: "Call an operation as a persona, signed where that is asked for",
		Long: `Call an operation, named by its operationId or title, or by API.operationId where
several APIs have it. The parameters go where the specification wants them, and
the exchange is held against it: what departs is on stderr.

  name=value   a value; dots lead into objects of a JSON body: data.attributes.title
  name:=JSON   a value that is JSON, whatever the parameter's type
  name=@file   what a file holds; name=- what the standard input does
  name=\@text  @text itself

Secrets in the answer are masked, but for --raw; --curl shows those of the request.

Exit codes: 0 it succeeded in the API's terms, 1 it was refused or the answer
breaks the specification, 2 the command line or the target is not as it must be,
3 the target cannot be reached.`,
		Example: `  contract call getTicket --as Lin uid=12322 list=pending
  contract call createClub --as Toby name=产品交流圈 cover=https://cdn.example/a.jpg
  contract call lexiang.createEvent --as lisi data.attributes.title=圈 --curl
  contract call admin.health`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return command.Usagef("which operation? Write contract call getTicket, for instance; mockserver routes lists them")
			}
			return nil
		},
		RunE:              func(cmd *cobra.Command, args []string) error { return call(cmd, f, args[0], args[1:], env) },
		ValidArgsFunction: completeCall,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	addTarget(flags, &f.target, &f.adminToken, defaultMock)
	flags.StringVar(&f.as, "as", "", "`persona` who calls; without it a stranger does")
	flags.StringVar(&f.session, "session", "", "`name` of the mock's session; without it the default one")
	flags.StringArrayVar(&f.header, "header", nil, "`header` to send, as 'Name: value'; 'Name:' leaves it out; repeatable")
	flags.StringVar(&f.place, "place", "", "`place` of all parameters but those of path and headers: json, form or query")
	flags.BoolVar(&f.unsigned, "unsigned", false, "leave the signature out")
	flags.StringVar(&f.secret, "secret", "", "`secret` to sign with, instead of the caller's own")
	flags.BoolVar(&f.curl, "curl", false, "print the curl line instead of calling, with its signature and token")
	flags.BoolVar(&f.include, "include", false, "print status and headers of the answer too")
	flags.BoolVar(&f.raw, "raw", false, "print the body as it came, its secrets too; else JSON is indented")
	completesFlags(cmd, &f, env)
	return cmd
}

// call makes a call, or prints the curl line that would.
func call(cmd *cobra.Command, f callFlags, name string, arguments []string, env command.Environment) error {
	operation, err := client.FindAnywhere(name)
	if err != nil {
		return command.Usage{Err: err}
	}
	parameters, err := readParameters(cmd.InOrStdin(), arguments)
	if err != nil {
		return command.Usage{Err: err}
	}
	manner, err := f.manner()
	if err != nil {
		return err
	}
	if f.curl && f.target == target.InProcess {
		return command.Usagef("--curl needs a target that is still there when the line is pasted; give the URL of a mock with --target")
	}
	there, err := openTarget(cmd.Context(), cmd.ErrOrStderr(), f.target, f.adminToken, env)
	if err != nil {
		return err
	}
	world := there.Visitor(f.session, nil)
	err = func() error {
		as, err := f.credentials(cmd, world, operation)
		if err != nil {
			return command.Usage{Err: err}
		}
		x, err := world.Prepare(as, operation, parameters, manner)
		if err != nil {
			return command.Usage{Err: err}
		}
		if f.curl {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), world.Curl(x))
			return err
		}
		var cannot target.Cannot
		switch err := world.Send(cmd.Context(), x); {
		case errors.As(err, &cannot):
			return command.Usage{Err: err}
		case err != nil:
			return unreachable{err}
		}
		hide := there.Profile().Hide
		if err := f.show(cmd.OutOrStdout(), x, hide); err != nil {
			return err
		}
		return judge(cmd.ErrOrStderr(), x, hide)
	}()
	return errors.Join(err, there.Close())
}

// maxValue is the most bytes that a value has that is read from a file.
const maxValue = 16 << 20

// readParameters reads the parameters of the command line, and the files that they name.
func readParameters(stdin io.Reader, arguments []string) ([]client.Parameter, error) {
	typed := false
	read := func(name string) (content []byte, err error) {
		from := stdin
		if name == "-" && typed {
			return nil, errors.New("the standard input can be read once only")
		}
		typed = typed || name == "-"
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return nil, err
			}
			defer func() { _ = file.Close() }() // it was only read
			from = file
		}
		content, err = io.ReadAll(io.LimitReader(from, maxValue+1))
		if len(content) > maxValue {
			err = fmt.Errorf("it has more than %d MiB", maxValue>>20)
		}
		return content, err
	}
	var parameters []client.Parameter
	for _, argument := range arguments {
		p, err := client.ParseParameter(argument, read)
		if err != nil {
			return nil, err
		}
		parameters = append(parameters, p)
	}
	return parameters, nil
}

// manner is how the flags want the call to be made.
func (f callFlags) manner() (client.Manner, error) {
	manner := client.Manner{Header: http.Header{}, Place: f.place, Unsigned: f.unsigned, Secret: f.secret}
	if places := []string{client.InJSON, client.InForm, client.InQuery}; f.place != "" && !slices.Contains(places, f.place) {
		return manner, command.Usagef("--place is json, form or query, not %q%s", f.place, nearest.Hint(f.place, places))
	}
	for _, line := range f.header {
		name, value, ok := strings.Cut(line, ":")
		name, value = http.CanonicalHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
		if !ok || name == "" || strings.ContainsAny(line, "\r\n") {
			return manner, command.Usagef("--header: %q is no header; write 'Name: value'", line)
		}
		if value == "" {
			manner.Header[name] = nil
			continue
		}
		manner.Header[name] = append(manner.Header[name], value)
	}
	return manner, nil
}

// credentials are those of the persona who calls, nil for a stranger.
func (f callFlags) credentials(cmd *cobra.Command, world *target.World, operation *spec.Operation) (*client.Credentials, error) {
	if f.as == "" {
		return nil, nil
	}
	if operation.API == openapi.Admin {
		return nil, errors.New("the control plane knows nobody; call it without --as")
	}
	found, err := world.Credentials(cmd.Context(), operation.API, f.as)
	if err == nil && len(found.Values) == 0 {
		err = fmt.Errorf("%s has no log-in that holds; contract call admin.logIn api=%s persona=%s makes one", f.as, operation.API, f.as)
	}
	return &found, err
}

// show prints the answer.
func (f callFlags) show(w io.Writer, x *client.Exchange, hide func(string) string) error {
	var b bytes.Buffer
	if f.include {
		fmt.Fprintf(&b, "%d %s\n", x.Status, http.StatusText(x.Status))
		for _, name := range slices.Sorted(maps.Keys(x.AnswerHeader)) {
			for _, value := range x.AnswerHeader[name] {
				fmt.Fprintf(&b, "%s: %s\n", name, hide(client.MaskHeader(name, value)))
			}
		}
		b.WriteString("\n")
	}
	body := x.AnswerBody
	if !f.raw && utf8.Valid(body) && len(body) > 0 {
		body = []byte(hide(client.Mask(string(body))))
		var indented bytes.Buffer
		if json.Indent(&indented, body, "", "  ") == nil {
			body = indented.Bytes()
		}
		body = append(bytes.TrimRight(body, "\n"), '\n')
	}
	b.Write(body)
	_, err := w.Write(b.Bytes())
	return err
}

// judge says on stderr what is wrong with the exchange, and whether the call failed.
func judge(stderr io.Writer, x *client.Exchange, hide func(string) string) error {
	if diagnosis := x.AnswerHeader.Get("Mock-Diagnosis"); diagnosis != "" {
		fmt.Fprintf(stderr, "Mock-Diagnosis: %s\n", hide(client.Readable(diagnosis)))
	}
	for _, found := range x.CheckRequest() {
		if !x.Diagnosed(found.ID) { // the mock has said it
			fmt.Fprintf(stderr, "the request departs: %s: %s\n", found.ID, hide(found.String()))
		}
	}
	for _, found := range x.Findings {
		fmt.Fprintf(stderr, "the answer departs: %s: %s\n", found.ID, hide(found.String()))
	}
	succeeded, why := x.Succeeded()
	switch {
	case len(x.Findings) > 0:
		return errors.New("the answer breaks the specification")
	case !succeeded:
		return fmt.Errorf("%s did not succeed: %s", x.Operation.ID, why)
	default:
		return nil
	}
}
