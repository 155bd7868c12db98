package exposure

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestBreadth counts hosts up to where few become many.
func TestBreadth(t *testing.T) {
	asked := netmath.AllAddrs(netmath.IPv4).Union(netmath.AllAddrs(netmath.IPv6))
	for _, c := range []struct {
		at     graph.LocationKind
		blocks []string
		want   breadth
	}{
		{graph.AtInternet, []string{"203.0.113.7/32"}, few},
		{graph.AtInternet, []string{"198.51.0.0/17", "198.52.0.0/17"}, few},
		{graph.AtInternet, []string{"198.51.0.0/17", "198.52.0.0/17", "203.0.113.7/32"}, many},
		{graph.AtInternet, []string{"2001:db8::/32"}, few},
		{graph.AtInternet, []string{"2001:db8::/32", "2001:dba::/128"}, many},
		{graph.AtInternet, []string{"203.0.113.7/32", "2001:db8::/31"}, many},
		{graph.AtInternet, []string{"0.0.0.0/0", "::/0"}, anyone},
		{graph.AtExternalNetwork, []string{"0.0.0.0/0"}, inside},
	} {
		var b netmath.AddrSetBuilder
		for _, text := range c.blocks {
			b.Add(netip.MustParsePrefix(text))
		}
		s := Senders{At: graph.Location{Kind: c.at}, Hosts: b.Set(), Asked: asked, Whole: true}
		if got := breadthOf(&s); got != c.want {
			t.Errorf("%v: %d, want %d", c.blocks, got, c.want)
		}
	}
}
