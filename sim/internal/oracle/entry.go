package oracle

import (
	"net/netip"
	"slices"
)

// entry is a way in for an outside source: a virtual private gateway (atSite) or an attachment of a transit gateway
// (atFarSite) or of a core network (atCoreSite), a Client VPN endpoint (atClient), or the internet.
type entry struct {
	place place
	id    string
	rank  [3]int // length of the prefix that holds the source; it leads to the destination's VPC; it is up
}

// entryOf is the way by which an outside source comes in: the longest prefix that holds it, then one that leads to the
// destination's VPC, then a healthy one, else the internet (section 18).
func (l *leg) entryOf(p packet) entry {
	var best []entry
	for _, e := range slices.Concat(l.entriesByGateway(p), l.entriesByAttachment(p), l.entriesByCoreNetwork(p), l.entriesByClientVpn(p)) {
		switch c := compareRanks(e.rank, rankOfBest(best)); {
		case len(best) == 0 || c > 0:
			best = []entry{e}
		case c == 0:
			best = append(best, e)
		}
	}
	if len(best) == 0 {
		return entry{place: onInternet}
	}
	return best[l.choose("way that the source comes in by", len(best))]
}

func rankOfBest(best []entry) [3]int {
	if len(best) == 0 {
		return [3]int{}
	}
	return best[0].rank
}

func compareRanks(a, b [3]int) int {
	for i := range a {
		if a[i] != b[i] {
			return a[i] - b[i]
		}
	}
	return 0
}

// entriesByGateway are the virtual private gateways with a prefix that holds the source.
func (l *leg) entriesByGateway(p packet) []entry {
	var all []entry
	for i := range l.s.VpnGateways {
		g := &l.s.VpnGateways[i]
		w := l.wayTo(g, p.src)
		if isUsable(g) && w.prefix.IsValid() {
			rank := [3]int{w.prefix.Bits(), int(truthOf(l.leadsTo(g, p.dst))), int(truthOf(w.up))}
			all = append(all, entry{atSite, g.VpnGatewayId, rank})
		}
	}
	return all
}

// entriesByAttachment are the attachments of transit gateways to networks outside with a prefix that holds the source.
func (l *leg) entriesByAttachment(p packet) []entry {
	var all []entry
	for _, a := range l.farSites() {
		if bits := l.farBits(a.id, p.src); bits >= 0 {
			all = append(all, entry{atFarSite, a.id, [3]int{bits, int(truthOf(l.attaches(a.gateway, p.dst))), int(l.isUpFor(a, p))}})
		}
	}
	return all
}

// isUpFor tells whether the way to a network carries a packet; of a VPN that was not captured nobody knows.
func (r *run) isUpFor(a farSite, p packet) truth {
	if a.kind == "vpn" && r.connectionOf(a) == nil {
		return maybe
	}
	return truthOf(r.carries(a, p) == "")
}

// attaches tells whether a VPC that a transit gateway is attached to has the address.
func (r *run) attaches(gateway string, p netip.Addr) bool {
	for i := range r.s.TransitGatewayVpcAttachments {
		a := &r.s.TransitGatewayVpcAttachments[i]
		if v := r.vpc(a.VpcId); a.TransitGatewayId == gateway && v != nil && within(vpcBlocks(v), p) {
			return true
		}
	}
	return false
}
