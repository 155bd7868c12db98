package scenarios

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
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
		prose := must(embedded.ReadFile(path.Join(root, name, page)))
		designs[i] = Design{Name: name, Title: firstHeading(string(prose)), Prose: string(prose)}
	}
	return designs
}

// DesignFS opens the folder of a design's documents.
func DesignFS(name string) (fs.FS, error) {
	names := designNames()
	for _, n := range names {
		if n == name {
			return fs.Sub(embedded, path.Join(root, name, documents))
		}
	}
	return nil, unknownDesign(name, names)
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

func unknownDesign(name string, names []string) error {
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
