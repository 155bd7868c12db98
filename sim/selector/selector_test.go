package selector

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology/graph"
)

// at prints a location: "eni-0a1", "10.9.9.9", "internet", "external 2".
func (f *fake) at(l graph.Location) string {
	switch l.Kind {
	case graph.AtInterface:
		return f.interfaces[l.Interface].Ref.ID
	case graph.AtAddress:
		return l.Addr.String()
	case graph.AtInternet:
		return "internet"
	case graph.AtExternalNetwork:
		return fmt.Sprint("external ", l.Index)
	}
	return "nowhere"
}

func TestOneFindsThePlaceThatIsMeant(t *testing.T) {
	f := fakeNetwork()
	x := NewIndex(f)
	for _, c := range []struct {
		selector string
		side     Side
		at       string
		label    string
	}{
		{"eni-0b1", From, "eni-0b1", "web-2"},
		{"eni-0b", From, "eni-0b1", "web-2"}, // the beginning of one id only
		{"i-0b1", To, "eni-0b1", "web-2"},
		{"web-2", From, "eni-0b1", "web-2"}, // the instance, not its interface of the same name
		{"web-1", From, "eni-0a1", "web-1"}, // its first interface
		{"orders-db", To, "eni-0c1", "orders-db"},
		{"arn:aws:rds:eu-west-1:111122223333:db:orders-db", To, "eni-0c1", "orders-db"},
		{"tag:role=db", To, "eni-0c1", "orders-db"},
		{"tag:role", To, "eni-0c1", "orders-db"},
		{"name:*-db", To, "eni-0c1", "orders-db"},
		{"twi?", From, "eni-0d1", "twin"},
		{"vpc:lab", From, "eni-0d1", "twin"}, // the only interface in it
		{"lab", From, "eni-0d1", "twin"},
		{"subnet:app-a,!web-1", From, "eni-0b1", "web-2"},
		{"sg:web,!i-0a1", From, "eni-0b1", "web-2"},
		{`module.web.aws_instance.web["a,b"]`, From, "eni-0b1", "web-2"},
		{"module.web,!twin", From, "eni-0b1", "web-2"},
		{`module.web.aws_instance.web,!module.web.aws_instance.web["c"]`, From, "eni-0b1", "web-2"},
		{"module.*.aws_vpc.this[?]", From, "eni-0d1", "twin"},
		{"internet", From, "internet", "internet"},
		{"office", To, "external 2", "office"},
		{"10.0.11.24", From, "eni-0b1", "web-2"},
		{"10.0.11.24/32", From, "eni-0b1", "web-2"},
		{"198.51.100.7", From, "eni-0a1", "web-1"},
		{"10.9.9.9", From, "10.9.9.9", "10.9.9.9"},
		{"10.0.11.24", To, "10.0.11.24", "10.0.11.24"}, // a packet to that very address
		{"2001:db8::1", To, "2001:db8::1", "2001:db8::1"},
	} {
		m, err := x.One(c.selector, c.side)
		if err != nil || f.at(m.Location) != c.at || m.Label != c.label {
			t.Errorf("One(%q, %v) = %s %q, %v; want %s %q", c.selector, c.side, f.at(m.Location), m.Label, err, c.at, c.label)
		}
	}
}

func TestOneNamesThePrivateAddressOfASender(t *testing.T) {
	x := NewIndex(fakeNetwork())
	for selector, want := range map[string]string{"198.51.100.7": "10.0.11.23", "10.0.12.23": "10.0.12.23"} {
		m, err := x.One(selector, From)
		if err != nil || m.Address.String() != want {
			t.Errorf("One(%q) sends from %v, %v; want %s", selector, m.Address, err, want)
		}
	}
}

func TestOneSaysWhichInterfaceOfSeveralItIs(t *testing.T) {
	x := NewIndex(fakeNetwork())
	m, err := x.One("orders-db", To)
	if want := "orders-db has 2 interfaces; this is eni-0c1, the first"; err != nil || m.Note != want {
		t.Errorf("the note is %q, %v; want %q", m.Note, err, want)
	}
}

func TestOneListsWhatCouldBeMeant(t *testing.T) {
	x := NewIndex(fakeNetwork())
	for selector, want := range map[string]string{
		"web*":         "i-0a1 web-1, i-0b1 web-2",
		"name:web-?":   "i-0a1 web-1, i-0b1 web-2",
		"subnet:app-a": "eni-0a1 web-1, eni-0b1 web-2",
		"eni-0a":       "eni-0a1 web-1, eni-0a2 web-1",
		"10.0.11.23":   "eni-0d1 twin, eni-0a1 web-1",
		"twin,web-2":   "eni-0d1 twin, eni-0b1 web-2",
	} {
		_, err := x.One(selector, From)
		var ambiguous *AmbiguousError
		if !errors.As(err, &ambiguous) {
			t.Errorf("One(%q): %v, want an AmbiguousError", selector, err)
			continue
		}
		var got []string
		for _, c := range ambiguous.Candidates {
			id := c.ID
			got = append(got, id+" "+c.Name)
		}
		if d := cmp.Diff(want, strings.Join(got, ", ")); d != "" {
			t.Errorf("One(%q) lists (-want +got):\n%s", selector, d)
		}
	}
}

