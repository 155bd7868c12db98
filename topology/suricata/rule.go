package suricata

import (
	"errors"
	"fmt"
	"strings"
)

// A Rule is one rule. Action and Protocol are in lower case.
type Rule struct {
	Line     int // where it begins, from 1
	Action   string
	Protocol string
	From, To End
	Both     bool   // "<>": From and To may change places
	Header   string // as written, up to the options
	Options  []Option
}

// An End is what a rule wants of one side of a packet.
type End struct{ Addresses, Ports Term }

// Fields are the parts of a rule's header.
type Fields struct {
	Action, Protocol, From, FromPorts, Direction, To, ToPorts string
}

// actions are the words that a rule may begin with.
var actions = map[string]bool{
	"alert": true, "pass": true, "drop": true, "reject": true, "rejectsrc": true, "rejectdst": true, "rejectboth": true,
}

// New makes a rule of the parts of its header.
func New(f Fields, options ...Option) (Rule, error) {
	r := Rule{Action: strings.ToLower(f.Action), Protocol: strings.ToLower(f.Protocol), Options: options}
	r.Header = strings.Join([]string{r.Action, r.Protocol, f.From, f.FromPorts, f.Direction, f.To, f.ToPorts}, " ")
	if !actions[r.Action] {
		return r, fmt.Errorf("the action %q is none that is known", f.Action)
	}
	if _, known := ReadProtocol(r.Protocol); !known {
		return r, fmt.Errorf("the protocol %q is none that is known", f.Protocol)
	}
	switch f.Direction {
	case "->":
	case "<>":
		r.Both = true
	default:
		return r, fmt.Errorf("the direction %q is neither -> nor <>", f.Direction)
	}
	var err error
	if r.From, err = parseEnd(f.From, f.FromPorts); err != nil {
		return r, err
	}
	r.To, err = parseEnd(f.To, f.ToPorts)
	return r, err
}

func parseEnd(addresses, ports string) (e End, err error) {
	if e.Addresses, err = ParseAddresses(addresses); err != nil {
		return e, err
	}
	e.Ports, err = ParsePorts(ports)
	return e, err
}

// parse reads a rule on one line.
func parse(line string) (Rule, error) {
	header, options, err := split(line)
	if err != nil {
		return Rule{}, err
	}
	words, err := fields(header)
	if err != nil {
		return Rule{}, err
	}
	if len(words) != 7 {
		return Rule{}, fmt.Errorf("the header has %d parts in place of 7", len(words))
	}
	parsed, err := parseOptions(options)
	if err != nil {
		return Rule{}, err
	}
	return New(Fields{words[0], words[1], words[2], words[3], words[4], words[5], words[6]}, parsed...)
}

// split parts the header from the options between the parentheses.
func split(line string) (header, options string, err error) {
	header, options, found := strings.Cut(line, "(")
	if !found {
		return header, "", nil
	}
	options, closed := strings.CutSuffix(strings.TrimSpace(options), ")")
	if !closed {
		return "", "", errors.New("the options have no closing parenthesis")
	}
	return header, options, nil
}

// fields splits a header at its blanks, but for those within brackets.
func fields(header string) ([]string, error) {
	var words []string
	depth, start := 0, -1
	for i, c := range header {
		blank := c == ' ' || c == '\t'
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		}
		switch {
		case depth < 0:
			return nil, errors.New("a bracket is closed that was not opened")
		case blank && depth == 0 && start >= 0:
			words, start = append(words, header[start:i]), -1
		case !blank && start < 0:
			start = i
		}
	}
	if depth > 0 {
		return nil, errors.New("a bracket is not closed")
	}
	if start >= 0 {
		words = append(words, header[start:])
	}
	return words, nil
}
