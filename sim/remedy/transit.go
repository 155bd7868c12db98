package remedy

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// transitTable is a table of a transit gateway, or nil.
func (s *scene) transitTable(id string) *topology.TransitGatewayRouteTable {
	return row(s.Snapshot.TransitGatewayRouteTables, func(t *topology.TransitGatewayRouteTable) bool { return t.TransitGatewayRouteTableId == id })
}

// propagations let the VPC that holds an address write its blocks into a table.
func (s *scene) propagations(table string, dst netip.Addr) []proposal {
	t := s.transitTable(table)
	if t == nil {
		return nil
	}
	inside := s.vpcsOf(dst)
	var all []proposal
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		a := &s.Snapshot.TransitGatewayVpcAttachments[i]
		if _, holds := inside[a.VpcId]; holds && a.TransitGatewayId == t.TransitGatewayId {
			all = append(all, proposal{add(edit.Propagation{Table: table, Attachment: a.TransitGatewayAttachmentId})})
		}
	}
	return all
}

// transitWays are the attachments of a table's transit gateway that may lead to an address.
func (s *scene) transitWays(table string, dst netip.Addr) []way {
	t := s.transitTable(table)
	if t == nil {
		return nil
	}
	inside := s.vpcsOf(dst)
	block := netip.PrefixFrom(dst, dst.BitLen())
	for _, b := range inside {
		if b.Bits() < block.Bits() {
			block = b
		}
	}
	var ways []way
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		a := &s.Snapshot.TransitGatewayVpcAttachments[i]
		switch b, holds := inside[a.VpcId]; {
		case a.TransitGatewayId != t.TransitGatewayId:
		case holds:
			ways = append(ways, way{b, a.TransitGatewayAttachmentId})
		case len(inside) == 0 && netmath.Internet(netmath.FamilyOf(dst)).Contains(dst) && s.hasWayOut(a.VpcId):
			ways = append(ways, way{netip.PrefixFrom(dst, 0).Masked(), a.TransitGatewayAttachmentId})
		}
	}
	outside, isOutside := s.outside(dst)
	for i := range s.Snapshot.TransitGatewayAttachments {
		a := &s.Snapshot.TransitGatewayAttachments[i]
		switch {
		case a.TransitGatewayId != t.TransitGatewayId || a.ResourceType == "vpc":
		case a.ResourceType == "peering" && len(inside) > 0:
			ways = append(ways, way{block, a.TransitGatewayAttachmentId})
		case a.ResourceType != "peering" && isOutside && len(inside) == 0:
			ways = append(ways, way{outside, a.TransitGatewayAttachmentId})
		}
	}
	return ways
}

// hasWayOut reports whether a VPC has a NAT gateway by which others may go out.
func (s *scene) hasWayOut(vpc string) bool {
	return slices.ContainsFunc(s.Snapshot.NatGateways, func(g topology.NatGateway) bool { return g.VpcId == vpc })
}

// associate gives an attachment a table of its transit gateway: the default one before others.
func associate(s *scene) []proposal {
	gateway := ""
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		if a := &s.Snapshot.TransitGatewayVpcAttachments[i]; a.TransitGatewayAttachmentId == s.x.At.ID {
			gateway = a.TransitGatewayId
		}
	}
	for i := range s.Snapshot.TransitGatewayAttachments {
		if a := &s.Snapshot.TransitGatewayAttachments[i]; a.TransitGatewayAttachmentId == s.x.At.ID && gateway == "" {
			gateway = a.TransitGatewayId
		}
	}
	var first, rest []proposal
	for i := range s.Snapshot.TransitGatewayRouteTables {
		t := &s.Snapshot.TransitGatewayRouteTables[i]
		p := proposal{add(edit.Association{Table: t.TransitGatewayRouteTableId, With: s.x.At.ID})}
		switch {
		case t.TransitGatewayId != gateway:
		case t.DefaultAssociationRouteTable:
			first = append(first, p)
		default:
			rest = append(rest, p)
		}
	}
	return append(first, rest...)
}

// attachmentsAt are the attachments of VPCs that a blocker may be about: the one at which it is, or those of its gateway.
func (s *scene) attachmentsAt() []*topology.TransitGatewayVpcAttachment {
	var all []*topology.TransitGatewayVpcAttachment
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		a := &s.Snapshot.TransitGatewayVpcAttachments[i]
		if s.x.At.ID == a.TransitGatewayAttachmentId || s.x.At.ID == a.TransitGatewayId || s.x.Missing.ID == a.TransitGatewayAttachmentId {
			all = append(all, a)
		}
	}
	return all
}

// enterZone gives the attachment a subnet in the sender's Availability Zone: the one that the packet comes from, or another one.
func enterZone(s *scene) []proposal {
	var all []proposal
	for _, a := range s.attachmentsAt() {
		var zones, subnets []string
		for _, e := range s.ends() {
			if d := s.iface(e.ID); e.Kind == ref.NetworkInterface && d != nil && d.VpcId == a.VpcId {
				zones, subnets = append(zones, d.AvailabilityZone), append(subnets, d.SubnetId)
			}
		}
		var others []string
		for i := range s.Snapshot.Subnets {
			switch n := &s.Snapshot.Subnets[i]; {
			case n.VpcId != a.VpcId:
			case slices.Contains(zones, n.AvailabilityZone):
				subnets = append(subnets, n.SubnetId)
			default:
				others = append(others, n.SubnetId)
			}
		}
		subnets = append(subnets, others...)
		for _, id := range subnets {
			all = append(all, proposal{add(edit.Attachment{Gateway: a.TransitGatewayAttachmentId, At: id})})
		}
	}
	return all
}

// pinZone turns appliance mode on, so that replies pass what requests passed.
func pinZone(s *scene) []proposal {
	var all []proposal
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		a := &s.Snapshot.TransitGatewayVpcAttachments[i]
		if s.meets(ref.TransitGatewayAttachment, a.TransitGatewayAttachmentId) && a.Options.ApplianceModeSupport != "enable" {
			all = append(all, proposal{set(a.TransitGatewayAttachmentId, "appliance-mode", "enable")})
		}
	}
	return append(all, routeElsewhere(s)...)
}
