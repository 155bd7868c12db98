package sim

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// verdicts collects pairs of ports by what becomes of them.
type verdicts struct {
	lists   [4]portPairs
	divided int // how many questions it was divided into
}

func (v *verdicts) weighed(p graph.Packet) Weighed {
	w := Weighed{Flow: p}
	for verdict, to := range map[Verdict]*[]PortPair{Reachable: &w.Reach, Partial: &w.Partial, Unknown: &w.Unknown, Unreachable: &w.Blocked} {
		*to = v.lists[verdict].products(p.Protocol.IsICMP())
	}
	return w
}

// portPairs is a set of pairs of ports: for each of some disjoint sets of source ports the destination ports. Equal sets
// have equal products.
type portPairs struct{ rows []PortPair }

// add adds a product.
func (p *portPairs) add(src, dst netmath.Ports) {
	for i := range p.rows {
		if in := p.rows[i].SrcPorts.Intersect(src); !in.Empty() {
			if out := p.rows[i].SrcPorts.Subtract(src); !out.Empty() {
				p.rows = append(p.rows, PortPair{out, p.rows[i].DstPorts})
			}
			p.rows[i] = PortPair{in, p.rows[i].DstPorts.Union(dst)}
			src = src.Subtract(in)
		}
	}
	if !src.Empty() && !dst.Empty() {
		p.rows = append(p.rows, PortPair{src, dst})
	}
}

// products lists the set, one product for each set of destination ports. bare leaves out source ports that do not exist.
func (p *portPairs) products(bare bool) []PortPair {
	var out []PortPair
	for _, row := range p.rows {
		i := slices.IndexFunc(out, func(o PortPair) bool { return o.DstPorts.Equal(row.DstPorts) })
		if i < 0 {
			i = len(out)
			out = append(out, PortPair{DstPorts: row.DstPorts})
		}
		if !bare {
			out[i].SrcPorts = out[i].SrcPorts.Union(row.SrcPorts)
		}
	}
	slices.SortFunc(out, func(a, b PortPair) int {
		return cmp.Or(comparePorts(a.DstPorts, b.DstPorts), comparePorts(a.SrcPorts, b.SrcPorts))
	})
	return out
}

// comparePorts orders sets by their first port, then by how many they are.
func comparePorts(a, b netmath.Ports) int {
	x, _ := a.Min()
	y, _ := b.Min()
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Len(), b.Len()))
}
