package ipam

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// A Mesh is which VPCs of an organisation could be peered with each other.
type Mesh struct {
	Vpcs    int
	Pairs   int
	Joined  int // pairs that are peered already
	Refused int // pairs that share addresses
	Groups  []Refused
	Busiest []QuotaUse // VPCs with many peerings
}

// A Refused is pairs of VPCs that cannot be peered, of which all on one side have the same blocks, and so on the other.
type Refused struct {
	A, B   []netip.Prefix
	Shared []netip.Prefix // what they share
	InA    []*Network
	InB    []*Network // the same as InA where all have the same blocks
	Pairs  int
}

// A class is VPCs with the same blocks.
type class struct {
	blocks  []netip.Prefix
	members []*Network
}

// PeerAll tells which of all VPCs could be peered. It compares classes of VPCs with the same blocks: there may be thousands of default VPCs.
func (v *Inventory) PeerAll() *Mesh {
	vpcs := v.Vpcs()
	m := &Mesh{Vpcs: len(vpcs), Pairs: len(vpcs) * (len(vpcs) - 1) / 2}
	classes := classesOf(vpcs)
	for _, c := range classes {
		if n := len(c.members); n > 1 && len(c.blocks) > 0 {
			m.add(Refused{A: c.blocks, B: c.blocks, Shared: c.blocks, InA: c.members, InB: c.members, Pairs: n * (n - 1) / 2})
		}
	}
	var blocks []netip.Prefix
	var of []int
	for i, c := range classes {
		for _, p := range c.blocks {
			blocks, of = append(blocks, p), append(of, i)
		}
	}
	at := map[[2]int]int{}
	for _, o := range netmath.Overlaps(blocks) {
		a, b := of[o.I], of[o.J]
		if a == b {
			continue
		}
		key, shared := [2]int{min(a, b), max(a, b)}, inner(blocks[o.I], blocks[o.J])
		if i, known := at[key]; known {
			m.Groups[i].Shared = append(m.Groups[i].Shared, shared)
			continue
		}
		at[key] = len(m.Groups)
		x, y := classes[key[0]], classes[key[1]]
		m.add(Refused{A: x.blocks, B: y.blocks, Shared: []netip.Prefix{shared}, InA: x.members, InB: y.members, Pairs: len(x.members) * len(y.members)})
	}
	slices.SortStableFunc(m.Groups, func(a, b Refused) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), cmp.Compare(a.InA[0].Ref.ID, b.InA[0].Ref.ID), cmp.Compare(a.InB[0].Ref.ID, b.InB[0].Ref.ID))
	})
	v.count(m)
	return m
}

func (m *Mesh) add(r Refused) {
	m.Groups = append(m.Groups, r)
	m.Refused += r.Pairs
}

// classesOf puts VPCs with the same blocks together, in the order of their first ones.
func classesOf(vpcs []Network) []class {
	var all []class
	at := map[string]int{}
	var key strings.Builder
	for i := range vpcs {
		n := &vpcs[i]
		blocks := slices.Clone(n.Blocks)
		slices.SortFunc(blocks, netip.Prefix.Compare)
		key.Reset()
		for _, p := range blocks {
			key.WriteString(p.String())
			key.WriteByte(' ')
		}
		c, known := at[key.String()]
		if !known {
			c = len(all)
			at[key.String()] = c
			all = append(all, class{blocks: blocks})
		}
		all[c].members = append(all[c].members, n)
	}
	return all
}

// count counts the peerings that are there.
func (v *Inventory) count(m *Mesh) {
	for pair, all := range v.links.peerings {
		own := v.Networks[pair[0]].Kind == VpcBlock && v.Networks[pair[1]].Kind == VpcBlock
		if own && slices.ContainsFunc(all, func(p *topology.VpcPeeringConnection) bool { return p.Status.Code == "active" }) {
			m.Joined++
		}
	}
	for i := range v.Vpcs() {
		if n := len(v.links.peersOf[int32(i)]); n*100 >= peeringsDefault*nearlyPercentage {
			m.Busiest = append(m.Busiest, QuotaUse{"peerings of a VPC", v.Networks[i].Ref, n, peeringsDefault, peeringsMax})
		}
	}
}
