package graph

// Implements R11.1, R11.5, R10.7, R10.8, as far as they are about replies.

// behind is the endpoint by which the request came to the load balancer that it is at, or no place.
func (w *Walk) behind() Node {
	if w.linked && w.remembers > 0 {
		if t := &w.session[w.remembers-1]; w.g.isLink(t.at) {
			return t.at
		}
	}
	return Node{}
}

// isLink reports whether a node is an interface endpoint that leads to a service of the snapshot.
func (g *Graph) isLink(at Node) bool {
	return at.Kind == InterfaceNode && g.interfaces[at.Index].link != none
}

// leaveBack sends a reply on its way from a subnet. One to a client whose address a load balancer preserved is not routed:
// AWS hands it to the node that took the request.
func (w *Walk) leaveBack(si int32, p Packet) next {
	t := w.preservedFor(&p)
	if t == nil {
		return w.leave(si, p)
	}
	id := InterfaceID(t.at.Index)
	if ns := w.g.interfaces[id].subnet; ns != si {
		w.narrow(w.filterACL(si, Egress, &p))
		w.narrow(w.filterACL(ns, Ingress, &p))
	}
	return w.forwardReply(id, t, p)
}

// preservedFor finds the memory of a load balancer that left the client's address as it was, if a packet answers it.
func (w *Walk) preservedFor(p *Packet) *translation {
	if !w.reply {
		return nil
	}
	for i := w.remembers - 1; i >= 0; i-- {
		if t := &w.session[i]; t.preserved && t.answeredBy(p) {
			return t
		}
	}
	return nil
}

// nodeReply sends a reply from a node on to its client: by its subnet, or inside AWS to the endpoint that the client used.
func (w *Walk) nodeReply(id InterfaceID, t *translation, p Packet) next {
	if id == w.opened.inside && t == &w.session[0] {
		return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
	}
	if t.behind.Kind == NoNode {
		return w.leaveBack(w.g.interfaces[id].subnet, p)
	}
	endpoint := InterfaceID(t.behind.Index)
	w.from = w.g.interfaces[endpoint].subnet
	if before := w.remembered(t.behind, &p); before != nil {
		return w.forwardReply(endpoint, before, p)
	}
	w.drop(ReplyElsewhere, t.behind, Ingress)
	return finished(Dropped)
}

// fromFunction brings a function's answer back to the node that called it.
func (w *Walk) fromFunction(p Packet) (next, bool) {
	if w.remembers == 0 {
		return next{}, false
	}
	t := &w.session[w.remembers-1]
	if t.at.Kind != InterfaceNode || !w.g.interfaces[t.at.Index].isNode() {
		return next{}, false
	}
	w.remembers-- // the answer is taken once: what the node sends itself then has the same header
	return w.forwardReply(InterfaceID(t.at.Index), t, p), true
}
