package reach

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestCutSitesAreAll holds the sites that are found by the addresses in a prefix against all that it tells apart.
func TestCutSitesAreAll(t *testing.T) {
	dice, cuts := rand.New(rand.NewPCG(5, 5)), 0
	for seed := range uint64(60) {
		g, _ := graph.Compile(randnet.Network(seed), graph.Options{})
		c := NewContrast(New(g))
		for range 40 {
			id := graph.InterfaceID(dice.IntN(g.NumInterfaces()))
			addresses := append(slices.Collect(g.AddressesOf(id)), g.Carrier(id))
			a := addresses[dice.IntN(len(addresses))]
			if !a.IsValid() {
				continue
			}
			p := netip.PrefixFrom(a, a.BitLen()-[]int{0, 0, 1, 3, 6, 10}[dice.IntN(6)]).Masked()
			got := make([]bool, len(c.solver.sites))
			want := make([]bool, len(got))
			if c.cutSites(p, got); knownToFabric(c, p) {
				continue
			}
			sitesApart(c.solver, p, want)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v: sites %v, want %v", seed, p, got, want)
			}
			if slices.Contains(want, true) {
				cuts++
			}
		}
	}
	if cuts < 100 {
		t.Errorf("only %d prefixes cut anything", cuts)
	}
}

func knownToFabric(c *Contrast, p netip.Prefix) bool {
	longest, _ := c.fabricCuts.table.LookupPrefixLPM(p)
	return longest == p
}

// sitesApart notes the sites of which a prefix holds other addresses of one interface than of that which they were walked from.
func sitesApart(s *Solver, p netip.Prefix, sites []bool) {
	look := func(id graph.InterfaceID, zone int32) {
		site := s.zones[zone].site
		sites[site] = sites[site] || s.inside(p, id) != s.inside(p, s.sites[site])
	}
	for i := range s.classes {
		for _, id := range s.classes[i].Members {
			look(id, s.about[i].zone)
		}
	}
	for id, n := range s.nodes {
		look(id, n.zone)
	}
}
