package selector

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// An Expr is a parsed selector: places that match a term and no exclusion.
type Expr struct {
	text    string
	include []term // empty: everything that is not excluded
	exclude []term
}

// String is the selector as it was written.
func (e Expr) String() string { return e.text }

// A term is one word of a selector.
type term struct {
	text   string // as written, without the "!"
	form   form
	word   string       // what follows the prefix
	value  string       // of a tag
	valued bool         // a tag with a value
	prefix netip.Prefix // of an address or block
}

// form is how a term is written.
type form uint8

const (
	bare form = iota
	internet
	address
	block
	byName
	byTag
	inVpc
	inSubnet
	inGroup
	inAccount
	hostIn     // the supposed host of a subnet
	everything // of a selector that only excludes
)

var formsByPrefix = map[string]form{
	"name": byName, "tag": byTag, "vpc": inVpc, "subnet": inSubnet, "sg": inGroup, "account": inAccount, "host-in": hostIn,
}

// An Error says which selector is wrong, why, and what to write.
type Error struct {
	Selector string
	Problem  string
	Remedy   string
}

// Error is one line: value, problem, remedy.
func (e *Error) Error() string {
	return fmt.Sprintf("selector %q: %s; %s", e.Selector, e.Problem, e.Remedy)
}

// Parse reads a selector. Words are separated by commas; "\," is a comma inside a word.
func Parse(s string) (Expr, error) {
	e := Expr{text: s}
	for _, word := range splitWords(s) {
		rest, excluded := strings.CutPrefix(word, "!")
		t, err := parseTerm(rest)
		if err != nil {
			err.Selector = s
			return Expr{}, err
		}
		if excluded {
			e.exclude = append(e.exclude, t)
		} else {
			e.include = append(e.include, t)
		}
	}
	return e, nil
}

// splitWords cuts at commas that no backslash precedes, and that are not in the key of a Terraform address: aws_subnet.app["a,b"].
func splitWords(s string) []string {
	var words []string
	inKey := false
	var word strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == ',':
			i++
			word.WriteByte(',')
		case s[i] == ',' && !inKey:
			words = append(words, word.String())
			word.Reset()
		default:
			inKey = strings.HasPrefix(s[i:], `["`) && strings.Contains(s[i:], `"]`) || inKey && !strings.HasPrefix(s[i:], `"]`)
			word.WriteByte(s[i])
		}
	}
	return append(words, word.String())
}

func parseTerm(s string) (term, *Error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return term{}, &Error{Problem: "there is an empty word in it", Remedy: "name something: an id, a name, an address, internet, tag:KEY=VALUE"}
	}
	if prefix, rest, found := strings.Cut(s, ":"); found {
		if f, known := formsByPrefix[prefix]; known {
			return prefixed(s, f, rest)
		}
	}
	return unprefixed(s)
}

func prefixed(s string, f form, rest string) (term, *Error) {
	t := term{text: s, form: f, word: rest}
	if f == byTag {
		t.word, t.value, t.valued = strings.Cut(rest, "=")
	}
	if t.word == "" {
		return term{}, &Error{Problem: fmt.Sprintf("nothing follows %q", s), Remedy: "write it like name:web*, tag:role=db, vpc:prod, subnet:app-a, host-in:app-a, sg:web or account:111122223333"}
	}
	return t, nil
}

func unprefixed(s string) (term, *Error) {
	t := term{text: s, word: s}
	if s == "internet" {
		t.form = internet
		return t, nil
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return addressTerm(t, a)
	}
	if host, _, slash := strings.Cut(s, "/"); slash {
		if _, err := netip.ParseAddr(host); err == nil {
			return blockTerm(t)
		}
	}
	return t, nil
}

func addressTerm(t term, a netip.Addr) (term, *Error) {
	if _, err := netmath.ParseAddr(t.word); err != nil {
		return term{}, unusable(err)
	}
	t.form, t.prefix = address, netip.PrefixFrom(a, a.BitLen())
	return t, nil
}

// blockTerm reads a CIDR block; one of a single address is an address.
func blockTerm(t term) (term, *Error) {
	p, canonical, err := netmath.ParsePrefix(t.word)
	switch {
	case err != nil:
		return term{}, unusable(err)
	case !canonical:
		return term{}, &Error{Problem: fmt.Sprintf("%s has bits beyond its prefix length", t.word), Remedy: fmt.Sprintf("write %v for the block, or the address alone", p)}
	}
	t.form, t.prefix = block, p
	if p.IsSingleIP() {
		t.form = address
	}
	return t, nil
}

func unusable(err error) *Error {
	if e, ok := err.(*netmath.ParseError); ok {
		return &Error{Problem: e.Problem, Remedy: e.Remedy}
	}
	return &Error{Problem: err.Error(), Remedy: "write an address like 10.0.0.1 or a block like 10.0.0.0/16"}
}
