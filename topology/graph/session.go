package graph

// Implements what stateful devices remember of a request for its reply (R3.4, R3.7, R3.8, R3.11, R4.9).

// A translation is a device's memory of the request: the header as it came and as it left.
type translation struct {
	at            Node
	before, after Packet
	remapped      bool  // the source port was chosen anew
	from          int32 // the subnet that the packet was in, where the device lies in none
	client        int32 // of a Client VPN endpoint: one more than its index
	preserved     bool  // a load balancer left the client's address as it is, so AWS hands it the reply
	behind        Node  // the device before it, to which the reply goes inside AWS rather than by routes; or no place
}

// remember keeps what a device has to know for the reply.
func (w *Walk) remember(t translation) {
	if w.remembers < maxTranslations {
		w.session[w.remembers] = t
		w.remembers++
	}
}

// remembered finds a device's memory of a request that it sent on and that a packet answers.
func (w *Walk) remembered(at Node, p *Packet) *translation {
	if !w.reply {
		return nil
	}
	for i := w.remembers - 1; i >= 0; i-- {
		if t := &w.session[i]; t.at == at && t.answeredBy(p) {
			return t
		}
	}
	return nil
}

// answeredBy reports whether a packet answers what a device sent on: from where that went, and from the port that it went to. A load
// balancer may have sent it to an address of its own.
func (t *translation) answeredBy(p *Packet) bool {
	return t.after.Src == p.Dst && t.after.Dst == p.Src && (!p.Protocol.HasPorts() || t.after.DstPorts.Overlaps(p.SrcPorts))
}

// saw reports whether a packet answers what a device sent on.
func (w *Walk) saw(at Node, p Packet) bool {
	for i := 0; i < w.remembers; i++ {
		if t := &w.session[i]; t.at == at && t.after.Src == p.Dst && t.after.Dst == p.Src {
			return true
		}
	}
	return false
}

// untranslate gives a reply the header that the device's client expects.
func (w *Walk) untranslate(t *translation, p Packet) Packet {
	p.Dst, p.Src = t.before.Src, t.before.Dst
	if t.before.Protocol != t.after.Protocol { // NAT64
		p.Protocol = t.before.Protocol
		p.DstPorts = translateICMP(p.DstPorts, t.after.Protocol, t.before.Protocol)
		w.alive = w.alive.translatedICMP(t.after.Protocol, t.before.Protocol)
	}
	if !t.before.DstPorts.Equal(t.after.DstPorts) {
		p.SrcPorts = t.before.DstPorts
	}
	if t.remapped {
		w.alive = w.undraw(t)
		p.DstPorts = t.before.SrcPorts
	}
	return p
}

// undraw turns bounds on the ports that a NAT gateway chose among into bounds on its client's port: the client's
// own port has no part in the choice, so either all of its ports pass, or none, or it depends on the draw.
func (w *Walk) undraw(t *translation) Bounds {
	client := t.before.SrcPorts
	switch {
	case w.alive.Possible.Empty():
		return Bounds{}
	case w.alive.Certain.Covers(t.after.SrcPorts):
		return Exactly(client)
	case w.alive.Certain.Empty():
		return Exactly(client).Doubt()
	}
	if w.lottery.Empty() {
		w.lottery = w.alive.Certain
	} else {
		w.lottery = w.lottery.Intersect(w.alive.Certain)
	}
	return Exactly(client)
}

// Remapped reports whether a device on the way of the request chose its source port anew, and the reply did not come back to it.
func (w *Walk) Remapped() bool {
	for i := 0; i < w.remembers && w.final.Dst != w.asked.Src; i++ {
		if w.session[i].remapped {
			return true
		}
	}
	return false
}
