package language

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/netmath"
)

// test reads one test.
func (r *reader) test(n *yaml.Node) Test {
	before := len(r.problems)
	o := r.object(n, "a test", testKeys())
	misread := len(r.problems) > before
	t := Test{Name: Word{At: position(n)}, keys: map[string]Position{}}
	for key, at := range o.keys {
		t.keys[key] = position(at)
	}
	if n.Kind != yaml.MappingNode {
		return t
	}
	if r.with(o, "name", func(n *yaml.Node) { t.Name = r.word(n, "name") }); t.Name.Text == "" {
		r.fail(n, "the test has no name; say in it what holds: \"name: The database is never public\"")
	}
	t.Expect = Verb(r.oneOf(o, "expect", Verbs()...))
	t.Why, t.Skip = r.string(o, "why"), r.string(o, "skip")
	t.Warning = r.oneOf(o, "severity", "error", "warning") == "warning"
	t.Until = r.date(o, "until")
	t.AllowEmpty = r.flag(o, "allow_empty")
	t.MinMatches = max(1, r.count(o, "min_matches"))
	r.checkKeys(o, &t, misread)
	r.ends(o, &t)
	r.flows(o, &t)
	r.networks(o, &t)
	return t
}

// checkKeys holds the keys of a test to those of its verb. Where some could not be read, what is missing may just be misspelt.
func (r *reader) checkKeys(o object, t *Test, misread bool) {
	g := grammarOf(t.Expect)
	if g == nil {
		if o.values["expect"] == nil && !misread {
			r.fail(o.node, "the test does not say what to expect; there is expect: %s", strings.Join(Verbs(), ", "))
		}
		return
	}
	for _, key := range g.needs {
		if o.values[key] == nil && !misread {
			r.fail(o.node, "%s needs the key %q", t.Expect, key)
		}
	}
	for _, key := range o.order {
		if !slices.Contains(everyTest, key) && !slices.Contains(g.needs, key) && !slices.Contains(g.takes, key) {
			r.fail(o.keys[key], "%s has no key %q; it has %s", t.Expect, key, strings.Join(slices.Concat(g.needs, g.takes), ", "))
		}
	}
}

// ends reads what selects places.
func (r *reader) ends(o object, t *Test) {
	t.From, t.To = r.selectorOf(o, "from"), r.selectorOf(o, "to")
	t.Among, t.Subnets = r.selectorOf(o, "among"), r.selectorOf(o, "subnets")
	r.with(o, "between", func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) < 2 {
			r.fail(n, "between is not a list of at least two selectors")
			return
		}
		t.Between = r.selectors(n, "between")
	})
	r.with(o, "via", func(n *yaml.Node) { t.Via = r.selectors(n, "via") })
	r.with(o, "not_via", func(n *yaml.Node) { t.NotVia = r.selectors(n, "not_via") })
}

func (r *reader) selectorOf(o object, key string) (s *Selector) {
	r.with(o, key, func(n *yaml.Node) {
		read := r.selector(n, key)
		s = &read
	})
	return s
}

func (r *reader) selectors(n *yaml.Node, what string) (all []Selector) {
	r.each(n, what, func(n *yaml.Node) { all = append(all, r.selector(n, what)) })
	return all
}

// flows reads what says which flows count.
func (r *reader) flows(o object, t *Test) {
	t.PortsText = "every port"
	r.with(o, "ports", func(n *yaml.Node) { t.Ports, t.PortsText = r.services(n, "ports") })
	switch r.oneOf(o, "ip", "v4", "v6", "both") {
	case "v4":
		t.Families = []netmath.Family{netmath.IPv4}
	case "v6":
		t.Families = []netmath.Family{netmath.IPv6}
	case "both":
		t.Families = netmath.Families[:]
	}
	if r.oneOf(o, "direction", "forward", "both") == "both" || t.Expect == Isolated && o.values["direction"] == nil {
		t.Direction = BothWays
	}
	t.Any = r.flag(o, "any")
	switch r.oneOf(o, "on_unknown", "fail", "warn", "pass") {
	case "warn":
		t.OnUnknown = UnknownWarns
	case "pass":
		t.OnUnknown = UnknownPasses
	}
	r.with(o, "allow", func(n *yaml.Node) {
		r.each(n, "allow", func(n *yaml.Node) { t.Allow = append(t.Allow, r.exception(n)) })
	})
}

func (r *reader) exception(n *yaml.Node) Exception {
	o := r.object(n, "an exception", []string{"from", "to", "ports", "reason", "until"})
	x := Exception{At: position(n), From: r.selectorOf(o, "from"), To: r.selectorOf(o, "to"), Reason: r.string(o, "reason"), Until: r.date(o, "until")}
	var words []string
	for _, end := range []struct {
		word string
		s    *Selector
	}{{"from ", x.From}, {"to ", x.To}} {
		if end.s != nil {
			words = append(words, end.word+end.s.Text)
		}
	}
	r.with(o, "ports", func(n *yaml.Node) {
		var text string
		x.Ports, text = r.services(n, "ports")
		words = append(words, text)
	})
	if x.Text = strings.Join(words, " "); len(words) == 0 && n.Kind == yaml.MappingNode {
		r.fail(n, "the exception allows everything; say from, to or ports")
	}
	return x
}

// networks reads what is about addresses rather than flows.
func (r *reader) networks(o object, t *Test) {
	t.Also, t.Ignore = r.prefixes(o, "also"), r.prefixes(o, "ignore")
	r.with(o, "at_least", func(n *yaml.Node) {
		number, percent := strings.CutSuffix(strings.ReplaceAll(r.text(n, "at_least"), " ", ""), "%")
		amount, err := strconv.Atoi(number)
		if err != nil || amount < 1 || percent && amount > 100 {
			r.fail(n, "at_least is a number of addresses, such as 50, or a share of them, such as 30%%")
		}
		t.AtLeast = Amount{amount, percent}
	})
}

func (r *reader) prefixes(o object, key string) (all []netip.Prefix) {
	r.with(o, key, func(n *yaml.Node) {
		r.each(n, key, func(n *yaml.Node) {
			r.text(n, key)
			before := len(r.problems)
			if r.prefix(n); len(r.problems) > before {
				return
			}
			if a, err := netmath.ParseAddr(n.Value); err == nil {
				all = append(all, netip.PrefixFrom(a, a.BitLen()))
			} else if p, _, err := netmath.ParsePrefix(n.Value); err == nil {
				all = append(all, p)
			}
		})
	})
	return all
}

// date reads a day. YAML may take it for a point in time; what counts is what is written.
func (r *reader) date(o object, key string) (d Date) {
	r.with(o, key, func(n *yaml.Node) {
		day, err := time.Parse(time.DateOnly, n.Value)
		if err != nil || n.Kind != yaml.ScalarNode {
			r.fail(n, "%s is a day such as 2027-03-31", key)
			return
		}
		d = Date{day, position(n)}
	})
	return d
}

// count reads a number of at least 1.
func (r *reader) count(o object, key string) (number int) {
	r.with(o, key, func(n *yaml.Node) {
		var err error
		if number, err = strconv.Atoi(n.Value); err != nil || number < 1 {
			r.fail(n, "%s is a number of at least 1", key)
		}
	})
	return number
}

// Length is how many letters a word has.
func (w Word) Length() int { return utf8.RuneCountInString(w.Text) }
