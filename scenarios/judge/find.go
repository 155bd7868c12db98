package judge

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A finder finds what the selectors of a file stand for. Each is looked up once.
type finder struct {
	world *World
	file  *language.File
	known map[string]*places
}

// find is every place that a selector stands for. A term that names nothing is a problem, unless that is allowed.
func (f *finder) find(s *language.Selector, allowEmpty bool) (*places, error) {
	if p := f.known[s.Text]; p != nil && (allowEmpty || !p.empty()) {
		return p, nil
	}
	out := newPlaces()
	if err := f.addTerms(out, s.Any, allowEmpty); err != nil {
		return nil, err
	}
	if len(s.Any) == 0 {
		out.join(f.everything())
	}
	if len(s.Not) > 0 {
		not := newPlaces()
		if err := f.addTerms(not, s.Not, true); err != nil {
			return nil, err
		}
		out.without(not, f.world)
	}
	if out.text = s.Text; out.empty() && !allowEmpty {
		return nil, f.file.Problem(s.At, utf8.RuneCountInString(s.Text), "%s names no place of the network; allow_empty: true if that may be", s.Text)
	}
	f.known[s.Text] = out
	return out, nil
}

func (f *finder) addTerms(out *places, terms []language.Term, allowEmpty bool) error {
	for i := range terms {
		p, err := f.term(&terms[i], allowEmpty, 0)
		if err != nil {
			return err
		}
		out.join(p)
	}
	return nil
}

// maxNames bounds how many names lead from one to the next.
const maxNames = 100

// term is what one term stands for.
func (f *finder) term(t *language.Term, allowEmpty bool, depth int) (*places, error) {
	if len(t.Conditions) > 0 {
		return f.conditions(t, allowEmpty)
	}
	l := f.file.Location(t.Word)
	if l == nil {
		return f.word(t, allowEmpty)
	}
	if depth > maxNames {
		return nil, f.file.Problem(t.At, utf8.RuneCountInString(t.Text), "the location %q is defined by itself", t.Word)
	}
	if p := f.known["="+t.Word]; p != nil && (allowEmpty || !p.empty()) {
		return p, nil
	}
	out, not := newPlaces(), newPlaces()
	for i := range l.Any {
		p, err := f.term(&l.Any[i], allowEmpty, depth+1)
		if err != nil {
			return nil, err
		}
		out.join(p)
	}
	if len(l.Any) == 0 {
		out.join(f.everything())
	}
	for i := range l.Not {
		p, err := f.term(&l.Not[i], true, depth+1)
		if err != nil {
			return nil, err
		}
		not.join(p)
	}
	out.without(not, f.world)
	f.known["="+t.Word] = out
	return out, nil
}

// word is what a word of the command line stands for.
func (f *finder) word(t *language.Term, allowEmpty bool) (*places, error) {
	out := newPlaces()
	if t.Word == "all" || t.Word == "everything" {
		return f.everything(), nil
	}
	expr, err := selector.Parse(t.Word)
	if err != nil {
		return nil, f.problem(t, err)
	}
	found, err := f.world.index().Ends(expr)
	if err != nil {
		if allowEmpty {
			return out, nil
		}
		return nil, f.problem(t, err)
	}
	f.addMatches(out, found.Matches)
	out.hosts = f.outside(found.Hosts)
	return out, nil
}

// problem is an error about a term, with the locations of the file among what may have been meant.
func (f *finder) problem(t *language.Term, err error) error {
	var names []string
	for i := range f.file.Locations {
		names = append(names, f.file.Locations[i].Name.Text)
	}
	text := err.Error()
	if near, ok := sim.Nearest(t.Word, names); ok {
		text = fmt.Sprintf("no location of this file and nothing in the snapshot is called %q: did you mean %q?", t.Word, near)
	}
	return f.file.Problem(t.At, utf8.RuneCountInString(t.Text), "%s", text)
}

// addMatches adds places; the interface of a load balancer's node stands for the load balancer, too.
func (f *finder) addMatches(out *places, matches []selector.Match) {
	for _, m := range matches {
		switch m.Location.Kind {
		case graph.AtInterface:
			if b, ok := f.world.nodes()[m.Location.Interface]; ok {
				out.locations[graph.Location{Kind: graph.AtBalancer, Index: b}] = true
			}
		case graph.AtAddress:
			out.hosts = out.hosts.Union(netmath.AddrSetOf(netip.PrefixFrom(m.Location.Addr, m.Location.Addr.BitLen())))
			continue
		}
		out.locations[m.Location] = true
	}
}

// outside is what of some addresses is outside: on the internet, or in a network there.
func (f *finder) outside(hosts netmath.AddrSet) netmath.AddrSet {
	if hosts.Empty() {
		return hosts
	}
	g := f.world.Graph
	known := elsewhere(g)
	for x := range int32(g.NumExternals()) {
		known = known.Union(netmath.AddrSetOf(g.External(x).Prefixes...))
	}
	return hosts.Intersect(known)
}

