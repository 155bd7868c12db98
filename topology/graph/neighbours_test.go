package graph

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

// TestNeighboursAreFound looks at each two VPCs in turn: one has a block that meets one of the other, or that of a peer of it.
func TestNeighboursAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	apart := 0
	for range 1500 {
		g := someVpcs(r)
		got, ok := g.Neighbours()
		if !ok {
			t.Fatal("too many")
		}
		for i := range g.vpcs {
			for j := range g.vpcs {
				want := i != j && (meet(g.vpcs[i].blocks, g.vpcs[j].near(g)) || meet(g.vpcs[j].blocks, g.vpcs[i].near(g)))
				if n := count(got[i], int32(j)); n > 1 || (n == 1) != want {
					t.Fatalf("%d and %d are neighbours %d times, want %v: %s", i, j, n, want, blocksOf(g))
				}
				if !want {
					apart++
				}
			}
		}
	}
	if apart < 10_000 {
		t.Errorf("only %d pairs are far from each other", apart)
	}
}

// someVpcs have a few blocks each, which nest, and peers, seen or not.
func someVpcs(r *rand.Rand) *Graph {
	g := &Graph{vpcs: make([]vpc, 2+r.IntN(6))}
	block := func() netip.Prefix {
		if r.IntN(4) == 0 {
			return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x26, 5: byte(r.IntN(8))}), 40+4*r.IntN(3)).Masked()
		}
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(r.IntN(4)), byte(r.IntN(4)) << 6}), []int{16, 16, 18, 24}[r.IntN(4)]).Masked()
	}
	for i := range g.vpcs {
		v := &g.vpcs[i]
		for range 1 + r.IntN(3) {
			v.addBlock(block())
		}
		if r.IntN(6) == 0 {
			v.unseenPeers = append(v.unseenPeers, block())
		}
		if other := int32(r.IntN(len(g.vpcs))); r.IntN(4) == 0 && other != int32(i) {
			v.peers = append(v.peers, other)
		}
	}
	return g
}

func meet(a, b []netip.Prefix) bool {
	return slices.ContainsFunc(a, func(p netip.Prefix) bool { return slices.ContainsFunc(b, p.Overlaps) })
}

func count(all []int32, one int32) (n int) {
	for _, x := range all {
		if x == one {
			n++
		}
	}
	return n
}

func blocksOf(g *Graph) (text string) {
	for i := range g.vpcs {
		text += fmt.Sprintln(i, g.vpcs[i].blocks, g.vpcs[i].peers, g.vpcs[i].unseenPeers)
	}
	return text
}

// TestNeighboursAreBounded gives up on many VPCs with the same addresses, and where addresses are to come.
func TestNeighboursAreBounded(t *testing.T) {
	g := &Graph{vpcs: make([]vpc, 3*maxNeighbours)}
	for i := range g.vpcs {
		g.vpcs[i].addBlock(netip.MustParsePrefix("10.0.0.0/16"))
	}
	if _, ok := g.Neighbours(); ok {
		t.Error("all of many VPCs are neighbours")
	}
	g.vpcs = g.vpcs[:2]
	if _, ok := g.Neighbours(); !ok {
		t.Error("two VPCs are too many")
	}
	g.divided = true
	if _, ok := g.Neighbours(); ok {
		t.Error("addresses to come are known")
	}
}
