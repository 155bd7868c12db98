package template

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonReader makes Nodes of JSON, with the lines that values begin on.
type jsonReader struct {
	budget
	text    []byte
	decoder *jsontext.Decoder
	at      int // text before it is counted
	line    int
}

func parseJSON(text []byte, limits Limits) (*Node, error) {
	r := &jsonReader{budget: budget{limits: limits}, text: text, line: 1,
		decoder: jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	n, err := r.value(0)
	if err != nil {
		return nil, r.explain(err)
	}
	if _, err := r.decoder.ReadToken(); err != io.EOF {
		return nil, fmt.Errorf("line %d: there is more after the end of the JSON", r.here())
	}
	return n, nil
}

// explain puts the line before what the decoder says.
func (r *jsonReader) explain(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: not JSON: %v", 1+bytes.Count(r.text[:min(int(syntax.ByteOffset), len(r.text))], []byte("\n")), syntax.Err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: the JSON ends early", 1+bytes.Count(r.text, []byte("\n")))
	}
	return err
}

// here is the line of what was read last.
func (r *jsonReader) here() int {
	end := min(int(r.decoder.InputOffset()), len(r.text))
	r.line += bytes.Count(r.text[r.at:end], []byte("\n"))
	r.at = end
	return r.line
}

func (r *jsonReader) value(depth int) (*Node, error) {
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	n := &Node{Line: r.here()}
	if err := r.take(depth, n.Line); err != nil {
		return nil, err
	}
	switch token.Kind() {
	case 'n':
	case 't', 'f':
		n.Kind, n.Text = Bool, token.String()
	case '0':
		n.Kind, n.Text = Number, token.String()
	case '"':
		n.Kind, n.Text = String, token.String()
	case '[':
		n.Kind = List
		err = r.items(n, depth)
	case '{':
		n.Kind = Map
		err = r.fields(n, depth)
	}
	return n, err
}

func (r *jsonReader) items(n *Node, depth int) error {
	for r.decoder.PeekKind() != ']' {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	_, err := r.decoder.ReadToken()
	return err
}

func (r *jsonReader) fields(n *Node, depth int) error {
	for r.decoder.PeekKind() != '}' {
		name, err := r.decoder.ReadToken()
		if err != nil {
			return err
		}
		f := Field{Key: name.String(), Line: r.here()}
		if f.Value, err = r.value(depth + 1); err != nil {
			return err
		}
		n.Fields = append(n.Fields, f)
	}
	_, err := r.decoder.ReadToken()
	return err
}
