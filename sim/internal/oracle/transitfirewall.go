package oracle

import "github.com/dryhop/dryhop/topology"

// toNetworkFunction is inspected by the firewall that is attached to the gateway, and comes back in by that attachment, in the zone
// that it came with (R7.14).
func (l *leg) toNetworkFunction(at crossing, id string, p packet) end {
	f := l.firewallAttachedBy(id)
	if f == nil {
		return unclear("the firewall of attachment %s was not captured", id)
	}
	if s := f.FirewallStatus.TransitGatewayAttachmentSyncState; s.AttachmentId == id && s.TransitGatewayAttachmentStatus != "" && s.TransitGatewayAttachmentStatus != "READY" {
		return dropped("R12.1: %s is not ready", id)
	}
	if why := l.passFirewall(id, f, p); why != "" {
		return dropped("%s", why)
	}
	return l.through(crossing{gateway: at.gateway, attachment: id, zone: at.zone}, p.anonymous())
}

func (r *run) firewallAttachedBy(id string) *topology.NetworkFirewall {
	for i := range r.s.NetworkFirewalls {
		f := &r.s.NetworkFirewalls[i]
		if id != "" && (f.TransitGatewayAttachmentId == id || f.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId == id) {
			return f
		}
	}
	return nil
}
