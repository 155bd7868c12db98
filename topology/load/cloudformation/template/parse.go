package template

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

// Parse reads a document in JSON or YAML. The error says where.
func Parse(text []byte, limits Limits) (*Node, error) {
	text = decode(text)
	if head := bytes.TrimLeft(text, " \t\r\n"); len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		n, err := parseJSON(text, limits)
		if err == nil {
			return n, nil
		}
		if n, yamlErr := parseYAML(text, limits); yamlErr == nil { // YAML's flow style looks like JSON
			return n, nil
		}
		return nil, err
	}
	return parseYAML(text, limits)
}

// decode takes a byte order mark away, and makes UTF-8 of what PowerShell writes.
func decode(text []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte{0xEF, 0xBB, 0xBF}):
		return text[3:]
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return text
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// budget counts nodes, so that aliases cannot make a small text a large tree.
type budget struct {
	limits Limits
	nodes  int
}

func (b *budget) take(depth, line int) error {
	if b.nodes++; b.nodes > b.limits.Nodes {
		return fmt.Errorf("line %d: the document has more than %d values", line, b.limits.Nodes)
	}
	if depth > b.limits.Depth {
		return fmt.Errorf("line %d: the document nests deeper than %d", line, b.limits.Depth)
	}
	return nil
}

var errNothing = errors.New("line 1: there is nothing in it")
