package graph

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

// Anyone reports whether what became of a request at a node does not depend on whose it was: nothing keeps the client's address, or looks
// at the way that it came by.
func (w *Walk) Anyone() bool {
	for i := range w.session[:w.remembers] {
		if w.session[i].preserved {
			return false
		}
	}
	return len(w.sightings) == 0 && len(w.ties) == 0 && !w.linked && w.transit.pinned == 0
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

// Direct reports whether a walk went one way, past nobody's groups but those at its ends, and left no trace for the reply other than
// translations.
func (w *Walk) Direct() bool {
	return !w.opened.guarded && len(w.passed) == 0 && len(w.sightings) == 0 && len(w.ties) == 0 && !w.balanced && !w.linked && w.transit.pinned == 0
}
