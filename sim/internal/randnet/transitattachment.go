package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

func (d *draft) addAttachment(g *gatewayDraft, kind, resource string) *attachmentDraft {
	a := &attachmentDraft{id: d.id("tgw-attach"), kind: kind, resource: resource, state: "available", in: g}
	g.attachments = append(g.attachments, a)
	return a
}

// attachVpcs attaches most VPCs of the gateway's Region; a second gateway takes those that the first has not, mostly.
func (d *draft) attachVpcs(g *gatewayDraft, second bool) {
	for _, v := range d.vpcs {
		often := 92
		if second && d.isAttached(v) {
			often = 25
		}
		if v.Region == g.Region && d.chance(often) {
			d.attachVpc(g, v, 70)
		}
	}
}

func (d *draft) isAttached(v *vpcDraft) bool {
	for _, g := range d.gateways {
		if g.attachmentOf(v) != nil {
			return true
		}
	}
	return false
}

func (g *gatewayDraft) attachmentOf(v *vpcDraft) *attachmentDraft {
	for _, a := range g.attachments {
		if a.vpc == v {
			return a
		}
	}
	return nil
}

// attachVpc attaches a VPC by a subnet in most of the zones that it uses. In so many percent of cases most of its hosts are open inside.
func (d *draft) attachVpc(g *gatewayDraft, v *vpcDraft, open int) {
	var subnets []string
	for _, zone := range []string{"a", "b"} {
		if s := d.attachmentSubnet(v, v.Region+zone); s != nil && (d.chance(96) || zone == "b" && len(subnets) == 0) {
			subnets = append(subnets, s.SubnetId)
		}
	}
	if len(subnets) == 0 {
		return
	}
	a := d.addAttachment(g, "vpc", v.VpcId)
	a.vpc = v
	if d.chance(open) {
		d.openInside(v)
	}
	a.row = &topology.TransitGatewayVpcAttachment{
		Meta: v.Meta, TransitGatewayAttachmentId: a.id, TransitGatewayId: g.TransitGatewayId, VpcId: v.VpcId, VpcOwnerId: v.OwnerId, State: "available", SubnetIds: subnets,
	}
	a.row.Options = topology.TransitGatewayVpcAttachmentOptions{
		DnsSupport: "enable", SecurityGroupReferencingSupport: d.enable(80), Ipv6Support: d.enable(65), ApplianceModeSupport: d.enable(15),
	}
}

// openInside puts most hosts of a VPC into a group that admits all networks inside.
func (d *draft) openInside(v *vpcDraft) {
	g := d.addGroup(v, "inside", v.OwnerId)
	g.IpPermissions = []topology.IpPermission{permit(everything, inside...)}
	for _, e := range v.hosts() {
		if d.chance(70) {
			join(e, g)
		}
	}
}

// attachmentOffset is where an attachment's own subnet begins in the slot of the one beside it.
const attachmentOffset = 48

// attachmentSubnet is a subnet of a zone for an attachment: one with hosts, or one of its own beside one with hosts. Nil if the VPC is not
// in the zone with IPv4.
func (d *draft) attachmentSubnet(v *vpcDraft, zone string) *subnetDraft {
	var candidates []*subnetDraft
	for _, s := range v.subnets {
		if s.AvailabilityZone == zone && s.CidrBlock.IsValid() {
			candidates = append(candidates, s)
		}
	}
	beside := pick(d.dice, candidates...)
	if beside == nil || d.chance(35) || beside.CidrBlock.Addr().As4()[3]%slotSize != 0 {
		return beside
	}
	block := netip.PrefixFrom(offset(beside.CidrBlock.Addr(), attachmentOffset), 28)
	for _, s := range v.subnets {
		if s.CidrBlock.IsValid() && s.CidrBlock.Overlaps(block) {
			return beside // a second gateway's attachment shares the first one's subnets
		}
	}
	s := d.addSubnet(v, pick(d.dice, isolated, private, private), block, families{v4: true, v6: v.dual() && d.chance(70)})
	s.AvailabilityZone, s.AvailabilityZoneId = beside.AvailabilityZone, beside.AvailabilityZoneId
	if d.chance(50) {
		d.addAttachmentInterface(v, s)
	}
	return s
}

