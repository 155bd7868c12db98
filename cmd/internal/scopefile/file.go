package scopefile

import (
	"io"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/sim/scope"
	"github.com/dryhop/dryhop/topology/load/yamlfile"
)

// maxSize bounds a file.
const maxSize = 4 << 20

// A file is one that is being read.
type file struct {
	*yamlfile.File
	name string
}

// Read reads the scopes of a file; its name is for errors, and for scopes without one.
func Read(name string, r io.Reader) ([]scope.Scope, error) {
	read, root, err := yamlfile.Read(name, r, maxSize)
	if err != nil {
		return nil, err
	}
	f := &file{File: read, name: name}
	if root == nil {
		f.Fail(root, "there is nothing in it; it should be what aws ec2 get-network-insights-access-scope-content prints")
		return nil, f.Err()
	}
	items := []*yaml.Node{root}
	if root.Kind == yaml.SequenceNode {
		items = root.Content
	}
	var all []scope.Scope
	for _, item := range items {
		all = append(all, f.document(item))
	}
	return all, f.Err()
}

// words are the texts of a list that need not be there.
func (f *file) words(n *yaml.Node, what string) []scope.Word {
	var words []scope.Word
	f.Each(n, what, func(item *yaml.Node) {
		if item.Kind != yaml.ScalarNode || item.Value == "" {
			f.Fail(item, "%s holds something that is not a text", what)
			return
		}
		words = append(words, scope.Word{Text: item.Value, At: f.At(item)})
	})
	return words
}

// stem is a file's name without folder and ending.
func stem(name string) string {
	base := filepath.Base(name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
