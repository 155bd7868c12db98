package topologytest

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// TGW adds an available transit gateway without any table.
func (n *Network) TGW(id string) *topology.TransitGateway {
	g := &topology.TransitGateway{Meta: n.meta(), TransitGatewayId: id, State: "available", OwnerId: n.account}
	n.tgws = append(n.tgws, g)
	return g
}

func (n *Network) tgw(id string) *topology.TransitGateway {
	if g := find(n.tgws, id, func(g *topology.TransitGateway) string { return g.TransitGatewayId }); g != nil {
		return g
	}
	panic(fmt.Sprintf("topologytest: no transit gateway %q", id))
}

// Attach adds an available attachment of the VPC that some subnets lie in.
func (n *Network) Attach(id, tgw string, subnets ...string) *topology.TransitGatewayVpcAttachment {
	in := n.vpc(n.subnet(subnets[0]).VpcId)
	n.AttachOther(id, tgw, "vpc", in.VpcId)
	a := &topology.TransitGatewayVpcAttachment{
		Meta: in.Meta, TransitGatewayAttachmentId: id, TransitGatewayId: tgw, VpcId: in.VpcId, VpcOwnerId: in.OwnerId,
		State: "available", SubnetIds: subnets,
	}
	a.Options.SecurityGroupReferencingSupport = "enable"
	n.tgwVpcs = append(n.tgwVpcs, a)
	return a
}

// AttachOther adds the general document of an available attachment, such as "direct-connect-gateway".
func (n *Network) AttachOther(id, tgw, resourceType, resource string) *topology.TransitGatewayAttachment {
	g := n.tgw(tgw)
	a := &topology.TransitGatewayAttachment{
		Meta: g.Meta, TransitGatewayAttachmentId: id, TransitGatewayId: tgw, TransitGatewayOwnerId: g.OwnerId,
		ResourceType: resourceType, ResourceId: resource, State: "available",
	}
	n.tgwAttachments = append(n.tgwAttachments, a)
	return a
}

// AttachVPN adds a VPN connection with its attachment: with static prefixes, or with BGP if there are none.
func (n *Network) AttachVPN(id, tgw, vpn string, prefixes ...string) VPN {
	n.AttachOther(id, tgw, "vpn", vpn)
	v := n.VPN(vpn, "", prefixes...)
	v.TransitGatewayId = tgw
	return v
}

// PeerTGW adds an available peering attachment, as both of its gateways show it.
func (n *Network) PeerTGW(id, requester, accepter string) (here, there *topology.TransitGatewayAttachment) {
	return n.AttachOther(id, requester, "peering", accepter), n.AttachOther(id, accepter, "peering", requester)
}

// TransitTable is a handle on a transit gateway route table.
type TransitTable struct {
	*topology.TransitGatewayRouteTable
	n *Network
}

// TransitTable adds a table of which everything is known.
func (n *Network) TransitTable(id, tgw string) TransitTable {
	t := &topology.TransitGatewayRouteTable{
		Meta: n.tgw(tgw).Meta, TransitGatewayRouteTableId: id, TransitGatewayId: tgw, State: "available",
		AssociationsKnown: true, PropagationsKnown: true, StaticRoutesKnown: true, PropagatedRoutesKnown: true, PrefixListReferencesKnown: true,
	}
	n.tgwTables = append(n.tgwTables, t)
	return TransitTable{t, n}
}

// Associate makes it the table of some attachments.
func (t TransitTable) Associate(attachments ...string) TransitTable {
	for _, id := range attachments {
		a := t.target(id)
		t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{
			TransitGatewayAttachmentId: id, ResourceId: a.ResourceId, ResourceType: a.ResourceType, State: "associated",
		})
	}
	return t
}

// Propagate lets attachments write into the table. It adds no routes.
func (t TransitTable) Propagate(attachments ...string) TransitTable {
	for _, id := range attachments {
		a := t.target(id)
		t.Propagations = append(t.Propagations, topology.TransitGatewayRouteTablePropagation{
			TransitGatewayAttachmentId: id, ResourceId: a.ResourceId, ResourceType: a.ResourceType, State: "enabled",
		})
	}
	return t
}

// Route adds an active static route to one attachment, or to several.
func (t TransitTable) Route(prefix string, attachments ...string) TransitTable {
	return t.add(prefix, "static", "active", attachments)
}

// Propagated adds an active propagated route.
func (t TransitTable) Propagated(prefix string, attachments ...string) TransitTable {
	return t.add(prefix, "propagated", "active", attachments)
}

// Blackhole adds a static route that drops.
func (t TransitTable) Blackhole(prefix string) TransitTable {
	return t.add(prefix, "static", "blackhole", nil)
}

