package graph

// Implements R9.9 as advice: VPCs of one Direct Connect gateway that have the same addresses.

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// judgeDirectLinks looks whether VPCs that a Direct Connect gateway leads to by their virtual private gateways overlap.
func (c *compiler) judgeDirectLinks() {
	attached := map[string]int32{}
	for i := range c.g.vpcs {
		if gi := c.g.vpcs[i].vpnGateway; gi != none {
			attached[c.g.vpnGateways[gi].ref.ID] = int32(i)
		}
	}
	var before []neighbour
	for i := range c.g.directLinks {
		l := &c.g.directLinks[i]
		if i > 0 && c.g.directLinks[i-1].ref.ID != l.ref.ID {
			before = nil
		}
		if vi, known := attached[l.ref.Rule]; known {
			v := &c.g.vpcs[vi]
			here := neighbour{v.ref.ID, l.ref, v.blocks}
			for _, other := range before {
				c.judgeLinked(&other, &here)
			}
			before = append(before, here)
		}
	}
}

// judgeLinked looks whether two VPCs of a Direct Connect gateway share addresses.
func (c *compiler) judgeLinked(a, b *neighbour) {
	for _, x := range a.blocks {
		for _, y := range b.blocks {
			if a.id != b.id && x.Overlaps(y) {
				c.warn("DX_VPCS_OVERLAP", ref.Ref{Kind: ref.DirectConnectGateway, ID: b.by.ID}, topology.Source{},
					fmt.Sprintf("two VPCs of the Direct Connect gateway share addresses: %s has %v, %s has %v", a.id, x, b.id, y), inner(x, y).String(),
					"associate one of their gateways with another Direct Connect gateway, or give one VPC another block")
			}
		}
	}
}
