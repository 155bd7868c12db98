package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// clientBlocks are networks of Client VPN clients. The second is part of a site behind VPNs, the last is a VPC's too.
var clientBlocks = []string{"10.222.0.0/22", "10.222.0.0/22", "10.200.4.0/22", "172.31.8.0/22", "10.222.0.0/16", "10.0.0.0/22"}

// addClientVpns gives one or two VPCs a Client VPN endpoint.
func (d *draft) addClientVpns() {
	for range pick(d.dice, 1, 1, 1, 2) {
		v := pick(d.dice, d.vpcs...)
		x := d.clientVpn(d.id("cvpn-endpoint"), v.Meta, pick(d.dice, clientBlocks...))
		x.VpcId = v.VpcId
		for i, s := range d.subnets4(v) {
			if i == 0 || i == 1 && d.chance(45) {
				d.associateClients(x, v, s)
			}
		}
		d.permitClients(x, v.blocks())
		if d.chance(30) {
			d.routeClients(x, x.ClientCidrBlock, "local")
			d.permitClients(x, []netip.Prefix{x.ClientCidrBlock})
		}
		d.breakClientVpn(x)
	}
}

// clientVpn is an endpoint without anything yet.
func (d *draft) clientVpn(id string, meta topology.Meta, block string) *topology.ClientVpnEndpoint {
	x := &topology.ClientVpnEndpoint{
		Meta: meta, ClientVpnEndpointId: id, ClientCidrBlock: netip.MustParsePrefix(block), TransportProtocol: "udp", VpnPort: 443,
		RoutesKnown: d.chance(95), AuthorizationRulesKnown: d.chance(95), TargetNetworksKnown: d.chance(96),
	}
	x.Status.Code = d.good(93, "available", "pending-associate", "pending-associate", "deleting", "")
	d.hybrid.clients = append(d.hybrid.clients, x)
	return x
}

// associateClients associates an endpoint with a subnet: an interface there, and routes.
func (d *draft) associateClients(x *topology.ClientVpnEndpoint, v *vpcDraft, s *subnetDraft) {
	t := topology.ClientVpnTargetNetwork{
		ClientVpnEndpointId: x.ClientVpnEndpointId, AssociationId: d.id("cvpn-assoc"), VpcId: v.VpcId, TargetNetworkId: s.SubnetId,
	}
	t.Status.Code = d.good(95, "associated", "associating", "disassociating", "")
	x.ClientVpnTargetNetworks = append(x.ClientVpnTargetNetworks, t)
	for range pick(d.dice, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2) {
		if e := d.addServiceInterface(v, s, "interface", "ClientVPN Endpoint resource"); e != nil && d.chance(4) {
			e.Status, e.Attachment = "available", nil
		}
	}
	for _, b := range v.blocks() {
		if d.chance(96) {
			d.routeClients(x, b, s.SubnetId)
		}
	}
	if d.chance(45) {
		d.routeClients(x, anywhere, s.SubnetId)
	}
	if d.chance(20) {
		d.routeClients(x, netip.MustParsePrefix(pick(d.dice, "10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "2000::/3")), s.SubnetId)
	}
}

func (d *draft) routeClients(x *topology.ClientVpnEndpoint, block netip.Prefix, target string) {
	r := topology.ClientVpnRoute{ClientVpnEndpointId: x.ClientVpnEndpointId, DestinationCidr: d.nearOf(block), TargetSubnet: target, Type: "Nat", Origin: "add-route"}
	r.Status.Code = d.good(97, "active", "creating", "failed", "deleting", "")
	if d.chance(1) {
		r.DestinationCidr = netip.Prefix{}
	}
	x.Routes = append(x.Routes, r)
}

// permitClients authorizes for some blocks, or for everything.
func (d *draft) permitClients(x *topology.ClientVpnEndpoint, blocks []netip.Prefix) {
	if d.chance(55) {
		blocks = append(blocks[:len(blocks):len(blocks)], anywhere)
	}
	if d.chance(25) {
		blocks = append(blocks[:len(blocks):len(blocks)], netip.MustParsePrefix("10.0.0.0/8"))
	}
	for _, b := range blocks {
		if !d.chance(92) {
			continue
		}
		r := topology.ClientVpnAuthorizationRule{ClientVpnEndpointId: x.ClientVpnEndpointId, DestinationCidr: d.nearOf(b), AccessAll: d.chance(70)}
		if !r.AccessAll {
			r.GroupId = "S-1-5-21"
		}
		r.Status.Code = d.good(96, "active", "authorizing", "revoking", "failed", "")
		if d.chance(2) {
			r.DestinationCidr = netip.Prefix{}
		}
		x.AuthorizationRules = append(x.AuthorizationRules, r)
	}
}

// breakClientVpn forgets parts of an endpoint.
func (d *draft) breakClientVpn(x *topology.ClientVpnEndpoint) {
	switch d.IntN(40) {
	case 0:
		x.Routes, x.RoutesKnown = nil, false
	case 1:
		x.AuthorizationRules, x.AuthorizationRulesKnown = nil, false
	case 2:
		x.ClientVpnTargetNetworks, x.TargetNetworksKnown = nil, d.chance(50)
	case 3:
		x.ClientVpnTargetNetworks, x.VpcId = nil, ""
	case 4:
		x.VpcId = ""
	case 5:
		x.ClientCidrBlock = netip.MustParsePrefix("fd00:222::/64")
		d.permitClients(x, []netip.Prefix{netip.MustParsePrefix("::/0")})
		for _, t := range x.ClientVpnTargetNetworks {
			d.routeClients(x, netip.MustParsePrefix("::/0"), t.TargetNetworkId)
		}
	}
}

// describeClientVpns tells of the endpoints behind attachments of transit gateways.
func (d *draft) describeClientVpns() {
	for _, g := range d.gateways {
		for _, a := range g.attachments {
			if a.kind != "client-vpn" {
				continue
			}
			block := pick(d.dice, clientBlocks[:4]...)
			if len(a.learned) > 0 && d.chance(60) {
				block = a.learned[0].String()
			}
			x := d.clientVpn(a.resource, g.Meta, block)
			var blocks []netip.Prefix
			for _, other := range g.attachments {
				blocks = append(blocks, other.blocks()...)
			}
			d.permitClients(x, blocks)
		}
	}
}

// nearOf is near, of any prefix.
func (d *draft) nearOf(b netip.Prefix) netip.Prefix {
	if b.Bits() == 0 {
		return b
	}
	return d.near(b)
}
