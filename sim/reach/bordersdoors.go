package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// comingOtherwise leaves out classes of zones that come to a load balancer as before, where nothing else is behind its nodes.
func (x *bordering) comingOtherwise(clients []*Place, balancer int32) []*Place {
	if x.routed && (x.entries || x.mayDiffer(balancer) && x.straysBehind(balancer)) {
		return clients
	}
	same := map[int32]bool{}
	return slices.DeleteFunc(clients, func(p *Place) bool {
		if p.class == 0 {
			return false
		}
		zone := x.before.about[p.class-1].zone
		known, asked := same[zone]
		if !asked {
			known = x.sameApproach(p, balancer)
			same[zone] = known
		}
		return known
	})
}

// mayDiffer reports whether something else may stand behind the nodes of a load balancer.
func (x *bordering) mayDiffer(balancer int32) bool {
	_, may := slices.BinarySearch(x.behind, balancer)
	return may
}

// sameApproach reports whether one comes from a class's zone to a load balancer as before: in either family that the class has, as all classes of the zone do.
func (x *bordering) sameApproach(from *Place, balancer int32) bool {
	to := Place{Location: graph.Location{Kind: graph.AtBalancer, Index: balancer}}
	for _, f := range netmath.Families {
		q, _, ask := x.asker.question(from, &to, f)
		if !ask {
			continue
		}
		if x.routed && !x.entries {
			if x.straysToNodes(q, balancer, f) {
				return false
			}
			continue
		}
		var numbers [2]int32
		full := x.fullAskers()
		for w, a := range full {
			n, err := a.approach(q, x.before.about[from.class-1].zone, f)
			if err != nil {
				return false
			}
			numbers[w] = n
		}
		if !alikeApproaches(full, numbers) || x.routed && numbers[0] != blocked && x.straysToNodes(q, balancer, f) {
			return false
		}
	}
	return true
}

// alikeApproaches reports whether two approaches, of an asker each, lead to the same doors.
func alikeApproaches(askers [2]*asker, numbers [2]int32) bool {
	if numbers[0] == blocked || numbers[1] == blocked {
		return numbers[0] == numbers[1]
	}
	if numbers[0] == particular || numbers[1] == particular {
		return false
	}
	a, b := &askers[0].fronts, &askers[1].fronts
	return slices.EqualFunc(a.approaches[numbers[0]].doorways, b.approaches[numbers[1]].doorways, func(m, n int32) bool {
		if m < firstFabric || n < firstFabric {
			return m == n
		}
		return a.doorways[m].same(&b.doorways[n])
	})
}

func (d *doorway) same(o *doorway) bool {
	return d.known == o.known && d.seen == o.seen && d.asOne == o.asOne && slices.Equal(d.doors, o.doors)
}

// straysToNodes reports whether a client's way to any node, or replies, may meet a route that is another one.
func (x *bordering) straysToNodes(q sim.Question, balancer int32, f netmath.Family) bool {
	if x.before.g.FacesInternet(balancer) {
		return x.doorsStray(q, balancer, f)
	}
	for _, id := range x.before.g.Nodes(balancer) {
		q.To = graph.Location{Kind: graph.AtInterface, Interface: id}
		if !x.before.g.Primary(id, f).IsValid() || x.strays(&q, f) {
			return true
		}
	}
	return false
}

// doorsStray is straysToNodes of a load balancer that is asked at public addresses.
func (x *bordering) doorsStray(q sim.Question, balancer int32, f netmath.Family) bool {
	for _, addr := range x.before.g.NodeAddresses(balancer, f, true) {
		q.DestinationIP = addr
		for _, p := range x.asker.protocols[f].all {
			q.Service = p.service
			if strays, err := x.asker.tracer.StraysToDoor(q, x.after.g); err != nil || strays {
				return true
			}
		}
	}
	return false
}

// straysBehind reports whether any route that is another one may take what nodes of a load balancer send on, or replies, whoever the client is.
func (x *bordering) straysBehind(balancer int32) bool {
	strays, known := x.stray[balancer]
	if !known {
		strays = slices.ContainsFunc(netmath.Families[:], func(f netmath.Family) bool {
			return x.before.g.BalancerHas(balancer, f) && x.straysInside(x.fullAskers()[0], balancer, f)
		})
		x.stray[balancer] = strays
	}
	return strays
}

func (x *bordering) straysInside(a *asker, balancer int32, f netmath.Family) bool {
	front := a.front(balancer, f)
	if front.regard == graph.ForMore {
		return true
	}
	for i := range front.nodes {
		for _, client := range front.clients(f) {
			for k := range a.protocols[f].all {
				h := a.header(&a.protocols[f].all[k])
				h.Src, h.Dst = client, a.g.Primary(front.nodes[i].id, f)
				if a.tracer.StraysInside(front.nodes[i].id, h, x.after.g) {
					return true
				}
			}
		}
	}
	return false
}
