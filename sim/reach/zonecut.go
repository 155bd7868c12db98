package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// divided is a contrast of the same network that tells zones apart by more prefixes; the same if those that there are know them. It is for one comparison.
func (c *Contrast) divided(prefixes []netip.Prefix) *Contrast {
	var cutting []netip.Prefix
	sites := make([]bool, len(c.solver.sites))
	for _, p := range prefixes {
		if c.cutSites(p, sites) {
			cutting = append(cutting, p)
		}
	}
	if len(cutting) == 0 {
		return c
	}
	s, x := c.finer(cutting)
	s = s.zonedBy(cutting, sites)
	d, index := *c, *x
	d.solver, d.index, d.byZone, d.ways = s, &index, c.zonesBeside(s, sites), map[wayKey]int32{}
	d.index.solver = s
	d.holders, d.everywhere, d.full = nil, nil, nil
	d.asker = newRover(s, c.asker.query)
	return &d
}

// zonesBeside are the zonesOf a solver that differs from the contrast's in what lies in some sites.
func (c *Contrast) zonesBeside(s *Solver, sites []bool) [][]int32 {
	other := func(zone int32) bool {
		site := s.zones[zone].site
		return int(site) >= len(sites) || sites[site]
	}
	all := make([][]int32, len(s.zones))
	copy(all, c.zonesOf(c.solver))
	for zone := range all {
		if other(int32(zone)) {
			all[zone] = nil
		}
	}
	for class := range s.about {
		if zone := s.about[class].zone; other(zone) {
			all[zone] = append(all[zone], int32(class))
		}
	}
	return all
}

// A zonePart is the part of a zone, or of a site, of which the same prefixes hold the addresses.
type zonePart struct {
	of   int32
	held string
}

// zonedBy is a solver of the same classes, none of which the prefixes cut through, whose zones and sites none does either. The part of a zone that is where
// its site was walked from keeps its number. They do so in some sites only.
func (s *Solver) zonedBy(prefixes []netip.Prefix, in []bool) *Solver {
	d := s.on(s.g)
	d.classes, d.about, d.zones, d.sites = slices.Clone(s.classes), slices.Clone(s.about), slices.Clone(s.zones), slices.Clone(s.sites)
	d.nodes = make(map[graph.InterfaceID]aboutNode, len(s.nodes))
	parts, sites := map[zonePart]int32{}, map[zonePart]int32{}
	zoneOf := func(zone int32, id graph.InterfaceID) int32 {
		site := s.zones[zone].site
		if !in[site] {
			return zone
		}
		held := s.heldBy(prefixes, id)
		if held == s.heldBy(prefixes, s.sites[site]) {
			return zone
		}
		n, known := parts[zonePart{zone, held}]
		if !known {
			at, walked := sites[zonePart{site, held}]
			if !walked {
				at = int32(len(d.sites))
				sites[zonePart{site, held}], d.sites = at, append(d.sites, id)
			}
			n = int32(len(d.zones))
			parts[zonePart{zone, held}], d.zones = n, append(d.zones, aboutZone{at, id})
		}
		return n
	}
	for i := range d.classes {
		d.about[i].zone = zoneOf(s.about[i].zone, d.classes[i].Location.Interface)
		d.classes[i].zone = d.about[i].zone
	}
	for id, n := range s.nodes {
		n.zone = zoneOf(n.zone, id)
		d.nodes[id] = n
	}
	d.inner = eachForItself(len(d.sites))
	return d
}

// heldBy tells which of some prefixes hold which addresses of an interface.
func (s *Solver) heldBy(prefixes []netip.Prefix, id graph.InterfaceID) string {
	held := make([]byte, 0, len(prefixes))
	for _, p := range prefixes {
		bits := byte(0)
		for i, in := range s.inside(p, id) {
			if in {
				bits |= 1 << i
			}
		}
		held = append(held, bits)
	}
	return string(held)
}

// cutSites notes the sites that a prefix tells addresses apart of, and reports whether there are any.
func (c *Contrast) cutSites(p netip.Prefix, sites []bool) bool {
	if p.Bits() == 0 {
		return false
	}
	if c.fabricCuts == nil {
		c.fabricCuts = newCells(c.solver.g.FabricPrefixes)
	}
	if known, _ := c.fabricCuts.table.LookupPrefixLPM(p); known == p {
		return false
	}
	s, cuts := c.solver, false
	look := func(id graph.InterfaceID, zone int32) (held bool) {
		site := s.zones[zone].site
		by := s.inside(p, s.sites[site])
		if s.inside(p, id) != by {
			cuts, sites[site] = true, true
		}
		return by != [4]bool{}
	}
	whole := map[int32]bool{} // sites that were walked from an address of the prefix: who lies elsewhere counts as well
	for _, class := range c.holding(p) {
		for _, id := range s.classes[class].Members {
			if look(id, s.about[class].zone) {
				whole[s.zones[s.about[class].zone].site] = true
			}
		}
	}
	for id, n := range s.nodes {
		if look(id, n.zone) {
			whole[s.zones[n.zone].site] = true
		}
	}
	for class := range s.classes {
		if len(whole) > 0 && whole[s.zones[s.about[class].zone].site] {
			for _, id := range s.classes[class].Members {
				look(id, s.about[class].zone)
			}
		}
	}
	return cuts
}

// holding are the classes of which any may have an address of a prefix.
func (c *Contrast) holding(p netip.Prefix) []int32 {
	classes := c.around(p, c.index)
	for _, h := range in(p, c.holdersOf().classes) {
		classes = append(classes, h.by)
	}
	return sortedOnce(classes)
}
