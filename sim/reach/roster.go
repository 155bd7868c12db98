package reach

import (
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A roster counts the places that one end of a query is about.
type roster interface {
	rank(p *Place) int64   // its place in their order
	withRole(r Role) int   // as many have the role
	inVpc(vpc ref.Ref) int // as many lie in a VPC
}

// A roll is a roster of places that are listed.
type roll struct {
	ranks map[graph.Location]int64
	roles map[Role]int
	vpcs  map[ref.Ref]int
}

func newRoll(g *graph.Graph, places []Place) *roll {
	r := &roll{ranks: make(map[graph.Location]int64, len(places)), roles: map[Role]int{}, vpcs: map[ref.Ref]int{}}
	for i := range places {
		r.ranks[places[i].Location] = int64(i)
		r.add(g, &places[i])
	}
	return r
}

func (r *roll) add(g *graph.Graph, p *Place) {
	for _, at := range locationsOf(p) {
		role := roleOf(g, at)
		if r.roles[role]++; !role.Vpc.IsZero() {
			r.vpcs[role.Vpc]++
		}
	}
}

func (r *roll) rank(p *Place) int64   { return r.ranks[p.Location] }
func (r *roll) withRole(x Role) int   { return r.roles[x] }
func (r *roll) inVpc(vpc ref.Ref) int { return r.vpcs[vpc] }