// addAttachmentInterface is what a transit gateway puts into a subnet: it never listens (R4.12).
func (d *draft) addAttachmentInterface(v *vpcDraft, s *subnetDraft) {
	if e := d.addInterface(v, s, "transit_gateway"); e != nil {
		e.RequesterManaged, e.Description = true, "Network Interface for Transit Gateway Attachment"
		e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", Status: "attached"}
	}
}

// farBlocks are networks behind transit gateways: no virtual private gateway leads there.
var farBlocks = []string{"10.210.0.0/16", "10.220.0.0/16", "192.168.210.0/24", "172.30.128.0/20"}

// attachSites attaches VPN connections, and Direct Connect.
func (d *draft) attachSites(g *gatewayDraft) {
	first := 2 * (len(d.gateways) - 1)
	if g == d.gateways[0] {
		first = 0
	}
	if d.chance(45) {
		a := d.attachVpn(g, farBlocks[first])
		if d.chance(25) {
			b := d.attachVpn(g, farBlocks[first])
			b.vpn.Routes, b.learned = nil, a.learned // a second path to the same site
			if len(a.learned) == 0 {
				b.learned = []netip.Prefix{netip.MustParsePrefix(farBlocks[first])}
			}
		}
	}
	if d.chance(32) {
		a := d.addAttachment(g, pick(d.dice, "direct-connect-gateway", "direct-connect-gateway", "connect", "client-vpn", "network-function"), d.id("resource"))
		a.learned = []netip.Prefix{netip.MustParsePrefix(farBlocks[first+1])}
	}
}

// attachVpn adds a VPN connection: with static routes, or with BGP.
func (d *draft) attachVpn(g *gatewayDraft, block string) *attachmentDraft {
	c := &topology.VpnConnection{
		Meta: g.Meta, VpnConnectionId: d.id("vpn"), State: "available", Type: "ipsec.1", Category: "VPN", TransitGatewayId: g.TransitGatewayId, VgwTelemetry: d.tunnels(),
	}
	a := d.addAttachment(g, "vpn", c.VpnConnectionId)
	a.vpn = c
	if c.Options.StaticRoutesOnly = d.chance(50); c.Options.StaticRoutesOnly {
		addStatic(c, netip.MustParsePrefix(block), "available")
	} else {
		a.learned = []netip.Prefix{netip.MustParsePrefix(block)}
	}
	if d.chance(10) {
		c.Options.TunnelInsideIpVersion = "ipv6"
		c.Routes, c.Options.StaticRoutesOnly = nil, false
		a.learned = []netip.Prefix{netip.MustParsePrefix("2600:1f21::/48")}
	}
	d.connections = append(d.connections, c)
	return a
}

// peerGateways peers two gateways.
func (d *draft) peerGateways(a, b *gatewayDraft) {
	p := &topology.TransitGatewayPeeringAttachment{
		Meta: a.Meta, TransitGatewayAttachmentId: d.id("tgw-attach"), State: "available",
		RequesterTgwInfo: topology.PeeringTgwInfo{TransitGatewayId: a.TransitGatewayId, OwnerId: a.OwnerId, Region: a.Region},
		AccepterTgwInfo:  topology.PeeringTgwInfo{TransitGatewayId: b.TransitGatewayId, OwnerId: b.OwnerId, Region: b.Region},
	}
	for _, side := range [][2]*gatewayDraft{{a, b}, {b, a}} {
		side[0].attachments = append(side[0].attachments, &attachmentDraft{
			id: p.TransitGatewayAttachmentId, kind: "peering", resource: side[1].TransitGatewayId, state: "available", in: side[0], peer: side[1], peering: p,
		})
	}
}

// referOver adds rules whose remote is a group of another VPC of the same gateway (R4.6).
func (d *draft) referOver() {
	for _, g := range d.gateways {
		for _, a := range g.attachments {
			b := pick(d.dice, g.attachments...)
			if a.vpc == nil || b.vpc == nil || a == b || !d.chance(60) {
				continue
			}
			to, from := pick(d.dice, a.vpc.groups[1:]...), pick(d.dice, b.vpc.groups...)
			p := permit(d.traffic())
			p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: from.GroupId, UserId: from.OwnerId, VpcId: from.VpcId}}
			if d.chance(85) {
				if d.chance(25) {
					to.IpPermissions = nil
				}
				to.IpPermissions = append(to.IpPermissions, p)
			} else {
				to.IpPermissionsEgress = append(to.IpPermissionsEgress, p)
			}
		}
	}
}
