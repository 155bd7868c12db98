package graph

import (
	"iter"
	"net/netip"
)

// OpenAtNodes is Open for requests to load balancers: they end at the first node that they come to, past its groups, and the node
// replies as if it were a host. What is behind it is asked with FromNode.
func (w *Walk) OpenAtNodes() { w.opened.open, w.opened.atNodes = true, true }

// FromNode walks a request that came to a node of a load balancer and that its groups let in, from there. The reply arrives when it is
// back at the node.
func (w *Walk) FromNode(id InterfaceID, p Packet) Disposition {
	w.asker, w.asked, w.opened.inside = Location{Kind: AtInterface, Interface: id}, p, id
	w.from, w.alive = w.g.interfaces[id].subnet, Exactly(p.DstPorts)
	return w.run(w.take(id, p))
}

// A Regard is what of a client counts for what becomes of its request behind a node of a load balancer.
type Regard uint8

// The regards.
const (
	ForNothing Regard = iota // whoever it is
	ForAddress               // which of the InsidePrefixes hold its address, and whether it is itself a target
	ForMore
)

// Regard tells what counted in the walk of a request from a node.
func (w *Walk) Regard() Regard {
	if len(w.sightings) > 0 || len(w.ties) > 0 || w.linked || w.transit.pinned > 0 {
		return ForMore
	}
	for i := range w.session[:w.remembers] {
		if w.session[i].preserved {
			return w.nextDoor()
		}
	}
	return ForNothing
}

// nextDoor is the regard of a node that keeps its client's address: the address alone, if the target is in the same VPC and
// nothing stands between.
func (w *Walk) nextDoor() Regard {
	node := w.session[0].at
	if w.remembers > 1 || w.heading == NoInterface || w.transit.into != none || w.g.interfaces[node.Index].vpc != w.g.interfaces[w.heading].vpc {
		return ForMore
	}
	return ForAddress
}

// Tells reports whether a load balancer's listeners tell clients apart by their addresses.
func (g *Graph) Tells(balancer int32) bool {
	for _, li := range g.balancers[balancer].listeners {
		if len(g.listeners[li].prefixes()) > 0 {
			return true
		}
	}
	return false
}

// InsidePrefixes lists the prefixes that a client's address is compared with behind the nodes of a load balancer: those of listeners, and
// where nodes keep it, those of network ACLs and of the targets' groups.
func (g *Graph) InsidePrefixes(balancer int32) []netip.Prefix {
	b := &g.balancers[balancer]
	var all []netip.Prefix
	for _, li := range b.listeners {
		l := &g.listeners[li]
		all = append(all, l.prefixes()...)
		for _, a := range l.actions {
			if a.pool != none && b.kind == networkBalancer {
				all = append(all, g.targetPrefixes(g.pools[a.pool].group)...)
			}
		}
	}
	for _, id := range b.nodes {
		all = append(append(all, g.Near(id)...), g.aclPrefixes(g.interfaces[id].subnet)...)
	}
	return all
}

// targetPrefixes are what the targets of a group compare addresses with.
func (g *Graph) targetPrefixes(group int32) []netip.Prefix {
	var all []netip.Prefix
	guards, subnets := map[Guard]bool{}, map[int32]bool{}
	for _, t := range g.targetGroups[group].targets {
		if t.iface == NoInterface {
			continue
		}
		if guard := g.Guard(t.iface); !guards[guard] {
			guards[guard] = true
			all = append(all, g.GuardPrefixes(t.iface, Ingress)...)
		}
		if si := g.interfaces[t.iface].subnet; !subnets[si] {
			subnets[si] = true
			all = append(all, g.aclPrefixes(si)...)
		}
	}
	return all
}

// BalancerOf is the load balancer that an interface is a node of.
func (g *Graph) BalancerOf(node InterfaceID) int32 { return g.interfaces[node].balancer }

// InsideTargets are the interfaces that the nodes of a load balancer may send to.
func (g *Graph) InsideTargets(balancer int32) map[InterfaceID]bool {
	all := map[InterfaceID]bool{}
	for t := range g.targetsOf(balancer) {
		all[t.iface] = true
		for _, id := range g.ByAddress(t.addr) {
			all[id] = true
		}
	}
	return all
}

// targetsOf are the targets in the groups that a load balancer sends to.
func (g *Graph) targetsOf(balancer int32) iter.Seq[*target] {
	return func(yield func(*target) bool) {
		for _, li := range g.balancers[balancer].listeners {
			for _, a := range g.listeners[li].actions {
				if a.pool == none {
					continue
				}
				targets := g.targetGroups[g.pools[a.pool].group].targets
				for i := range targets {
					if !yield(&targets[i]) {
						return
					}
				}
			}
		}
	}
}

// aclPrefixes are those of a subnet's network ACL.
func (g *Graph) aclPrefixes(si int32) []netip.Prefix {
	if ai := g.subnets[si].acl; ai != none {
		return g.ACLPrefixes(ai)
	}
	return nil
}

// ACLPrefixes lists what a network ACL compares addresses with.
func (g *Graph) ACLPrefixes(acl int32) []netip.Prefix {
	var all []netip.Prefix
	for _, entries := range g.acls[acl].entries {
		for i := range entries {
			all = append(all, entries[i].prefix)
		}
	}
	return all
}

// Direct reports whether a walk went one way, past nobody's groups but those at its ends, and left no trace for the reply other than
// translations.
func (w *Walk) Direct() bool {
	return !w.opened.guarded && len(w.passed) == 0 && len(w.sightings) == 0 && len(w.ties) == 0 && !w.balanced && !w.linked && w.transit.pinned == 0
}