func TestCandidatesTellSubnetAndAddress(t *testing.T) {
	x := NewIndex(fakeNetwork())
	_, err := x.One("web*", From)
	var ambiguous *AmbiguousError
	if !errors.As(err, &ambiguous) {
		t.Fatal(err)
	}
	want := Candidate{ID: "i-0a1", Name: "web-1", Kind: "instance", Subnet: "app-a", Address: "10.0.11.23 (198.51.100.7)"}
	if d := cmp.Diff(want, ambiguous.Candidates[0]); d != "" {
		t.Errorf("candidate (-want +got):\n%s", d)
	}
}

func TestOneErrorsSayWhatToDo(t *testing.T) {
	x := NewIndex(fakeNetwork())
	for selector, says := range map[string]string{
		"orders-bd":      `did you mean "orders-db"?`,
		"tag:rol=db":     `did you mean "tag:role"?`,
		"vpc:prd":        `did you mean "vpc:prod"?`,
		"sg:wbe":         `did you mean "sg:web"?`,
		"interent":       `did you mean "internet"?`,
		"zebra":          "name an id",
		"10.0.0.0/16":    "name one address of it",
		"10.0.0.1/16":    "write 10.0.0.0/16 for the block",
		"homeless":       "has no network interface",
		"web-2,!web-2":   "nothing is left",
		"":               "empty word",
		"web-1,":         "empty word",
		"tag:":           "nothing follows",
		"fe80::1%eth0":   "zone",
		"10.0.0.1/33":    "prefix length",
		"::ffff:1.2.3.4": "dressed as IPv6",
	} {
		m, err := x.One(selector, From)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("One(%q) = %+v, %v; want an error that says %q", selector, m, err, says)
		}
	}
}

func TestSetTakesAllInOrder(t *testing.T) {
	f := fakeNetwork()
	x := NewIndex(f)
	for selector, want := range map[string]string{
		"sg:web":           "eni-0a1 eni-0a2 eni-0b1",
		"web-2,web-1":      "eni-0a1 eni-0a2 eni-0b1",
		"vpc:prod,!sg:web": "eni-0c1 eni-0c2",
		"!vpc:prod":        "eni-0d1 external 2",
		"10.0.20.0/22":     "eni-0c1 eni-0c2",
		"internet,office":  "internet external 2",
		"198.51.100.0/24":  "eni-0a1",
		"10.9.9.9,web-2":   "eni-0b1 10.9.9.9",
		"10.0.11.23":       "eni-0a1 eni-0d1",
	} {
		e, err := Parse(selector)
		if err != nil {
			t.Fatal(err)
		}
		all, err := x.Set(e)
		var got []string
		for _, m := range all {
			got = append(got, f.at(m.Location))
		}
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" || err != nil {
			t.Errorf("Set(%q): %v (-want +got):\n%s", selector, err, d)
		}
	}
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"web*", "web-1", true}, {"web*", "web", true}, {"*", "", true}, {"*-db", "orders-db", true},
		{"*a*b*", "xxaxxbxx", true}, {"web-?", "web-10", false}, {"web", "web-1", false}, {"?", "", false},
		{"a*b", "ab", true}, {"a*bc", "abbc", true}, {"", "a", false},
	} {
		if got := like(c.pattern, c.text); got != c.want {
			t.Errorf("like(%q, %q) = %v", c.pattern, c.text, got)
		}
	}
}

// FuzzOne: no selector makes it panic, and an error always has words.
func FuzzOne(f *testing.F) {
	for _, s := range []string{"web-1", "tag:role=db,!10.0.0.0/8", `name:a\,b`, "vpc:*", "eni-", "!", "::1/128"} {
		f.Add(s)
	}
	x := NewIndex(fakeNetwork())
	f.Fuzz(func(t *testing.T, s string) {
		for _, side := range []Side{From, To} {
			m, err := x.One(s, side)
			if err != nil && err.Error() == "" {
				t.Error("an error without words")
			}
			if err == nil && m.Location.Kind == graph.NoLocation {
				t.Errorf("One(%q) is nowhere", s)
			}
		}
	})
}
