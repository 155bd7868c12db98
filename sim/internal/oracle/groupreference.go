package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// refersTo tells whether a security group reference of an interface's rule matches a packet (R4.5, R4.6).
func (r *run) refersTo(e *topology.NetworkInterface, group string, d direction, p packet) truth {
	if d == egress {
		return r.destinationIsMember(e, group, p.dst)
	}
	return r.senderIsMember(e, group, p)
}

// senderIsMember needs a sender whose identity no hop has hidden (R4.7).
func (r *run) senderIsMember(e *topology.NetworkInterface, group string, p packet) truth {
	sender := r.networkInterface(p.identity)
	if p.identity == "" && r.beyond != nil {
		return r.strangerIsMember(e, group, p.src)
	}
	if p.identity == "" || sender == nil {
		return no
	}
	switch {
	case !isMember(sender, group):
		return no
	case p.crossed != no:
		return p.crossed
	}
	return truthOf(r.referable(e.VpcId, sender.VpcId))
}

// destinationIsMember looks the destination up among the private addresses in scope.
func (r *run) destinationIsMember(e *topology.NetworkInterface, group string, dst netip.Addr) truth {
	known := false
	for i := range r.s.NetworkInterfaces {
		member := &r.s.NetworkInterfaces[i]
		if !holds(member, dst) || !r.referable(e.VpcId, member.VpcId) {
			continue
		}
		known = true
		if isMember(member, group) {
			return yes
		}
	}
	if !known && r.mayHideMember(e.VpcId, dst) {
		return maybe
	}
	return no
}

func isMember(e *topology.NetworkInterface, group string) bool {
	for _, g := range e.Groups {
		if g.GroupId == group {
			return true
		}
	}
	return false
}

// referable tells whether rules of one VPC may refer to groups of interfaces in another: the same one, or one
// joined by an active peering inside the Region (R4.6).
func (r *run) referable(vpc, other string) bool {
	if vpc == other {
		return true
	}
	for i := range r.s.VpcPeeringConnections {
		c := &r.s.VpcPeeringConnections[i]
		if far, joins := farSide(c, vpc); joins && far.VpcId == other && r.isRegional(c) {
			return true
		}
	}
	return false
}

// isRegional tells whether a peering is active and stays inside its Region.
func (r *run) isRegional(c *topology.VpcPeeringConnection) bool {
	return c.Status.Code == "active" && r.regionOf(c.RequesterVpcInfo) == r.regionOf(c.AccepterVpcInfo)
}

func (r *run) regionOf(side topology.VpcPeeringConnectionVpcInfo) string {
	if v := r.vpc(side.VpcId); side.Region == "" && v != nil {
		return v.Region
	}
	return side.Region
}

// mayHideMember tells whether an interface in scope that was not captured may have the address: one of a peer VPC
// that is not in the snapshot, or of a VPC whose interfaces are not all known.
func (r *run) mayHideMember(vpc string, a netip.Addr) bool {
	if r.mayHideInterface(vpc, a) {
		return true
	}
	for i := range r.s.VpcPeeringConnections {
		c := &r.s.VpcPeeringConnections[i]
		far, joins := farSide(c, vpc)
		if !joins || !r.isRegional(c) {
			continue
		}
		if r.vpc(far.VpcId) == nil && within(sideBlocks(far), a) || r.mayHideInterface(far.VpcId, a) {
			return true
		}
	}
	return false
}

func (r *run) mayHideInterface(vpc string, a netip.Addr) bool {
	v := r.vpc(vpc)
	return v != nil && within(vpcBlocks(v), a) && !r.interfacesWhole(vpc)
}
