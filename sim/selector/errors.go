package selector

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Candidate is one of several places that a selector could mean.
type Candidate struct {
	ID      string
	Name    string
	Kind    string
	Subnet  string // its name, or its id
	Address string
}

// An AmbiguousError says that one place was wanted and several match.
type AmbiguousError struct {
	Selector   string
	Candidates []Candidate
}

// Error names the first few of them in one line.
func (e *AmbiguousError) Error() string {
	const shown = 5
	var ids []string
	for _, c := range e.Candidates[:min(shown, len(e.Candidates))] {
		ids = append(ids, c.ID)
	}
	more := ""
	if n := len(e.Candidates) - shown; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("selector %q: it matches %d places (%s%s), and one is wanted; name one by its id",
		e.Selector, len(e.Candidates), strings.Join(ids, ", "), more)
}

func (x *Index) ambiguous(e Expr, all []Match) error {
	candidates := make([]Candidate, len(all))
	for i, m := range all {
		candidates[i] = x.candidate(m)
	}
	slices.SortFunc(candidates, func(a, b Candidate) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return &AmbiguousError{Selector: e.text, Candidates: candidates}
}

func (x *Index) candidate(m Match) Candidate {
	c := Candidate{ID: cmp.Or(m.Ref.ID, m.Label), Name: m.Label, Kind: m.Ref.Kind.String()}
	if m.Location.Kind != graph.AtInterface {
		return c
	}
	info := x.network.Interface(m.Location.Interface)
	c.Subnet = x.called(info.Subnet)
	if len(info.Addresses) > 0 {
		c.Address = addressText(info.Addresses[0])
	}
	return c
}

func addressText(a graph.AddressInfo) string {
	if a.Public != (netip.Addr{}) {
		return fmt.Sprintf("%v (%v)", a.Private, a.Public)
	}
	return a.Private.String()
}

// called is the name of a resource, or its id.
func (x *Index) called(r ref.Ref) string {
	for _, i := range x.byWord[r.ID] {
		if x.entities[i].Ref == r {
			return Called(&x.entities[i])
		}
	}
	return r.ID
}

// A NotFoundError says that nothing has a name.
type NotFoundError struct {
	Selector string
	Word     string
	Near     string // what was likely meant, or empty
}

// Error is one line, with what was likely meant.
func (e *NotFoundError) Error() string {
	at := ""
	if e.Word != e.Selector {
		at = fmt.Sprintf(" (in %q)", e.Selector)
	}
	if e.Near != "" {
		return fmt.Sprintf("nothing in the snapshot is called %q%s: did you mean %q?", e.Word, at, e.Near)
	}
	return fmt.Sprintf("nothing in the snapshot is called %q%s; name an id, a Name tag, an address or internet", e.Word, at)
}

func (x *Index) notFound(e Expr, t *term) error {
	near, _ := sim.Nearest(t.word, x.wordsFor(t.form))
	if near != "" && t.form != bare {
		prefix, _, _ := strings.Cut(t.text, ":")
		near = prefix + ":" + near
	}
	return &NotFoundError{Selector: e.text, Word: t.text, Near: near}
}

// wordsFor lists what could have been meant, sorted.
func (x *Index) wordsFor(f form) []string {
	kind := map[form]ref.Kind{inVpc: ref.Vpc, inSubnet: ref.Subnet, hostIn: ref.Subnet, inGroup: ref.SecurityGroup}[f]
	switch {
	case f == byTag:
		return x.TagKeys()
	case f == inAccount:
		return x.accounts()
	case kind == ref.None:
		return append(x.Words(), "internet")
	}
	var words []string
	for i := range x.entities {
		if e := &x.entities[i]; e.Ref.Kind == kind {
			words = append(words, e.Ref.ID)
			if e.Name != "" {
				words = append(words, e.Name)
			}
		}
	}
	slices.Sort(words)
	return words
}

// TagKeys lists the keys of all tags, sorted.
func (x *Index) TagKeys() []string {
	var keys []string
	for i := range x.entities {
		for _, tag := range x.entities[i].Tags {
			keys = append(keys, tag.Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
