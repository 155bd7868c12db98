package oracle

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// intoVpc leaves by a VPC attachment: the packet comes out in one of its subnets (R7.8).
func (l *leg) intoVpc(at crossing, a *topology.TransitGatewayVpcAttachment, p packet) end {
	id := a.TransitGatewayAttachmentId
	if !isForwarding(a.State) {
		return dropped("R7.18: %s is not available", id)
	}
	subnet, end, stopped := l.exitSubnet(at, a)
	if stopped {
		return end
	}
	l.note("R7.9: %s comes out in %s", id, subnet)
	l.passed = append(l.passed, passing{id, subnet, true})
	sub, v := l.subnet(subnet), l.vpc(a.VpcId)
	if sub == nil || v == nil {
		return unclear("VPC %s or its subnet %s was not captured", a.VpcId, subnet)
	}
	p.identity, p.crossed = l.identityBehind(at, a, p)
	p.transit = a.VpcId
	return l.fromAttachment(hop{vpc: v, subnet: sub}, p)
}

// identityBehind is what security group references see behind the gateway (R4.6): both VPC attachments and the gateway
// must be told to. Of a gateway that was not captured nobody knows.
func (r *run) identityBehind(at crossing, a *topology.TransitGatewayVpcAttachment, p packet) (string, truth) {
	if at.vpc == nil || p.identity == "" || !enabled(a.Options.SecurityGroupReferencingSupport) {
		return "", no
	}
	if r.transitGateway(at.gateway) == nil {
		return p.identity, maybe
	}
	return p.identity, yes
}

// exitSubnet is the attachment's subnet in the zone where the packet came into the gateway, else any that AWS picks (R7.9).
// A reply stays in the zone of its request if the attachment is in appliance mode (R7.10).
func (l *leg) exitSubnet(at crossing, a *topology.TransitGatewayVpcAttachment) (string, end, bool) {
	if len(a.SubnetIds) == 0 {
		return "", unclear("the subnets of %s were not captured", a.TransitGatewayAttachmentId), true
	}
	return l.exitZone(at.zone, a.TransitGatewayAttachmentId, a.SubnetIds, enabled(a.Options.ApplianceModeSupport)), end{}, false
}

// exitZone picks among the subnets of an attachment.
func (l *leg) exitZone(z zone, attachment string, subnets []string, appliance bool) string {
	if subnet := l.subnetOfRequest(attachment); subnet != "" && appliance {
		return subnet
	}
	if !z.isNone() {
		switch subnet, found := l.subnetIn(z, subnets); found {
		case yes:
			return subnet
		case maybe: // it may be any of them
			return subnets[l.choose(fmt.Sprint("subnet of ", attachment, " for ", z), len(subnets))]
		}
	}
	return subnets[l.awsPicks(len(subnets))]
}

// subnetOfRequest is the subnet by which the request went through an attachment: into the VPC, else out of it.
func (l *leg) subnetOfRequest(attachment string) string {
	if !l.isReply() {
		return ""
	}
	for _, out := range []bool{true, false} {
		for _, x := range l.request.passed {
			if x.attachment == attachment && x.out == out {
				return x.subnet
			}
		}
	}
	return ""
}

// fromAttachment goes on by the route table of the attachment's subnet (R7.8). Inside that subnet no network ACL is asked
// (R5.11), else the subnet's egress is (R5.12).
func (l *leg) fromAttachment(from hop, p packet) end {
	id := from.subnet.SubnetId
	if within(neverRouted, p.dst) {
		return dropped("R2.10: %v is never routed", p.dst)
	}
	inside := within(subnetBlocks(from.subnet), p.dst)
	if !inside && !l.aclPasses(id, egress, p) {
		return dropped("R5.12: the network ACL of %s lets it not out", id)
	}
	t := l.tableOf(from.vpc, id)
	if t == nil {
		return unclear("R2.1: the route table of %s was not captured", id)
	}
	route, end, stopped := l.routeIn(from.vpc, t, p)
	if stopped {
		return end
	}
	if inside && route.GatewayId == "local" {
		return l.toNeighbour(from.vpc.VpcId, p)
	}
	if inside && !l.aclPasses(id, egress, p) {
		return dropped("R5.12: the network ACL of %s lets it not out", id)
	}
	return l.toTarget(route, from, p)
}
