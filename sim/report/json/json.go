package json

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"

	jsonstream "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// TraceSchema is the JSON Schema of a trace record.
//
//go:embed trace.schema.json
var TraceSchema []byte

// ExposureSchema is the JSON Schema of an exposure record.
//
//go:embed exposure.schema.json
var ExposureSchema []byte

// ReachSchema is the JSON Schema of the records about sets of places.
//
//go:embed reach.schema.json
var ReachSchema []byte

// ScopeSchema is the JSON Schema of what scopes find.
//
//go:embed scope.schema.json
var ScopeSchema []byte

// ExamplesSchema is the JSON Schema of the reference designs.
//
//go:embed examples.schema.json
var ExamplesSchema []byte

// CIDRSchema is the JSON Schema of the records about addresses.
//
//go:embed cidr.schema.json
var CIDRSchema []byte

// ImpactSchema is the JSON Schema of what a change does.
//
//go:embed impact.schema.json
var ImpactSchema []byte

// TestSchema is the JSON Schema of a run of tests.
//
//go:embed test.schema.json
var TestSchema []byte

// Write prints a record over several lines, piece by piece: the text is never in memory as a whole.
func Write(w io.Writer, record any) error {
	err := jsonstream.MarshalWrite(w, record, jsonv1.DefaultOptionsV1(), jsontext.EscapeForHTML(false), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n")
	return err
}

// Line is a record in one line, with its newline: JSON Lines.
func Line(record any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(record)
	return b.Bytes(), err
}
