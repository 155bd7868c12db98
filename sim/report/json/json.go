package json

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"io"
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

// Write prints a record over several lines.
func Write(w io.Writer, record any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(record)
}

// Line is a record in one line, with its newline: JSON Lines.
func Line(record any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(record)
	return b.Bytes(), err
}
