package reach

import (
	"net/netip"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// cells finds the longest prefix around an address of all that the network compares addresses with. As prefixes lie inside each
// other or apart, addresses with the same longest one lie in the same others as well: no rule tells them apart.
type cells struct{ table bart.Lite }

// newCells takes the prefixes of each family.
func newCells(prefixes func(netmath.Family) []netip.Prefix) *cells {
	c := new(cells)
	for _, f := range netmath.Families {
		for _, p := range prefixes(f) {
			c.table.Insert(p)
		}
	}
	return c
}

// of are the cells of an interface's addresses.
func (c *cells) of(g *graph.Graph, id graph.InterfaceID) [4]netip.Prefix {
	return [4]netip.Prefix{
		c.around(g.Primary(id, netmath.IPv4)), c.around(g.Primary(id, netmath.IPv6)), c.around(g.Public(id, netmath.IPv4)), c.around(g.Carrier(id)),
	}
}

func (c *cells) around(a netip.Addr) netip.Prefix {
	if !a.IsValid() {
		return netip.Prefix{}
	}
	p, _ := c.table.LookupPrefixLPM(netip.PrefixFrom(a, a.BitLen()))
	return p
}
