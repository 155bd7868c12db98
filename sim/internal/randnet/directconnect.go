package randnet

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// addDirectConnect associates gateways with Direct Connect gateways, which have virtual interfaces or do not tell.
func (d *draft) addDirectConnect() {
	for _, v := range d.vpcs {
		if v.vgw != nil && d.chance(60) {
			for range pick(d.dice, 1, 1, 1, 1, 2) {
				x := d.directConnect(d.id("dxgw"), v.Meta, v.blocks())
				x.AssociatedGateway.ID, x.AssociatedGateway.Type = v.vgw.VpnGatewayId, "virtualPrivateGateway"
				if x.VirtualGatewayId = v.vgw.VpnGatewayId; d.chance(15) {
					x.AssociatedGateway.ID = ""
				}
			}
		}
	}
	for _, g := range d.gateways {
		for _, a := range g.attachments {
			if a.kind != "direct-connect-gateway" || !d.chance(80) {
				continue
			}
			var blocks []netip.Prefix
			for _, other := range g.attachments {
				if other.vpc != nil {
					blocks = append(blocks, other.blocks()...)
				}
			}
			x := d.directConnect(a.resource, g.Meta, blocks)
			x.AssociatedGateway.ID, x.AssociatedGateway.Type = g.TransitGatewayId, "transitGateway"
		}
	}
}

// directConnect is an association that allows most of some blocks.
func (d *draft) directConnect(id string, meta topology.Meta, blocks []netip.Prefix) *topology.DirectConnectGatewayAssociation {
	x := &topology.DirectConnectGatewayAssociation{
		Meta: meta, AssociationId: d.id("dx-assoc"), DirectConnectGatewayId: id, AssociationState: d.good(92, "associated", "associating", "disassociated", ""),
	}
	if d.chance(80) {
		for _, b := range blocks {
			d.allow(x, b)
		}
		if d.chance(10) {
			d.allow(x, netip.MustParsePrefix("10.0.0.0/8"))
		}
	}
	d.hybrid.associations = append(d.hybrid.associations, x)
	for range pick(d.dice, 0, 0, 1, 1, 2) {
		d.addVirtualInterface(id, meta)
	}
	return x
}

func (d *draft) allow(x *topology.DirectConnectGatewayAssociation, b netip.Prefix) {
	if !d.chance(88) {
		return
	}
	if d.chance(20) {
		b = d.near(d.near(d.near(b)))
	}
	if d.chance(2) {
		b = netip.Prefix{}
	}
	allowed := topology.RouteFilterPrefix{Cidr: b}
	if !slices.Contains(x.AllowedPrefixesToDirectConnectGateway, allowed) {
		x.AllowedPrefixesToDirectConnectGateway = append(x.AllowedPrefixesToDirectConnectGateway, allowed)
	}
}

func (d *draft) addVirtualInterface(gateway string, meta topology.Meta) {
	x := &topology.VirtualInterface{
		Meta: meta, VirtualInterfaceId: d.id("dxvif"), DirectConnectGatewayId: gateway, VirtualInterfaceType: "private", VirtualInterfaceState: d.good(85, "available", "down", "deleted"),
	}
	for range pick(d.dice, 0, 1, 2) {
		x.BgpPeers = append(x.BgpPeers, struct {
			BgpPeerId     string `json:"bgpPeerId"`
			AddressFamily string `json:"addressFamily"`
			BgpPeerState  string `json:"bgpPeerState"`
			BgpStatus     string `json:"bgpStatus"`
		}{BgpPeerId: "dxpeer", AddressFamily: "ipv4", BgpPeerState: "available", BgpStatus: d.good(85, "up", "down", "")})
	}
	d.hybrid.virtual = append(d.hybrid.virtual, x)
}
