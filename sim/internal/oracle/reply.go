package oracle

// walkReply sends the answer back from where the request ended; it is routed for real (R6.7) and must reach the sender
// as what the sender expects.
func (r *run) walkReply(request *leg, at end) (Verdict, string) {
	if at.place == atService {
		return Reachable, at.why
	}
	l := &leg{run: r, request: request, visited: map[string]bool{}, sent: at.packet.mirrored()}
	e := l.answer(at)
	return l.verdict(l.isExpected(e))
}

// answer starts the reply where the request ended.
func (l *leg) answer(at end) end {
	p := l.sent
	l.note("reply %v", p)
	switch at.place {
	case onInternet:
		return l.enterFromInternet(p)
	case atSite:
		return l.enterFromSite(l.vpnGateway(at.id), p)
	case atFarSite:
		return l.enterFromFarSite(at.id, p)
	case atCoreSite:
		return l.enterFromCoreSite(at.id, p)
	case atClient:
		return l.enterFromClient(at.id, p)
	case atEndpoint:
		return l.deliver(at.vpc, p) // R5.16
	}
	return l.answerFrom(at.id, p)
}

// answerFrom an interface: its security groups let replies out (R4.9).
func (l *leg) answerFrom(id string, p packet) end {
	e := l.networkInterface(id)
	if isInterfaceEndpoint(e) && p.isICMP() {
		return dropped("R10.3: %s answers no ICMP", id)
	}
	return l.sendBack(e, p)
}

// isExpected tells whether the reply came to the sender, with the source that the sender contacted.
func (l *leg) isExpected(e end) (bool, end) {
	if e.place == lost || e.place == unknown {
		return false, e
	}
	want := l.request.sent.mirrored()
	switch {
	case (e.place != l.senderPlace() || e.id != l.senderID()) && !l.isSameSite(e, want.dst):
		e.why = "R6.7: the reply goes astray: " + e.why
		return false, e
	case !sameHeader(e.packet, want):
		e.why = "R6.7: the reply comes from another address than was contacted: " + e.packet.String()
		return false, e
	}
	if !l.passes(l.isSymmetric(), "R2.15: stateful inspection of both directions") {
		e.why = "R2.15: the reply takes another way than the inspected request"
		return false, e
	}
	return true, e
}

func (l *leg) senderPlace() place {
	switch {
	case l.flow.From != "":
		return atInterface
	case l.request.entry != "":
		return l.request.entryPlace
	}
	return onInternet
}

func (l *leg) senderID() string {
	if l.flow.From != "" {
		return l.flow.From
	}
	return l.request.entry
}
