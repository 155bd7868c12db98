package netmath

import "fmt"

// ParseError says what could not be read, why, and what to write instead. A
// loader can turn the parts into a diagnostic with a file and a line.
type ParseError struct {
	Kind    string // "address", "CIDR block" or "protocol"
	Value   string // the text as it was given
	Problem string // what is wrong with it
	Remedy  string // what to write instead
}

// Error is one line: value, problem, remedy.
func (e *ParseError) Error() string {
	return fmt.Sprintf("%q is not a usable %s: %s; %s", e.Value, e.Kind, e.Problem, e.Remedy)
}
