package oracle

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// corePlace is where a packet is in a core network of Cloud WAN: the attachment that it came in by, which says whose routes hold for it,
// and its zone (R8.1).
type corePlace struct {
	network       *topology.CoreNetwork
	attachment    string
	segment, edge string
	zone          zone
}

// toCoreNetwork enters by the attachment of the router's VPC. Where its subnets are told, it needs one in the sender's zone, whose network
// ACL has a say (R8.4).
func (l *leg) toCoreNetwork(arn string, from hop, p packet) end {
	c := find(l.s.CoreNetworks, arn, func(c *topology.CoreNetwork) string { return c.CoreNetworkArn })
	switch {
	case c == nil:
		return unclear("%s was not captured", arn)
	case !isOneOf(c.State, "AVAILABLE", "UPDATING"):
		return dropped("R8.1: %s is not available", c.CoreNetworkId)
	}
	a, end, stopped := l.coreAttachmentOf(c, from.vpc.VpcId)
	if stopped {
		return end
	}
	at := corePlace{network: c, attachment: a.AttachmentId, segment: a.SegmentName, edge: a.EdgeLocation, zone: l.zoneAt(from)}
	if len(a.SubnetArns) > 0 {
		subnet, found := l.subnetIn(at.zone, coreSubnets(a))
		switch {
		case found == maybe:
			return unclear("R8.4: the zones of %s cannot be told", a.AttachmentId)
		case found == no:
			return dropped("R8.4: %s has no subnet in the zone of %s", a.AttachmentId, from.name())
		case !l.aclPasses(subnet, ingress, p):
			return dropped("R5.12: the network ACL of %s lets it not in", subnet)
		}
		l.passed = append(l.passed, passing{attachment: a.AttachmentId, subnet: subnet})
	}
	p.transit = ""
	return l.throughCore(at, p.anonymous())
}

// coreAttachmentOf is the attachment of a VPC that works, or the end of a packet that wants to use it.
func (l *leg) coreAttachmentOf(c *topology.CoreNetwork, vpc string) (*topology.CoreNetworkAttachment, end, bool) {
	broken := ""
	for i := range l.s.CoreNetworkAttachments {
		a := &l.s.CoreNetworkAttachments[i]
		if !isOfCore(a, c) || coreKind(a.AttachmentType) != "vpc" || lastOf(a.ResourceArn) != vpc {
			continue
		}
		if isOneOf(a.State, "AVAILABLE") {
			return a, end{}, false
		}
		broken = a.AttachmentId
	}
	if broken != "" {
		return nil, dropped("R8.1: %s is not available", broken), true
	}
	return nil, unclear("the attachment of %s to %s was not captured", vpc, c.CoreNetworkId), true
}

func isOfCore(a *topology.CoreNetworkAttachment, c *topology.CoreNetwork) bool {
	return a.CoreNetworkId != "" && a.CoreNetworkId == c.CoreNetworkId || a.CoreNetworkArn != "" && a.CoreNetworkArn == c.CoreNetworkArn
}

// coreKind folds the spellings of an attachment's type: SITE_TO_SITE_VPN and site-to-site-vpn.
func coreKind(text string) string { return strings.ToLower(strings.ReplaceAll(text, "_", "-")) }

// lastOf an ARN is the id of its resource.
func lastOf(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }

func coreSubnets(a *topology.CoreNetworkAttachment) []string {
	var all []string
	for _, arn := range a.SubnetArns {
		all = append(all, lastOf(arn))
	}
	return all
}

// throughCore looks the destination up in the routes of the segment at the edge, and takes the packet to one of the attachments that the
// route names.
func (l *leg) throughCore(at corePlace, p packet) end {
	key := fmt.Sprint("in ", at.network.CoreNetworkId, at.attachment, at.zone, p.header())
	if l.visited[key] {
		return dropped("R2.16: the packet comes back to %s", at.attachment)
	}
	l.visited[key] = true
	route, end, stopped := l.coreLookup(at, p.dst)
	if stopped {
		return end
	}
	destinations := coreDestinations(route)
	switch {
	case route.State == "BLACKHOLE":
		return dropped("R8.2: the route to %v at %s is a blackhole", p.dst, at.edge)
	case len(destinations) == 0:
		return unclear("R8.2: the route to %v at %s names no attachment", p.dst, at.edge)
	}
	return l.outOfCore(at, destinations[l.awsPicks(len(destinations))], p)
}

// outOfCore leaves by an attachment: into a VPC, or to a network outside.
func (l *leg) outOfCore(at corePlace, to coreDestination, p packet) end {
	l.note("R8.2: by %s", to.attachment)
	a := l.coreAttachment(to.attachment)
	if a != nil && !isOneOf(a.State, "AVAILABLE") {
		return dropped("R8.1: %s is not available", to.attachment)
	}
	site := l.coreSiteOf(at.network, to)
	switch {
	case site.kind == "vpc":
		return l.coreIntoVpc(at, a, site.resource, p)
	case site.isOutside():
		return l.toCoreSite(site, p)
	}
	return unclear("R8.3: destination %s of kind %q is beyond the model", to.attachment, site.kind)
}

func (r *run) coreAttachment(id string) *topology.CoreNetworkAttachment {
	if id == "" {
		return nil
	}
	return find(r.s.CoreNetworkAttachments, id, func(a *topology.CoreNetworkAttachment) string { return a.AttachmentId })
}

// coreIntoVpc comes out in a subnet of the attachment, as from a transit gateway; where those are not told, right beside the destination.
func (l *leg) coreIntoVpc(at corePlace, a *topology.CoreNetworkAttachment, vpc string, p packet) end {
	v := l.vpc(vpc)
	switch {
	case v == nil:
		return unclear("VPC %s was not captured", vpc)
	case a == nil || len(a.SubnetArns) == 0:
		if !within(vpcBlocks(v), p.dst) {
			return unclear("R8.4: the subnets of the attachment to %s were not captured", vpc)
		}
		return l.deliver(v, p)
	}
	if a.EdgeLocation != at.edge {
		at.zone = zone{}
	}
	subnet := l.exitZone(at.zone, a.AttachmentId, coreSubnets(a), a.Options.ApplianceModeSupport)
	sub := l.subnet(subnet)
	if sub == nil {
		return unclear("subnet %s was not captured", subnet)
	}
	l.passed = append(l.passed, passing{a.AttachmentId, subnet, true})
	p.transit = vpc
	return l.fromAttachment(hop{vpc: v, subnet: sub}, p)
}
