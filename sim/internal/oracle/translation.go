package oracle

// translation is what a NAT gateway, a masquerading instance or a Client VPN did to a request.
type translation struct {
	device        string // NAT gateway or interface id
	client        string // the endpoint whose client the interface stands for (R9.10)
	before, after packet
	zone          zone // where a regional NAT gateway serves the client
	kept          bool // a load balancer kept the client's address (R11.5)
}

// passage is a request as an appliance forwarded it, unchanged.
type passage struct {
	device string
	packet packet
}

// translationOf is the entry of a device's table that a reply matches, or nil.
func (l *leg) translationOf(device string, reply packet) *translation {
	for i := range l.translations {
		t := &l.translations[i]
		if t.device == device && sameHeader(reply, t.after.mirrored()) {
			return t
		}
	}
	return nil
}

// undo makes the translated reply the one that the client expects.
func (t *translation) undo() packet { return t.before.mirrored() }

// isEstablished tells whether a reply answers what the device forwarded unchanged (R4.9).
func (l *leg) isEstablished(device string, reply packet) bool {
	for _, p := range l.passages {
		if p.device == device && sameHeader(reply, p.packet.mirrored()) {
			return true
		}
	}
	return false
}
