package selector

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// TestWordsLeadBack asks for the word of every place, which has to mean that place again.
func TestWordsLeadBack(t *testing.T) {
	x := NewIndex(fakeNetwork())
	places := []graph.Location{{Kind: graph.AtInternet}, {Kind: graph.AtExternalNetwork, Index: 2}}
	for id := range graph.InterfaceID(x.network.NumInterfaces()) {
		places = append(places, graph.Location{Kind: graph.AtInterface, Interface: id})
	}
	for _, l := range places {
		for _, side := range []Side{From, To} {
			word := x.Word(l, side)
			if m, err := x.One(word, side); err != nil || m.Location != l {
				t.Errorf("%+v is called %q, which is %+v (%v)", l, word, m.Location, err)
			}
		}
	}
	for id, want := range map[graph.InterfaceID]string{0: "web-1", 1: "eni-0a2", 2: "web-2", 3: "orders-db"} {
		if got := x.Word(graph.Location{Kind: graph.AtInterface, Interface: id}, To); got != want {
			t.Errorf("interface %d is called %q, want %q", id, got, want)
		}
	}
	if got := x.Word(graph.Location{Kind: graph.AtBalancer, Index: 7}, To); got != "" {
		t.Errorf("a place that is not there is called %q", got)
	}
}

func TestEndsKnowHostsOutside(t *testing.T) {
	x := NewIndex(fakeNetwork())
	e, err := Parse("10.0.0.0/16,203.0.113.9,internet,!10.0.9.0/24,!web-2")
	if err != nil {
		t.Fatal(err)
	}
	ends, err := x.Ends(e)
	if err != nil {
		t.Fatal(err)
	}
	if want := netmath.AddrSetOf(netip.MustParsePrefix("10.0.0.0/16"), netip.MustParsePrefix("203.0.113.9/32")); !ends.Hosts.Equal(want) {
		t.Errorf("hosts are %v, want %v", ends.Hosts, want)
	}
	if want := netmath.AddrSetOf(netip.MustParsePrefix("10.0.9.0/24")); !ends.Without.Equal(want) {
		t.Errorf("without %v, want %v", ends.Without, want)
	}
	for _, m := range ends.Matches {
		if m.Label == "web-2" {
			t.Error("an excluded interface is there")
		}
	}
}

// TestWordsOfStrangersAreFoundQuickly names an interface that only has its id: no other name is looked at.
func TestWordsOfStrangersAreFoundQuickly(t *testing.T) {
	f := fakeNetwork()
	f.interfaces[0].Name, f.interfaces[0].Owner = "nobody-has-this", ref.Ref{Kind: ref.Instance, ID: "i-gone"}
	for n := range 2000 {
		f.entities = append(f.entities, graph.Entity{Ref: ref.Ref{Kind: ref.Instance, ID: fmt.Sprintf("i-%d", n)}, Name: fmt.Sprintf("other-%d", n)})
	}
	x := NewIndex(f)
	word := ""
	allocations := testing.AllocsPerRun(3, func() { word = x.Word(graph.Location{Kind: graph.AtInterface}, To) })
	if word != "eni-0a1" || allocations > 100 {
		t.Errorf("%q after %v allocations", word, allocations)
	}
}
