package graph

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// PrefixList is what a managed prefix list holds; known is false if there is none of that id, or nobody could read its entries.
func (g *Graph) PrefixList(id string) (set netmath.AddrSet, known bool) {
	for i := range g.lists {
		if l := &g.lists[i]; l.ref == (ref.Ref{Kind: ref.ManagedPrefixList, ID: id}) {
			return l.set, l.known
		}
	}
	return netmath.AddrSet{}, false
}
