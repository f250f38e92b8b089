package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/fixtures"
	"contractmock/mockserver/durable"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// embedded are files that the program holds, which a user may put out, change and give
// back.
type embedded struct {
	// what they are called, and the flag of serve that takes a directory of them back.
	what, flag string
	files      fs.FS
	// own are the names of those that are the mock's own and cannot be given back.
	own []string
}

func newOpenAPI() *cobra.Command {
	return embedded{"documents", "openapi", openapi.Files, []string{openapi.Admin, "rules"}}.command(
		"List the embedded OpenAPI documents, print one, or write them to a directory")
}

func newFixtures() *cobra.Command {
	return embedded{"fixtures", "fixtures", fixtures.Files, nil}.command(
		"List the embedded fixtures, print those of an API, or write them to a directory")
}

func (e embedded) command(short string) *cobra.Command {
	var directory string
	var force bool
	cmd := &cobra.Command{
		Use:   e.flag + " [NAME]",
		Short: short,
		Long: short + `.

Files that are written with --write and then changed are taken back by
mockserver --` + e.flag + ` DIR. A file that is there and differs is not overwritten
without --force; then none is written.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return command.Usagef("%s takes one name, but got %q as well", cmd.CommandPath(), args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := e.named(args)
			switch {
			case err != nil:
				return err
			case directory != "" && len(args) > 0 && slices.Contains(e.own, names[0]):
				return command.Usagef("%s is the mock's own and could not be given back; without --write it is printed", names[0])
			case directory != "":
				return e.write(cmd, directory, names, force)
			case force:
				return command.Usagef("--force is for --write")
			case len(args) > 0:
				data, err := fs.ReadFile(e.files, names[0]+".yaml")
				if err != nil {
					return err
				}
				_, err = cmd.OutOrStdout().Write(data)
				return err
			default:
				return e.list(cmd, names)
			}
		},
	}
	cmd.Flags().StringVar(&directory, "write", "", "`directory` to write the files to; it is made if it is not there")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite files that differ")
	return cmd
}

// named are the names of the files, or the one that an argument asks for.
func (e embedded) named(args []string) ([]string, error) {
	files, err := fs.Glob(e.files, "*.yaml")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(file, ".yaml"))
	}
	if len(args) == 0 {
		return names, nil
	}
	name := strings.TrimSuffix(args[0], ".yaml")
	if !slices.Contains(names, name) {
		return nil, command.Usagef("there is no %q among the %s%s", args[0], e.what, nearest.Hint(name, names))
	}
	return []string{name}, nil
}

// list says which files there are.
func (e embedded) list(cmd *cobra.Command, names []string) error {
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tBYTES\tTAKEN BACK BY")
	for _, name := range names {
		info, err := fs.Stat(e.files, name+".yaml")
		if err != nil {
			return err
		}
		back := "--" + e.flag + " DIR"
		if slices.Contains(e.own, name) {
			back = "nothing; it is the mock's own"
		}
		fmt.Fprintf(w, "%s\t%d\t%s\n", name, info.Size(), back)
	}
	return w.Flush()
}

// write puts out the files that can be given back, and says which. Unless forced it
// writes none if there is another one in its place.
func (e embedded) write(cmd *cobra.Command, directory string, names []string, force bool) error {
	names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(e.own, name) })
	all := map[string][]byte{}
	var order, same, differ []string
	for _, name := range names {
		data, err := fs.ReadFile(e.files, name+".yaml")
		if err != nil {
			return err
		}
		path := filepath.Join(directory, name+".yaml")
		there, err := os.ReadFile(path)
		switch {
		case err == nil && bytes.Equal(there, data):
			same = append(same, path)
			continue
		case err == nil && !force:
			differ = append(differ, path)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s cannot be written: %w", path, err)
		}
		all[path] = data
		order = append(order, path)
	}
	if differ != nil {
		return fmt.Errorf("nothing was written, so as not to lose what is in %s; --force overwrites it", nearest.List(differ, "and"))
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return fmt.Errorf("the directory cannot be made: %w", err)
	}
	for _, path := range order {
		err := durable.Replace(path, durable.Mode(0o644), func(w io.Writer) error {
			_, err := w.Write(all[path])
			return err
		})
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", path, err)
		}
		fmt.Fprintln(cmd.OutOrStdout(), "wrote", path)
	}
	for _, path := range same {
		fmt.Fprintln(cmd.OutOrStdout(), "left", path, "as it is")
	}
	fmt.Fprintf(cmd.OutOrStdout(), "mockserver --%s %s takes them back\n", e.flag, directory)
	return nil
}
