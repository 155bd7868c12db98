package report

import (
	"fmt"
	"math/big"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDRTree is blocks in blocks.
type CIDRTree struct {
	Schema   string     `json:"schema"`
	Snapshot string     `json:"snapshot"`
	Nodes    []CIDRNode `json:"nodes"`
}

// A CIDRNode is a block with what lies in it.
type CIDRNode struct {
	CIDR     string        `json:"cidr"`  // of free addresses the largest block among them
	Range    string        `json:"range"` // first and last address
	Size     *big.Int      `json:"size"`
	Free     bool          `json:"free"`
	Filled   int           `json:"filled_permille"` // -1: not known
	Holdings []CIDRHolding `json:"holdings"`
	Children []CIDRNode    `json:"children"`
}

// NewCIDRTree makes the record, down to a depth (0: all of it).
func NewCIDRTree(roots []*ipam.Node, snapshot string, depth int) *CIDRTree {
	return &CIDRTree{Schema: CIDRTreeSchema, Snapshot: snapshot, Nodes: cidrNodes(roots, depth)}
}

func cidrNodes(nodes []*ipam.Node, depth int) []CIDRNode {
	all := []CIDRNode{}
	for _, n := range nodes {
		x := CIDRNode{
			CIDR: n.Prefix.String(), Range: n.Range.String(), Size: n.Range.Size(), Free: n.Free, Filled: -1,
			Holdings: cidrHoldings(n.Holdings), Children: []CIDRNode{},
		}
		if n.Filled >= 0 {
			x.Filled = int(1000*n.Filled + 0.5)
		}
		if depth != 1 {
			x.Children = cidrNodes(n.Children, max(0, depth-1))
		}
		all = append(all, x)
	}
	return all
}

// Sheets are the nodes, each under the one that it lies in.
func (r *CIDRTree) Sheets() []Sheet {
	s := Sheet{Table: Table{Header: []string{"cidr", "filled", "kind", "name", "id", "account", "region", "zone"}}}
	var add func(nodes []CIDRNode, depth int)
	add = func(nodes []CIDRNode, depth int) {
		for i := range nodes {
			n := &nodes[i]
			for _, row := range n.rows() {
				s.Rows, s.Depth = append(s.Rows, row), append(s.Depth, depth)
			}
			add(n.Children, depth+1)
		}
	}
	add(r.Nodes, 0)
	if len(s.Rows) == 0 {
		s.Title = "No block is held in " + r.Snapshot + "."
	}
	return []Sheet{s}
}

func (n *CIDRNode) rows() [][]string {
	switch {
	case n.Free:
		return [][]string{{n.Range, grouped(n.Size) + " free", "free", n.largest(), "", "", "", ""}}
	case len(n.Holdings) == 0:
		return [][]string{{n.CIDR, n.bar(), "", "", "", "", "", ""}}
	}
	var rows [][]string
	for i := range n.Holdings {
		h := &n.Holdings[i]
		rows = append(rows, []string{n.CIDR, n.bar(), h.Kind, h.Name, h.ID, h.Account, h.Region, h.Zone})
	}
	return rows
}

// largest tells the largest block of free addresses that are not one.
func (n *CIDRNode) largest() string {
	if b, err := netip.ParsePrefix(n.CIDR); err != nil || netmath.RangeOf(b).String() == n.Range {
		return ""
	}
	return "up to " + n.CIDR
}

// bar draws how full a block is.
func (n *CIDRNode) bar() string {
	if n.Filled < 0 {
		return "?"
	}
	const width = 10
	full := (n.Filled*width + 999) / 1000
	return fmt.Sprintf("[%s%s] %s", strings.Repeat("#", full), strings.Repeat(".", width-full), percent(float64(n.Filled)/1000))
}
