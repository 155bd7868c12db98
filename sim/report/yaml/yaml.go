package yaml

import (
	"encoding/json"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Write prints a record. Its JSON is read as YAML, which it is, so that order and names stay, and printed as people write it.
func Write(w io.Writer, record any) error {
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return err
	}
	unfold(&document)
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(&document); err != nil {
		return err
	}
	return e.Close()
}

// unfold takes away JSON's braces and those quotes that YAML does not need. Empty lists and objects keep their brackets.
func unfold(n *yaml.Node) {
	if len(n.Content) > 0 || n.Kind == yaml.ScalarNode && !oldBoolean(n.Value) {
		n.Style = 0
	}
	for _, c := range n.Content {
		unfold(c)
	}
}

// oldBoolean reports whether older readers take a word for true or false: it keeps its quotes.
func oldBoolean(word string) bool {
	switch strings.ToLower(word) {
	case "y", "yes", "n", "no", "on", "off":
		return true
	}
	return false
}
