package oracle

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// directConnects are the associations in force of a virtual private gateway or transit gateway with Direct Connect gateways (R9.7).
func (r *run) directConnects(gateway string) []*topology.DirectConnectGatewayAssociation {
	var all []*topology.DirectConnectGatewayAssociation
	for i := range r.s.DirectConnectGatewayAssociations {
		x := &r.s.DirectConnectGatewayAssociations[i]
		if gateway != "" && (x.AssociatedGateway.ID == gateway || x.VirtualGatewayId == gateway) && isOneOf(x.AssociationState, "associated") {
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b *topology.DirectConnectGatewayAssociation) int {
		return strings.Compare(a.DirectConnectGatewayId, b.DirectConnectGatewayId)
	})
	return all
}

// directConnectUp tells whether one virtual interface of a Direct Connect gateway works; if none is told of, they are taken to.
func (r *run) directConnectUp(gateway string) bool {
	told := false
	for i := range r.s.VirtualInterfaces {
		x := &r.s.VirtualInterfaces[i]
		if gateway == "" || x.DirectConnectGatewayId != gateway {
			continue
		}
		told = true
		if x.VirtualInterfaceState == "available" && hasPeerUp(x) {
			return true
		}
	}
	return !told
}

func hasPeerUp(x *topology.VirtualInterface) bool {
	for _, peer := range x.BgpPeers {
		if peer.BgpStatus == "up" || peer.BgpStatus == "" {
			return true
		}
	}
	return len(x.BgpPeers) == 0
}

// announced tells whether the network behind Direct Connect knows the way into a VPC by its virtual private gateway: an allowed prefix as
// wide as the VPC's block, or wider (R9.8). No allowed prefixes at all stand for all blocks.
func announced(x *topology.DirectConnectGatewayAssociation, v *topology.Vpc, p packet) truth {
	if len(x.AllowedPrefixesToDirectConnectGateway) == 0 {
		return yes
	}
	found := no
	for _, block := range vpcBlocks(v) {
		if !block.Contains(p.dst) {
			continue
		}
		for _, allowed := range x.AllowedPrefixesToDirectConnectGateway {
			if allowed.Cidr.IsValid() && allowed.Cidr.Bits() > block.Bits() {
				continue
			}
			found = max(found, inRange(allowed.Cidr, p.dst, true))
		}
	}
	return found
}

// refusesDirectConnect says why a packet does not come in from Direct Connect by a transit gateway: allowed prefixes are announced there as
// they are (R9.8).
func (l *leg) refusesDirectConnect(a farSite, p packet) string {
	if a.kind != "direct-connect-gateway" {
		return ""
	}
	told, found := false, no
	for _, x := range l.directConnects(a.gateway) {
		if x.DirectConnectGatewayId != a.resource {
			continue
		}
		told = true
		for _, allowed := range x.AllowedPrefixesToDirectConnectGateway {
			found = max(found, inRange(allowed.Cidr, p.dst, true))
		}
	}
	if told && !l.passes(found, "R9.8: allowed prefixes of %s", a.resource) {
		return "R9.8: " + a.resource + " does not announce " + p.dst.String()
	}
	return ""
}
