package scenarios

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim"
)

//go:embed designs
var embedded embed.FS

const (
	root      = "designs"
	page      = "README.md"
	documents = "snapshot"
)

// A Design is one of the embedded networks.
type Design struct {
	Name  string // as in example:NAME
	Title string // the first heading of its page
	Prose string // its page, in Markdown
}

// Designs returns the embedded designs, sorted by name.
func Designs() []Design {
	names := designNames()
	designs := make([]Design, len(names))
	for i, name := range names {
		designs[i] = read(name)
	}
	return designs
}

// Find returns the design of that name.
func Find(name string) (Design, error) {
	if err := known(name); err != nil {
		return Design{}, err
	}
	return read(name), nil
}

func read(name string) Design {
	prose := string(must(embedded.ReadFile(path.Join(root, name, page))))
	return Design{Name: name, Title: firstHeading(prose), Prose: prose}
}

// DesignFS opens the folder of a design's documents.
func DesignFS(name string) (fs.FS, error) {
	if err := known(name); err != nil {
		return nil, err
	}
	return fs.Sub(embedded, path.Join(root, name, documents))
}

func designNames() []string {
	entries := must(embedded.ReadDir(root)) // sorted
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

func firstHeading(markdown string) string {
	for line := range strings.Lines(markdown) {
		if title, ok := strings.CutPrefix(line, "# "); ok {
			return strings.TrimSpace(title)
		}
	}
	return ""
}

// known is nil if there is a design of that name.
func known(name string) error {
	names := designNames()
	if slices.Contains(names, name) {
		return nil
	}
	list := strings.Join(names, ", ")
	if near, ok := sim.Nearest(name, names); ok {
		return fmt.Errorf("no example design %q: did you mean %q? (there are %s)", name, near, list)
	}
	return fmt.Errorf("no example design %q: there are %s", name, list)
}

// must unwraps a read of the embedded files: it fails only if the build did.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
