package editfile

import (
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load/yamlfile"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxSize bounds a file: ten thousands of edits fit.
const maxSize = 4 << 20

const (
	list    = "changes"
	example = "write it like  changes: [{add: sg-1 ingress tcp/443 from 10.0.0.0/8}]"
)

// verbs are the keys of an edit.
var verbs = []string{"add", "allow", "remove", "replace", "set"}

// Is reports whether a text is a file of edits rather than a document of AWS or a plan.
func Is(text []byte) bool {
	var document yaml.Node
	if len(text) > maxSize || yaml.Unmarshal(text, &document) != nil || len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return false
	}
	top := document.Content[0].Content
	if len(top) != 2 {
		return false
	}
	_, near := ref.Nearest(top[0].Value, []string{list})
	return near || top[0].Value == list
}

// A file is one that is being read.
type file struct {
	*yamlfile.File
	names *edit.Names
}

// Read reads the edits of a file; its name is for errors. Resources are looked up in the snapshot that they are for.
func Read(name string, r io.Reader, s *topology.Snapshot) ([]edit.Edit, error) {
	read, root, err := yamlfile.Read(name, r, maxSize)
	if err != nil {
		return nil, err
	}
	f := &file{read, edit.NamesOf(s)}
	edits := f.document(root)
	return edits, f.Err()
}

func (f *file) document(root *yaml.Node) []edit.Edit {
	if root == nil {
		f.Fail(root, "there is nothing in it; %s", example)
		return nil
	}
	var edits []edit.Edit
	f.Each(f.Object(root, "the file", list)[list], list, func(item *yaml.Node) {
		if e, ok := f.edit(item); ok {
			edits = append(edits, e)
		}
	})
	if len(edits) == 0 && f.Err() == nil {
		f.Fail(root, "it changes nothing; %s", example)
	}
	return edits
}

// edit reads one verb with what it does.
func (f *file) edit(item *yaml.Node) (edit.Edit, bool) {
	if item.Kind != yaml.MappingNode || len(item.Content) != 2 {
		f.Fail(item, "an edit is one verb with what it does; %s", example)
		return edit.Edit{}, false
	}
	key, value := item.Content[0], item.Content[1]
	switch {
	case !slices.Contains(verbs, key.Value):
		f.Fail(key, "%q is no verb of an edit; %s", key.Value, yamlfile.Suggest(key.Value, verbs))
	case value.Kind != yaml.ScalarNode:
		f.Fail(value, "what is to be done is no text; %s", example)
	default:
		e, err := f.names.Parse(key.Value + " " + value.Value)
		if err != nil {
			f.Fail(value, "%v", err)
		}
		return e, err == nil
	}
	return edit.Edit{}, false
}
