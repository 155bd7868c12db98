package ipam

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Node is a block in a tree of blocks that is held, or free addresses between those.
type Node struct {
	Prefix   netip.Prefix      // of free addresses the largest block among them
	Range    netmath.AddrRange // of all its addresses
	Holdings []Holding         // of this very block; none of a free one
	Children []*Node           // by address; with the free ones they make up the block, unless it has none
	Free     bool
	Filled   float64 // how much of it its children hold; of a subnet, how much of its usable addresses are taken; -1: unknown
}

// Tree is the holdings in some blocks as trees, with what is free between them; with no blocks, under each outermost holding. Lists of
// addresses that a subnet's interfaces have are not part of it, prefixes and reservations are. uses are those of Use.
func (v *Inventory) Tree(roots []netip.Prefix, uses []SubnetUse) []*Node {
	filled := map[netip.Prefix]float64{}
	for i := range uses {
		filled[uses[i].Prefix] = uses[i].Filled()
	}
	var all []*Node
	if len(roots) == 0 {
		all = forest(v.Holdings)
	}
	for _, root := range roots {
		root = root.Masked()
		n := &Node{Prefix: root}
		trees := forest(v.Within(root))
		if len(trees) == 1 && trees[0].Prefix == root {
			n = trees[0]
		} else {
			n.Children = trees
		}
		all = append(all, n)
	}
	for _, n := range all {
		n.complete(filled)
	}
	return all
}

// forest builds trees of holdings that are by address, outer before inner.
func forest(holdings []Holding) []*Node {
	var roots, around []*Node
	for _, h := range holdings {
		for len(around) > 0 && !contains(around[len(around)-1].Prefix, h.Prefix) {
			around = around[:len(around)-1]
		}
		if n := len(around); n > 0 && around[n-1].Prefix == h.Prefix {
			around[n-1].Holdings = append(around[n-1].Holdings, h)
			continue
		}
		node := &Node{Prefix: h.Prefix, Holdings: []Holding{h}}
		if n := len(around); n > 0 {
			around[n-1].Children = append(around[n-1].Children, node)
		} else {
			roots = append(roots, node)
		}
		around = append(around, node)
	}
	return roots
}

// contains reports whether a block lies in another.
func contains(outer, p netip.Prefix) bool {
	return outer.Bits() <= p.Bits() && outer.Contains(p.Addr())
}

// complete puts free blocks between the children, and tells how full everything is. Only what is given out as a whole has free
// blocks: prefixes and reservations of a subnet leave its addresses to interfaces.
func (n *Node) complete(filled map[netip.Prefix]float64) {
	var b netmath.AddrSetBuilder
	for _, c := range n.Children {
		c.complete(filled)
		b.Add(c.Prefix)
	}
	f := netmath.FamilyOf(n.Prefix.Addr())
	taken := b.Set()
	n.Range = netmath.RangeOf(n.Prefix)
	n.Filled = Share(taken.Size(f), sizeOf(n.Prefix))
	if share, isSubnet := filled[n.Prefix]; isSubnet && n.is(SubnetBlock) {
		n.Filled = share
		return
	}
	if len(n.Children) == 0 {
		return
	}
	for r := range netmath.AddrSetOf(n.Prefix).Subtract(taken).Ranges(f) {
		n.Children = append(n.Children, &Node{Prefix: largest(r), Range: r, Free: true})
	}
	slices.SortFunc(n.Children, func(a, b *Node) int { return a.Range.Lo.Compare(b.Range.Lo) })
}

// largest is the largest block of a range, the lowest of equals.
func largest(r netmath.AddrRange) netip.Prefix {
	var best netip.Prefix
	for p := range r.Prefixes() {
		if !best.IsValid() || p.Bits() < best.Bits() {
			best = p
		}
	}
	return best
}

// is reports whether any holder of a node's block is of a kind.
func (n *Node) is(k Kind) bool {
	return slices.ContainsFunc(n.Holdings, func(h Holding) bool { return h.Kind == k })
}
