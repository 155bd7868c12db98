package topologytest

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// DX associates a Direct Connect gateway with a virtual private or transit gateway, with allowed prefixes.
func (n *Network) DX(id, gateway string, allowed ...string) *topology.DirectConnectGatewayAssociation {
	a := &topology.DirectConnectGatewayAssociation{Meta: n.meta(), DirectConnectGatewayId: id, AssociationState: "associated"}
	a.AssociatedGateway.ID, a.AssociatedGateway.Type = gateway, "virtualPrivateGateway"
	if strings.HasPrefix(gateway, "tgw") {
		a.AssociatedGateway.Type = "transitGateway"
	}
	for _, p := range allowed {
		a.AllowedPrefixesToDirectConnectGateway = append(a.AllowedPrefixesToDirectConnectGateway, topology.RouteFilterPrefix{Cidr: netip.MustParsePrefix(p)})
	}
	n.dxLinks = append(n.dxLinks, a)
	return a
}

// VIF adds a virtual interface of a Direct Connect gateway with one BGP peer.
func (n *Network) VIF(id, gateway, state, bgp string) *topology.VirtualInterface {
	v := &topology.VirtualInterface{Meta: n.meta(), VirtualInterfaceId: id, DirectConnectGatewayId: gateway, VirtualInterfaceState: state}
	v.BgpPeers = append(v.BgpPeers, struct {
		BgpPeerId     string `json:"bgpPeerId"`
		AddressFamily string `json:"addressFamily"`
		BgpPeerState  string `json:"bgpPeerState"`
		BgpStatus     string `json:"bgpStatus"`
	}{BgpPeerId: "dxpeer-" + id, AddressFamily: "ipv4", BgpPeerState: "available", BgpStatus: bgp})
	n.vifs = append(n.vifs, v)
	return v
}
