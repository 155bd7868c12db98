package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
)

// divided is a contrast of the same network that tells zones apart by more prefixes; the same if those that there are know them. It is for one comparison.
func (c *Contrast) divided(prefixes []netip.Prefix) *Contrast {
	prefixes = slices.DeleteFunc(slices.Clone(prefixes), func(p netip.Prefix) bool { return !c.cutsZones(p) })
	if len(prefixes) == 0 {
		return c
	}
	s, _ := c.finer(prefixes)
	s = s.zonedBy(prefixes)
	d := *c
	d.solver, d.index, d.byZone, d.ways = s, newIndex(s), nil, map[wayKey]int32{}
	d.holders, d.everywhere, d.full = nil, nil, nil
	d.asker = newRover(s, c.asker.query)
	return &d
}

// A zonePart is the part of a zone, or of a site, of which the same prefixes hold the addresses.
type zonePart struct {
	of   int32
	held string
}

// zonedBy is a solver of the same classes, none of which the prefixes cut through, whose zones and sites none does either. The part of a zone that is where
// its site was walked from keeps its number.
func (s *Solver) zonedBy(prefixes []netip.Prefix) *Solver {
	d := s.on(s.g)
	d.classes, d.about, d.zones, d.sites = slices.Clone(s.classes), slices.Clone(s.about), slices.Clone(s.zones), slices.Clone(s.sites)
	d.nodes = make(map[graph.InterfaceID]aboutNode, len(s.nodes))
	parts, sites := map[zonePart]int32{}, map[zonePart]int32{}
	zoneOf := func(zone int32, id graph.InterfaceID) int32 {
		site := s.zones[zone].site
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

// cutsZones reports whether a prefix tells addresses of one zone apart.
func (c *Contrast) cutsZones(p netip.Prefix) bool {
	if p.Bits() == 0 {
		return false
	}
	if c.fabricCuts == nil {
		c.fabricCuts = newCells(c.solver.g.FabricPrefixes)
	}
	if known, _ := c.fabricCuts.table.LookupPrefixLPM(p); known == p {
		return false
	}
	s := c.solver
	apart := func(id graph.InterfaceID, zone int32) bool {
		return s.inside(p, id) != s.inside(p, s.sites[s.zones[zone].site])
	}
	for i := range s.classes {
		if slices.ContainsFunc(s.classes[i].Members, func(id graph.InterfaceID) bool { return apart(id, s.about[i].zone) }) {
			return true
		}
	}
	for id, n := range s.nodes {
		if apart(id, n.zone) {
			return true
		}
	}
	return false
}
