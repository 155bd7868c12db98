package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// siteBlocks are networks behind VPNs. The last two overlap VPCs.
var siteBlocks = []string{"10.200.0.0/16", "10.200.1.0/24", "192.168.100.0/24", "172.31.0.0/16", "10.0.0.0/8", "10.0.0.0/25"}

// addVpnGateways gives some VPCs a virtual private gateway: with VPNs, or with routes by Direct Connect.
func (d *draft) addVpnGateways() {
	for _, v := range d.vpcs {
		if !d.chance(40) {
			continue
		}
		v.vgw = &topology.VpnGateway{
			Meta: v.Meta, VpnGatewayId: d.id("vgw"), State: "available", Type: "ipsec.1", AmazonSideAsn: 64512,
			VpcAttachments: []topology.GatewayAttachment{{VpcId: v.VpcId, State: "attached"}},
		}
		if d.chance(80) {
			d.addVPN(v)
		}
		if d.chance(20) {
			d.addVPN(v)
		}
	}
}

// addVPN adds a VPN connection: static or BGP.
func (d *draft) addVPN(v *vpcDraft) {
	site := &topology.CustomerGateway{
		Meta: v.Meta, CustomerGatewayId: d.id("cgw"), State: "available", Type: "ipsec.1", BgpAsn: "65000", IpAddress: "198.51.100.250",
	}
	c := &topology.VpnConnection{
		Meta: v.Meta, VpnConnectionId: d.id("vpn"), State: "available", Type: "ipsec.1", Category: "VPN",
		VpnGatewayId: v.vgw.VpnGatewayId, CustomerGatewayId: site.CustomerGatewayId, VgwTelemetry: d.tunnels(),
	}
	if d.chance(5) {
		c.State = pick(d.dice, "pending", "deleting", "deleted")
	}
	c.Options.StaticRoutesOnly = d.chance(60)
	if c.Options.StaticRoutesOnly {
		for range d.between(1, 2) {
			addStatic(c, netip.MustParsePrefix(pick(d.dice, siteBlocks...)), draw(d.dice, share[string]{9, "available"}, share[string]{1, "deleted"}))
		}
	}
	d.sites, d.connections = append(d.sites, site), append(d.connections, c)
}

func addStatic(c *topology.VpnConnection, block netip.Prefix, state string) {
	for _, r := range c.Routes {
		if r.DestinationCidrBlock == block {
			return
		}
	}
	c.Routes = append(c.Routes, topology.VpnStaticRoute{DestinationCidrBlock: block, Source: "Static", State: state})
}

// tunnels is the telemetry of a connection; none at all is a possible answer.
func (d *draft) tunnels() []topology.VgwTelemetry {
	states := draw(d.dice, share[[]string]{45, []string{"UP", "DOWN"}}, share[[]string]{35, []string{"UP", "UP"}},
		share[[]string]{10, []string{"DOWN", "DOWN"}}, share[[]string]{10, nil})
	var all []topology.VgwTelemetry
	for i, s := range states {
		all = append(all, topology.VgwTelemetry{OutsideIpAddress: "3.3.3." + string(rune('1'+i)), Status: s})
	}
	return all
}

// detachVGW takes a virtual private gateway off its VPC.
func (d *draft) detachVGW() {
	if v := pick(d.dice, d.vpcs...); v.vgw != nil {
		v.vgw.VpcAttachments = []topology.GatewayAttachment{{VpcId: v.VpcId, State: pick(d.dice, "detached", "detaching")}}
	}
}

// connectionsOf lists the VPNs of a gateway.
func (d *draft) connectionsOf(v *vpcDraft) []*topology.VpnConnection {
	var all []*topology.VpnConnection
	for _, c := range d.connections {
		if v.vgw != nil && c.VpnGatewayId == v.vgw.VpnGatewayId {
			all = append(all, c)
		}
	}
	return all
}

// learned are the blocks that a VPC's gateway propagates: static routes of VPNs, and what BGP or Direct Connect tells.
func (d *draft) learned(v *vpcDraft) []string {
	var all []string
	add := func(block string) {
		for _, b := range all {
			if b == block {
				return
			}
		}
		all = append(all, block)
	}
	connections := d.connectionsOf(v)
	dynamic := len(connections) == 0
	for _, c := range connections {
		dynamic = dynamic || !c.Options.StaticRoutesOnly
		for _, r := range c.Routes {
			add(r.DestinationCidrBlock.String())
		}
	}
	if dynamic {
		add(pick(d.dice, siteBlocks...))
		add(pick(d.dice, siteBlocks[:4]...))
	}
	if dynamic && d.chance(10) {
		add("2600:1f20::/48") // only Direct Connect carries it (R9.5)
	}
	return all
}
