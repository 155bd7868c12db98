package suricata

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"github.com/dryhop/dryhop/netmath"
)

// A Term is an expression for a set of addresses or of ports: a word, or a list of terms.
//
// A list is the union of its terms without what those with Not stand for; if all of them have Not, of everything. A
// variable stands for a list. A list in a list adds to both sides of the outer one, unless it has Not: then it is a set of its own.
type Term struct {
	Not  bool
	Word string // empty for a list
	List []Term
}

// Any reports whether a term's word is the one for everything.
func (t *Term) Any() bool { return strings.EqualFold(t.Word, "any") }

// Variable is the name behind a dollar sign, or "".
func (t *Term) Variable() string { return named(t.Word, "$") }

// Reference is the name behind an at sign, of a set that is kept elsewhere, or "".
func (t *Term) Reference() string { return named(t.Word, "@") }

func named(word, sign string) string {
	name, found := strings.CutPrefix(word, sign)
	if !found || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' && c != '-' }) {
		return ""
	}
	return name
}

// String is the term as it is written, without blanks.
func (t *Term) String() string {
	var b strings.Builder
	t.write(&b)
	return b.String()
}

func (t *Term) write(b *strings.Builder) {
	if t.Not {
		b.WriteByte('!')
	}
	if t.Word != "" {
		b.WriteString(t.Word)
		return
	}
	for i := range t.List {
		b.WriteByte("[,"[min(i, 1)])
		t.List[i].write(b)
	}
	b.WriteByte(']')
}

// maxDepth bounds how deep lists lie in lists.
const maxDepth = 16

// ParseAddresses reads a term of which every word is any, a variable, a reference, an address, a block or a range.
func ParseAddresses(text string) (Term, error) {
	return parseTerm(text, func(word string) error { _, err := ReadAddresses(word); return err }, 0)
}

// ParsePorts reads a term of which every word is any, a variable, a reference, a port or a range of ports.
func ParsePorts(text string) (Term, error) {
	return parseTerm(text, func(word string) error { _, err := ReadPorts(word); return err }, 0)
}

func parseTerm(text string, check func(string) error, depth int) (Term, error) {
	var t Term
	text = strings.TrimSpace(text)
	for strings.HasPrefix(text, "!") {
		t.Not, text = !t.Not, strings.TrimSpace(text[1:])
	}
	switch {
	case text == "":
		return t, errors.New("a set of addresses or ports is empty")
	case text[0] == '[':
		var err error
		t.List, err = parseList(text, check, depth+1)
		return t, err
	}
	t.Word = text
	if t.Any() || t.Variable() != "" || t.Reference() != "" {
		return t, nil
	}
	return t, check(text)
}

// parseList reads what stands between brackets.
func parseList(text string, check func(string) error, depth int) ([]Term, error) {
	inner, closed := strings.CutSuffix(text[1:], "]")
	if !closed {
		return nil, fmt.Errorf("%q has no closing bracket at its end", text)
	}
	if depth > maxDepth {
		return nil, errors.New("lists lie too deep in lists")
	}
	var list []Term
	for _, part := range commas(inner) {
		t, err := parseTerm(part, check, depth)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// commas splits a text at the commas that lie in no brackets.
func commas(text string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
		case ',':
			if depth == 0 {
				parts, start = append(parts, text[start:i]), i+1
			}
		}
	}
	return append(parts, text[start:])
}

// ReadAddresses reads an address, a block or a range of addresses.
func ReadAddresses(word string) (netmath.AddrRange, error) {
	bad := fmt.Errorf("%q is no address, block or range of addresses", word)
	if strings.Contains(word, "/") {
		p, _, err := netmath.ParsePrefix(word)
		if err != nil {
			return netmath.AddrRange{}, bad
		}
		return netmath.RangeOf(p), nil
	}
	lo, hi, isRange := strings.Cut(word, "-")
	if !isRange {
		hi = lo
	}
	first, err := netip.ParseAddr(strings.TrimSpace(lo))
	last, err2 := netip.ParseAddr(strings.TrimSpace(hi))
	r := netmath.AddrRange{Lo: first, Hi: last}
	if err != nil || err2 != nil || !r.Valid() || first.Zone() != "" || first.Is4In6() {
		return netmath.AddrRange{}, bad
	}
	return r, nil
}

// ReadPorts reads a port or a range of ports, open to either side.
func ReadPorts(word string) (netmath.PortRange, error) {
	lo, hi, isRange := strings.Cut(word, ":")
	switch {
	case !isRange:
		hi = lo
	case hi == "" && lo != "":
		hi = "65535"
	case lo == "" && hi != "":
		lo = "0"
	}
	first, err := strconv.ParseUint(strings.TrimSpace(lo), 10, 16)
	last, err2 := strconv.ParseUint(strings.TrimSpace(hi), 10, 16)
	if err != nil || err2 != nil || first > last {
		return netmath.PortRange{}, fmt.Errorf("%q is no port or range of ports", word)
	}
	return netmath.PortRange{Lo: uint16(first), Hi: uint16(last)}, nil
}
