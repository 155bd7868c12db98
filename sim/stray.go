package sim

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// Strays reports whether a flow meets, on any of its ways, a route that is another one in a graph that was recompiled from the tracer's after edits of
// routes. If it does not, its ways are the same there.
func (t *Tracer) Strays(q Question, other *graph.Graph) (bool, error) {
	f, err := t.resolve(q)
	if err != nil {
		return true, err
	}
	w := t.silent(&f)
	w.Beside(other)
	defer w.Beside(nil)
	_, complete := t.explore(w, &f, true, func(*outcome) {})
	return w.Strayed() || !complete, nil
}

// StraysToDoor is Strays for the way to a node of a load balancer and back, as WeighDoor weighs it: whatever groups at both ends say.
func (t *Tracer) StraysToDoor(q Question, other *graph.Graph) (bool, error) {
	t.ajar.Beside(other)
	defer t.ajar.Beside(nil)
	_, plain, err := t.WeighDoor(q)
	return !plain || t.ajar.Strayed(), err
}

// StraysInside is Strays for what a node of a load balancer sends on of some header, and replies, as WeighInside weighs it.
func (t *Tracer) StraysInside(node graph.InterfaceID, p graph.Packet, other *graph.Graph) bool {
	t.quick.Beside(other)
	defer t.quick.Beside(nil)
	_, regard := t.WeighInside(node, p)
	return regard == graph.ForMore || t.quick.Strayed()
}

// HostsStray is Strays for any hosts outside at one side, whatever the security groups of the other say. The two graphs have to tell no two of the hosts apart
// by the routes of which one has others.
func (t *Tracer) HostsStray(q Question, side Side, hosts netmath.AddrSet, family netmath.Family, other *graph.Graph) (strays bool, err error) {
	t.full.Open(false)
	defer t.full.Close()
	t.full.Beside(other)
	defer t.full.Beside(nil)
	final := t.overHosts(hosts, family, nil, func() {}, func(set netmath.AddrSet) {
		f, failed := t.resolve(side.of(q, hostOf(set, family)))
		if failed != nil {
			err = failed
			return
		}
		_, complete := t.explore(t.full, &f, false, func(*outcome) {})
		strays = strays || !complete
	})
	return strays || !final || t.full.Strayed(), err
}
