package graph

// Implements R6.6 and R6.7 as advice: blocks that peering cannot tell apart.

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (c *compiler) judgeOverlaps() {
	around := make([][]neighbour, len(c.g.vpcs))
	for i := range c.g.peerings {
		p := &c.g.peerings[i]
		if !p.active || p.sides[0].id == p.sides[1].id {
			continue
		}
		c.judgePeering(p)
		for side, far := range [2]int{1, 0} {
			if v := p.sides[side].vpc; v != none {
				around[v] = append(around[v], c.neighbour(&p.sides[far], p.ref))
			}
		}
	}
	for vi, all := range around {
		if len(all) > 1 {
			c.judgePeers(&c.g.vpcs[vi], all)
		}
	}
}

// A neighbour is a VPC at the far end of a peering.
type neighbour struct {
	id     string
	by     ref.Ref
	blocks []netip.Prefix
}

// neighbour takes a VPC's own word for its blocks, and the peering's where the snapshot lacks the VPC.
func (c *compiler) neighbour(s *peeringSide, by ref.Ref) neighbour {
	if s.vpc == none {
		return neighbour{s.id, by, s.blocks}
	}
	return neighbour{s.id, by, c.g.vpcs[s.vpc].blocks}
}

// judgePeering looks whether both sides of a peering have the same addresses: AWS refuses to make it (R6.6).
func (c *compiler) judgePeering(p *peering) {
	here, there := c.neighbour(&p.sides[0], p.ref), c.neighbour(&p.sides[1], p.ref)
	if apart(here, there) {
		return
	}
	var near netmath.PrefixTrie[string]
	for _, b := range here.blocks {
		near.Put(b, here.id)
	}
	for _, b := range there.blocks {
		for _, e := range touching(&near, b) {
			c.warn("PEERED_VPCS_OVERLAP", p.ref, topology.Source{}, fmt.Sprintf("both sides have addresses of %v: %s has %v, %s has %v", inner(e.Prefix, b), here.id, e.Prefix, there.id, b), b.String(),
				"AWS refuses such a peering, so the documents are of different times or of a plan that will fail; give one VPC another block")
		}
	}
}

// judgePeers looks whether two peers of a VPC have the same addresses: its routes can lead to one of them only, and a
// reply to the other goes astray (R6.7).
func (c *compiler) judgePeers(v *vpc, all []neighbour) {
	if apart(all...) {
		return
	}
	var seen netmath.PrefixTrie[[]int]
	for i, n := range all {
		for _, b := range n.blocks {
			for _, e := range touching(&seen, b) {
				for _, j := range e.Value {
					if all[j].id != n.id {
						c.warnOfPeers(v, &all[j], e.Prefix, &n, b)
					}
				}
			}
		}
		for _, b := range n.blocks {
			others, _ := seen.Get(b)
			seen.Put(b, append(others[:len(others):len(others)], i))
		}
	}
}

func (c *compiler) warnOfPeers(v *vpc, a *neighbour, of netip.Prefix, b *neighbour, and netip.Prefix) {
	c.warn("PEERS_OVERLAP", v.ref, topology.Source{}, fmt.Sprintf("two of its peers share addresses, so a reply may go to the wrong one: %s (%v) has %v, %s (%v) has %v", a.id, a.by.ID, of, b.id, b.by.ID, and), inner(of, and).String(),
		"let each route table lead to one of the two by a prefix that only that one uses, and trace both ways")
}

// apart reports whether no blocks overlap. It is the usual case, and much cheaper to see than which ones do.
func apart(all ...neighbour) bool {
	var blocks []netip.Prefix
	for _, n := range all {
		blocks = append(blocks, n.blocks...)
	}
	return len(netmath.Overlaps(blocks)) == 0
}

// touching lists the entries that share addresses with a block: those around it, then those inside it.
func touching[V any](t *netmath.PrefixTrie[V], b netip.Prefix) []netmath.Entry[V] {
	found := t.CoveringPrefix(b)
	for _, e := range t.CoveredBy(b) {
		if e.Prefix != b.Masked() { // that one covers it too
			found = append(found, e)
		}
	}
	return found
}

// inner is the smaller of two overlapping blocks: what they share.
func inner(a, b netip.Prefix) netip.Prefix {
	if a.Bits() > b.Bits() {
		return a
	}
	return b
}