func (f *finder) everything() *places {
	p := newPlaces()
	g := f.world.Graph
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		p.locations[graph.Location{Kind: graph.AtInterface, Interface: id}] = true
	}
	for b := range int32(g.NumBalancers()) {
		p.locations[graph.Location{Kind: graph.AtBalancer, Index: b}] = true
	}
	for x := range int32(g.NumExternals()) {
		p.locations[graph.Location{Kind: graph.AtExternalNetwork, Index: x}] = true
	}
	p.locations[internet] = true
	return p
}

// conditions are the places of which all of them hold.
func (f *finder) conditions(t *language.Term, allowEmpty bool) (*places, error) {
	var out *places
	for i := range t.Conditions {
		p, err := f.condition(&t.Conditions[i], allowEmpty)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = p
		} else {
			out.meet(p)
		}
	}
	if out.empty() && !allowEmpty {
		return nil, f.file.Problem(t.At, 1, "nothing in the network is %s", t.Text)
	}
	return out, nil
}

// condition is the places of which one condition holds: made anew, so that it may be changed.
func (f *finder) condition(c *language.Condition, allowEmpty bool) (*places, error) {
	out := newPlaces()
	switch c.Key {
	case "everything":
		return f.everything(), nil
	case "internet":
		out.locations[internet] = true
		out.hosts = elsewhere(f.world.Graph)
		return out, nil
	case "cidr":
		return f.blocks(c)
	}
	for _, value := range c.Values {
		for _, e := range f.entities(c, value) {
			f.addMatches(out, f.world.index().Places(e))
		}
	}
	if out.empty() && !allowEmpty {
		return nil, f.nothing(c)
	}
	return out, nil
}

// blocks are the interfaces with addresses in blocks, and the hosts outside that are.
func (f *finder) blocks(c *language.Condition) (*places, error) {
	out := newPlaces()
	for _, value := range c.Values {
		expr, err := selector.Parse(value)
		if err != nil {
			return nil, f.file.Problem(c.At, utf8.RuneCountInString(value), "%v", err)
		}
		found, err := f.world.index().Ends(expr)
		if err != nil {
			return nil, f.file.Problem(c.At, utf8.RuneCountInString(value), "%v", err)
		}
		f.addMatches(out, found.Matches)
		out.hosts = out.hosts.Union(f.outside(found.Hosts))
	}
	return out, nil
}

// entities are the resources of which a condition holds for one of its values.
func (f *finder) entities(c *language.Condition, value string) []*graph.Entity {
	x := f.world.index()
	switch c.Key {
	case "tags":
		return x.Where(func(e *graph.Entity) bool { return hasTag(e, c.Tag, value) })
	case "account":
		return x.Where(func(e *graph.Entity) bool { return e.Account == value && isPlace(e) })
	case "region":
		return x.Where(func(e *graph.Entity) bool { return selector.Like(value, e.Region) && isPlace(e) })
	case "name":
		return x.Where(func(e *graph.Entity) bool { return e.Name != "" && selector.Like(value, e.Name) })
	case "id", "address":
		return x.Resources(value)
	}
	return x.Resources(value, language.Kinds[c.Key]...)
}

func isPlace(e *graph.Entity) bool {
	return e.Ref.Kind == ref.NetworkInterface || e.Ref.Kind == ref.LoadBalancer
}

func hasTag(e *graph.Entity, key, value string) bool {
	for _, tag := range e.Tags {
		if tag.Key == key && selector.Like(value, tag.Value) {
			return true
		}
	}
	return false
}

// nothing is the problem of a condition that holds of nothing.
func (f *finder) nothing(c *language.Condition) error {
	what := strings.ReplaceAll(c.Key, "_", " ")
	value := strings.Join(c.Values, "|")
	if c.Key == "tags" {
		what, value = "tag", c.Tag+"="+value
	}
	problem := fmt.Sprintf("no %s of the network is %q", what, value)
	if kinds, ok := language.Kinds[c.Key]; ok {
		if near, ok := f.world.index().Nearest(c.Values[0], kinds...); ok {
			problem += fmt.Sprintf(": did you mean %q?", near)
		}
		if len(f.resources(c)) > 0 {
			problem = fmt.Sprintf("%s %q has no network interface in the snapshot: nothing is sent or received there", what, value)
		}
	}
	if keys := f.world.index().TagKeys(); c.Key == "tags" && !slices.Contains(keys, c.Tag) {
		if near, ok := sim.Nearest(c.Tag, keys); ok {
			problem += fmt.Sprintf(": did you mean the tag %q?", near)
		}
	}
	return f.file.Problem(c.At, utf8.RuneCountInString(c.Values[0]), "%s", problem)
}

func (f *finder) resources(c *language.Condition) (found []*graph.Entity) {
	for _, value := range c.Values {
		found = append(found, f.entities(c, value)...)
	}
	return found
}
