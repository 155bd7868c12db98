package oracle

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// coreSite is what an attachment of a core network leads to, and the routes that hold for what comes in by it.
type coreSite struct {
	network            *topology.CoreNetwork
	id, kind, resource string
	segment, edge      string
}

// coreSiteOf a route's destination: the attachment's own document tells more, and alone its segment.
func (r *run) coreSiteOf(c *topology.CoreNetwork, to coreDestination) coreSite {
	site := coreSite{network: c, id: to.attachment, kind: to.kind, resource: to.resource}
	a := r.coreAttachment(to.attachment)
	if a == nil {
		return site
	}
	site.segment, site.edge = a.SegmentName, a.EdgeLocation
	if a.AttachmentType != "" {
		site.kind = coreKind(a.AttachmentType)
	}
	if a.ResourceArn != "" {
		site.resource = lastOf(a.ResourceArn)
	}
	return site
}

func (s coreSite) isOutside() bool {
	switch s.kind {
	case "site-to-site-vpn", "vpn", "connect", "direct-connect-gateway":
		return true
	}
	return false
}

// asFarSite is the same network as if it were a transit gateway's: a VPN connection is up or down alike (R9.3).
func (s coreSite) asFarSite() farSite {
	kind := s.kind
	if strings.HasSuffix(kind, "vpn") {
		kind = "vpn"
	}
	return farSite{id: s.id, kind: kind, resource: s.resource}
}

// toCoreSite leaves to the network behind an attachment.
func (l *leg) toCoreSite(site coreSite, p packet) end {
	far := site.asFarSite()
	if far.kind == "vpn" && l.connectionOf(far) == nil {
		return unclear("VPN connection %s was not captured", site.resource)
	}
	if why := l.carries(far, p); why != "" {
		return dropped("%s", why)
	}
	return end{place: atCoreSite, why: "left by " + site.id, id: site.id, packet: p.anonymous()}
}

// enterFromCoreSite comes in by an attachment, in no zone.
func (l *leg) enterFromCoreSite(id string, p packet) end {
	if a := l.coreAttachment(id); a != nil && !isOneOf(a.State, "AVAILABLE") {
		return dropped("R8.1: %s is not available", id)
	}
	for _, site := range l.coreSites() {
		if site.id != id {
			continue
		}
		if !isOneOf(site.network.State, "AVAILABLE", "UPDATING") {
			return dropped("R8.1: %s is not available", site.network.CoreNetworkId)
		}
		if out := l.toCoreSite(site, p); out.place != atCoreSite {
			return out
		}
		return l.throughCore(corePlace{network: site.network, attachment: id, segment: site.segment, edge: site.edge}, p.anonymous())
	}
	return unclear("attachment %s was not captured", id)
}

// coreSites are the attachments to networks outside: as they are listed, and as routes name them.
func (r *run) coreSites() []coreSite {
	var all []coreSite
	add := func(site coreSite) {
		for _, known := range all {
			if known.id == site.id {
				return
			}
		}
		if site.isOutside() && site.id != "" {
			all = append(all, site)
		}
	}
	for i := range r.s.CoreNetworks {
		c := &r.s.CoreNetworks[i]
		for j := range r.s.CoreNetworkAttachments {
			if a := &r.s.CoreNetworkAttachments[j]; isOfCore(a, c) {
				add(r.coreSiteOf(c, coreDestination{attachment: a.AttachmentId}))
			}
		}
		for _, t := range c.RouteTables {
			for k := range t.NetworkRoutes {
				for _, to := range coreDestinations(&t.NetworkRoutes[k]) {
					add(r.coreSiteOf(c, to))
				}
			}
		}
	}
	return all
}

// coreSiteBits is the length of the longest prefix behind an attachment that holds an address, or -1: static routes of the VPN
// connection, else the routes to the attachment (section 18).
func (r *run) coreSiteBits(site coreSite, a netip.Addr) int {
	bits := -1
	add := func(prefix netip.Prefix) {
		if prefix.IsValid() && prefix.Masked().Contains(a) {
			bits = max(bits, prefix.Bits())
		}
	}
	if far := site.asFarSite(); far.kind == "vpn" {
		if static := staticRoutes(r.connectionOf(far)); len(static) > 0 {
			for _, prefix := range static {
				add(prefix)
			}
			return bits
		}
	}
	for _, t := range site.network.RouteTables {
		for i := range t.NetworkRoutes {
			for _, to := range coreDestinations(&t.NetworkRoutes[i]) {
				if route := &t.NetworkRoutes[i]; to.attachment == site.id && isOneOf(route.State, "ACTIVE") {
					add(route.DestinationCidrBlock)
				}
			}
		}
	}
	return bits
}

func (r *run) coreBitsOf(id string, a netip.Addr) int {
	for _, site := range r.coreSites() {
		if site.id == id {
			return r.coreSiteBits(site, a)
		}
	}
	return -1
}

// entriesByCoreNetwork are the attachments of core networks to networks outside that hold the source.
func (l *leg) entriesByCoreNetwork(p packet) []entry {
	var all []entry
	for _, site := range l.coreSites() {
		if bits := l.coreSiteBits(site, p.src); bits >= 0 {
			a := l.coreAttachment(site.id)
			up := min(truthOf(a == nil || isOneOf(a.State, "AVAILABLE")), l.isUpFor(site.asFarSite(), p))
			all = append(all, entry{atCoreSite, site.id, [3]int{bits, int(truthOf(l.coreAttaches(site.network, p.dst))), int(up)}})
		}
	}
	return all
}

// coreAttaches tells whether a VPC that a core network is attached to has the address.
func (r *run) coreAttaches(c *topology.CoreNetwork, a netip.Addr) bool {
	for i := range r.s.CoreNetworkAttachments {
		x := &r.s.CoreNetworkAttachments[i]
		if v := r.vpc(lastOf(x.ResourceArn)); isOfCore(x, c) && v != nil && within(vpcBlocks(v), a) {
			return true
		}
	}
	return false
}
