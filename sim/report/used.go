package report

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// alwaysUsed are the kinds that every VPC rests on.
var alwaysUsed = []ref.Kind{
	ref.Vpc, ref.Subnet, ref.RouteTable, ref.NetworkAcl, ref.SecurityGroup, ref.NetworkInterface, ref.Instance,
}

// usedAt tells the kinds that something in an account and Region refers to. A lack of the others is
// hardly a lack: without a route to a VPN gateway, no packet meets one.
func usedAt(s *topology.Snapshot, at accountRegion) map[ref.Kind]bool {
	used := make(map[ref.Kind]bool)
	for _, kind := range alwaysUsed {
		used[kind] = true
	}
	for i := range s.RouteTables {
		if t := &s.RouteTables[i]; here(&t.Meta, at) {
			for j := range t.Routes {
				usedByRoute(&t.Routes[j], used)
			}
		}
	}
	for i := range s.SecurityGroups {
		if g := &s.SecurityGroups[i]; here(&g.Meta, at) {
			usedByRules(g.IpPermissions, used)
			usedByRules(g.IpPermissionsEgress, used)
		}
	}
	for i := range s.NetworkInterfaces {
		if n := &s.NetworkInterfaces[i]; here(&n.Meta, at) && n.Description == "RDSNetworkInterface" {
			used[ref.DBInstance] = true
		}
	}
	used[ref.VpnConnection] = used[ref.VpnGateway]
	used[ref.VpcBlockPublicAccess] = used[ref.InternetGateway] || used[ref.EgressOnlyInternetGateway]
	return used
}

func here(m *topology.Meta, at accountRegion) bool {
	return (m.Account == "" || m.Account == at.account) && (m.Region == "" || m.Region == at.region)
}

func usedByRoute(r *topology.Route, used map[ref.Kind]bool) {
	for _, target := range []struct {
		id   string
		kind ref.Kind
	}{
		{r.DestinationPrefixListId, ref.ManagedPrefixList},
		{r.NatGatewayId, ref.NatGateway},
		{r.TransitGatewayId, ref.TransitGateway},
		{r.VpcPeeringConnectionId, ref.VpcPeeringConnection},
		{r.EgressOnlyInternetGatewayId, ref.EgressOnlyInternetGateway},
		{withPrefix(r.GatewayId, "igw-"), ref.InternetGateway},
		{withPrefix(r.GatewayId, "vgw-"), ref.VpnGateway},
		{withPrefix(r.GatewayId, "vpce-"), ref.VpcEndpoint},
	} {
		if target.id != "" {
			used[target.kind] = true
		}
	}
}

// withPrefix is an id of the kind that the prefix names, or empty.
func withPrefix(id, prefix string) string {
	if strings.HasPrefix(id, prefix) {
		return id
	}
	return ""
}

func usedByRules(rules []topology.IpPermission, used map[ref.Kind]bool) {
	for i := range rules {
		if len(rules[i].PrefixListIds) > 0 {
			used[ref.ManagedPrefixList] = true
		}
	}
}
