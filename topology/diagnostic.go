package topology

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// Severity says how much a Diagnostic matters.
type Severity uint8

// Info is worth knowing, Warning makes some answers unknown, Error means that input was lost.
const (
	Info Severity = iota
	Warning
	Error
)

// String is "info", "warning" or "error".
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[min(int(s), 2)] }

// A Diagnostic is trouble found in the input, beside the partial result that was still possible.
type Diagnostic struct {
	Severity Severity
	Code     string // stable, such as BAD_ADDRESS; `dryhop explain CODE` tells more
	Path     string // the document, empty if about the snapshot as a whole
	Line     int    // from 1; 0 if unknown
	Ref      ref.Ref
	Value    string // the offending value, shortened; never a secret
	Message  string // what is wrong
	Remedy   string // what to do about it
}

// String prints one line: path:line: severity CODE resource: message (value); remedy.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.Path != "" {
		b.WriteString(d.Path)
		if d.Line > 0 {
			fmt.Fprintf(&b, ":%d", d.Line)
		}
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s %s", d.Severity, d.Code)
	if !d.Ref.IsZero() {
		b.WriteString(" " + d.Ref.String())
	}
	b.WriteString(": " + d.Message)
	if d.Value != "" {
		fmt.Fprintf(&b, " (%q)", d.Value)
	}
	if d.Remedy != "" {
		b.WriteString("; " + d.Remedy)
	}
	return b.String()
}

// Unresolved reports whether an id stands for a value that a plan or template leaves open, and that a diagnostic names: "aws_instance.web.subnet_id". Of the
// instances of a resource with count or for_each one is named.
func (s *Snapshot) Unresolved(id string) bool {
	if !strings.Contains(id, ".") {
		return false
	}
	id = withoutKeys(id)
	return slices.ContainsFunc(s.Diagnostics, func(d Diagnostic) bool { return d.Code == "UNRESOLVED_VALUE" && withoutKeys(d.Value) == id })
}

// keys are those of count and for_each in an address.
var keys = regexp.MustCompile(`\[([0-9]+|"[^"]*")\]`)

func withoutKeys(address string) string { return keys.ReplaceAllString(address, "") }
