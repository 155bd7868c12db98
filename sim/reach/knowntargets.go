package reach

import (
	"sync"

	"github.com/dryhop/dryhop/topology/graph"
)

// knownTargets are the interfaces that the nodes of load balancers may send to, each found when it is first needed. They are the same in graphs that are Alike.
type knownTargets struct {
	g  *graph.Graph
	mu sync.Mutex
	of map[int32]map[graph.InterfaceID]bool
}

func newKnownTargets(g *graph.Graph) *knownTargets {
	return &knownTargets{g: g, of: map[int32]map[graph.InterfaceID]bool{}}
}

func (k *knownTargets) behind(balancer int32) map[graph.InterfaceID]bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	all, known := k.of[balancer]
	if !known {
		all = k.g.InsideTargets(balancer)
		k.of[balancer] = all
	}
	return all
}
