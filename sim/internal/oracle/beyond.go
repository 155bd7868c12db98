package oracle

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// fromBeyond walks a flow whose sender no document places as if it came from beyond what was captured, to each interface that has the
// address: unknown, if that is what comes of it.
func fromBeyond(s *topology.Snapshot, f Flow, o Options) (Outcome, bool) {
	probe := &leg{run: &run{s: s, flow: f, doubts: &odometer{}, picks: &odometer{}, options: o}}
	p := packet{src: f.SourceIP, dst: f.To, proto: f.Protocol, icmpType: f.ICMPType, icmpCode: f.ICMPCode}
	if f.From != "" || f.OfInternet || !p.wantsReply() || probe.entryOf(p).place != onInternet {
		return Outcome{}, false
	}
	if probe.liesOutside(f.SourceIP) && probe.liesOutside(f.To) {
		return Outcome{Verdict: Unknown, Forward: Unknown, Why: "R0.5: neither end was captured"}, true
	}
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		if !holds(e, f.To) || !probe.mayLieBeyond(e.VpcId, f.SourceIP) {
			continue
		}
		if out := overDoubts(s, f, o, e); out.Verdict == Unknown || out.GaveUp {
			return out, true
		}
	}
	return Outcome{}, false
}

// mayLieBeyond tells whether an address may be a host's in a network that was not captured: private, IPv6, or a peer's.
func (r *run) mayLieBeyond(vpc string, a netip.Addr) bool {
	v := r.vpc(vpc)
	if v == nil || within(vpcBlocks(v), a) {
		return false
	}
	if a.Is6() || a.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(a) {
		return true
	}
	for i := range r.s.VpcPeeringConnections {
		c := &r.s.VpcPeeringConnections[i]
		far, joins := farSide(c, vpc)
		if joins && c.Status.Code == "active" && r.vpc(far.VpcId) == nil && within(sideBlocks(far), a) {
			return true
		}
	}
	return false
}

// liesOutside tells whether a private address is of no VPC and no network outside that the documents tell of.
func (l *leg) liesOutside(a netip.Addr) bool {
	if !a.IsPrivate() && !netip.MustParsePrefix("100.64.0.0/10").Contains(a) {
		return false
	}
	for i := range l.s.Vpcs {
		if within(vpcBlocks(&l.s.Vpcs[i]), a) {
			return false
		}
	}
	return l.entryOf(packet{src: a}).place == onInternet
}

// enterFromBeyond takes in at an interface what comes by a way that nobody knows. What a transit gateway delivers in a subnet that it is
// attached to no ACL sees (R5.11).
func (l *leg) enterFromBeyond(e *topology.NetworkInterface, p packet) end {
	l.entryPlace, l.entry = atBeyond, e.NetworkInterfaceId
	l.passes(maybe, "R0.5: the way that %v comes in by", p.src)
	if l.isAttachedBy(e.SubnetId) {
		return l.receive(holder{eni: e, subnet: e.SubnetId}, p)
	}
	return l.deliverTo(holder{eni: e, subnet: e.SubnetId}, p)
}

func (r *run) isAttachedBy(subnet string) bool {
	for i := range r.s.TransitGatewayVpcAttachments {
		if slices.Contains(r.s.TransitGatewayVpcAttachments[i].SubnetIds, subnet) {
			return true
		}
	}
	for i := range r.s.CoreNetworkAttachments {
		if slices.Contains(coreSubnets(&r.s.CoreNetworkAttachments[i]), subnet) {
			return true
		}
	}
	return false
}

// strangerIsMember tells whether a sender from beyond may carry a group: one of a peer that was not captured may carry any, others those
// of which there is no document.
func (r *run) strangerIsMember(e *topology.NetworkInterface, group string, a netip.Addr) truth {
	known := slices.ContainsFunc(r.s.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == group })
	if !known {
		return maybe
	}
	for i := range r.s.VpcPeeringConnections {
		c := &r.s.VpcPeeringConnections[i]
		if far, joins := farSide(c, e.VpcId); joins && r.isRegional(c) && r.vpc(far.VpcId) == nil && within(sideBlocks(far), a) {
			return maybe
		}
	}
	return no
}