func (t TransitTable) add(prefix, kind, state string, attachments []string) TransitTable {
	r := topology.TransitGatewayRoute{DestinationCidrBlock: netip.MustParsePrefix(prefix), Type: kind, State: state}
	for _, id := range attachments {
		r.TransitGatewayAttachments = append(r.TransitGatewayAttachments, t.target(id))
	}
	t.Routes = append(t.Routes, r)
	return t
}

// Reference sends the entries of a prefix list to an attachment, or drops them if that is "".
func (t TransitTable) Reference(list, attachment string) TransitTable {
	r := topology.TransitGatewayPrefixListReference{TransitGatewayRouteTableId: t.TransitGatewayRouteTableId, PrefixListId: list, State: "available", Blackhole: attachment == ""}
	if attachment != "" {
		a := t.target(attachment)
		r.TransitGatewayAttachment = &a
	}
	t.PrefixListReferences = append(t.PrefixListReferences, r)
	return t
}

// StaticOnly forgets the propagated routes: what is propagated has to be derived.
func (t TransitTable) StaticOnly() TransitTable {
	t.PropagatedRoutesKnown = false
	return t
}

// target is an attachment as routes name it. One that the network does not know is named by its id alone.
func (t TransitTable) target(id string) topology.TransitGatewayRouteAttachment {
	for _, a := range t.n.tgwAttachments {
		if a.TransitGatewayAttachmentId == id && a.TransitGatewayId == t.TransitGatewayId {
			return topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id, ResourceId: a.ResourceId, ResourceType: a.ResourceType}
		}
	}
	return topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id}
}

// PolicyTable is a handle on a transit gateway policy table.
type PolicyTable struct {
	*topology.TransitGatewayPolicyTable
}

// PolicyTable adds a policy table of which everything is known, for some attachments.
func (n *Network) PolicyTable(id, tgw string, attachments ...string) PolicyTable {
	t := &topology.TransitGatewayPolicyTable{
		Meta: n.tgw(tgw).Meta, TransitGatewayPolicyTableId: id, TransitGatewayId: tgw, State: "available", EntriesKnown: true, AssociationsKnown: true,
	}
	for _, a := range attachments {
		t.Associations = append(t.Associations, topology.TransitGatewayPolicyTableAssociation{TransitGatewayPolicyTableId: id, TransitGatewayAttachmentId: a, State: "associated"})
	}
	n.tgwPolicies = append(n.tgwPolicies, t)
	return PolicyTable{t}
}

// Entry sends what it matches to a table. match is "SOURCE DESTINATION PROTOCOL SOURCEPORTS DESTINATIONPORTS", each of
// which may be "*".
func (t PolicyTable) Entry(number, match, table string) PolicyTable {
	words := strings.Fields(match)
	e := topology.TransitGatewayPolicyTableEntry{PolicyRuleNumber: number, TargetRouteTableId: table}
	e.PolicyRule.SourceCidrBlock, e.PolicyRule.DestinationCidrBlock, e.PolicyRule.Protocol = words[0], words[1], words[2]
	e.PolicyRule.SourcePortRange, e.PolicyRule.DestinationPortRange = words[3], words[4]
	t.Entries = append(t.Entries, e)
	return t
}

// addTransit fills in what the network has of transit gateways.
func (n *Network) addTransit(s *topology.Snapshot) {
	s.TransitGateways = values(n, ref.TransitGateway, n.tgws, func(r *topology.TransitGateway) string { return r.TransitGatewayId })
	s.TransitGatewayAttachments = values(n, ref.TransitGatewayAttachment, n.tgwAttachments, func(r *topology.TransitGatewayAttachment) string {
		return r.TransitGatewayAttachmentId + " " + r.TransitGatewayId
	})
	s.TransitGatewayVpcAttachments = values(n, ref.None, n.tgwVpcs, func(r *topology.TransitGatewayVpcAttachment) string { return r.TransitGatewayAttachmentId })
	s.TransitGatewayRouteTables = values(n, ref.TransitGatewayRouteTable, n.tgwTables, func(r *topology.TransitGatewayRouteTable) string { return r.TransitGatewayRouteTableId })
	s.TransitGatewayPolicyTables = values(n, ref.TransitGatewayPolicyTable, n.tgwPolicies, func(r *topology.TransitGatewayPolicyTable) string { return r.TransitGatewayPolicyTableId })
	s.AvailabilityZones = n.zones
}

// AZ describes an Availability Zone of the current account.
func (n *Network) AZ(name, id string) *Network {
	n.zones = append(n.zones, topology.AvailabilityZone{Meta: n.meta(), ZoneName: name, ZoneId: id, RegionName: n.region, State: "available", ZoneType: "availability-zone"})
	return n
}

// In puts a subnet in another Availability Zone.
func (s Subnet) In(name, id string) Subnet {
	s.AvailabilityZone, s.AvailabilityZoneId = name, id
	return s
}
