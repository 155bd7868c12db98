package load

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// call is the AWS CLI call that lists a kind.
type call struct {
	kind    ref.Kind
	command string
	prefix  string // of ids in routes that make the call matter; empty: it always does
}

var calls = []call{
	{ref.Vpc, "ec2 describe-vpcs", ""},
	{ref.Subnet, "ec2 describe-subnets", ""},
	{ref.RouteTable, "ec2 describe-route-tables", ""},
	{ref.NetworkAcl, "ec2 describe-network-acls", ""},
	{ref.SecurityGroup, "ec2 describe-security-groups", ""},
	{ref.NetworkInterface, "ec2 describe-network-interfaces", ""},
	{ref.InternetGateway, "ec2 describe-internet-gateways", "igw-"},
	{ref.EgressOnlyInternetGateway, "ec2 describe-egress-only-internet-gateways", "eigw-"},
	{ref.NatGateway, "ec2 describe-nat-gateways", "nat-"},
	{ref.CarrierGateway, "ec2 describe-carrier-gateways", "cagw-"},
	{ref.VpcPeeringConnection, "ec2 describe-vpc-peering-connections", "pcx-"},
	{ref.VpcEndpoint, "ec2 describe-vpc-endpoints", "vpce-"},
	{ref.VpnGateway, "ec2 describe-vpn-gateways", "vgw-"},
	{ref.TransitGateway, "ec2 describe-transit-gateways", "tgw-"},
	{ref.TransitGatewayAttachment, "ec2 describe-transit-gateway-attachments", "tgw-"},
	{ref.TransitGatewayRouteTable, "ec2 describe-transit-gateway-route-tables", "tgw-"},
}

// missing tells for each account and Region which calls should be made too.
func (c *checker) missing() {
	targets := c.routeTargets()
	for _, p := range c.places() {
		var commands []string
		for _, call := range calls {
			if c.snapshot.Covers(call.kind, p.account, p.region) == topology.Absent && call.matters(targets[p]) {
				commands = append(commands, "aws "+call.command)
			}
		}
		if len(commands) == 0 {
			continue
		}
		where := strings.TrimSpace("account " + orUnknown(p.account) + " Region " + orUnknown(p.region))
		c.log.add(topology.Diagnostic{Severity: topology.Warning, Code: "MISSING_DOCUMENT", Value: strings.TrimSpace(p.account + " " + p.region),
			Message: where + ": " + count(len(commands), "document is", "documents are") + " missing, so answers there may be unknown",
			Remedy:  "add the output of " + strings.Join(commands, ", ")})
	}
}

func (call call) matters(targets []string) bool {
	return call.prefix == "" || slices.ContainsFunc(targets, func(id string) bool { return strings.HasPrefix(id, call.prefix) })
}

func orUnknown(s string) string {
	if s == "" {
		return "(not known)"
	}
	return s
}

// places lists the accounts and Regions that have networks of their own.
func (c *checker) places() []place {
	seen := map[place]bool{}
	for _, d := range c.snapshot.Documents {
		if d.Elements > 0 && d.Kind >= ref.Vpc && d.Kind <= ref.Instance {
			seen[place{d.Account, d.Region}] = true
		}
	}
	var all []place
	for p := range seen {
		if p.account != "" && p.region != "" || !covered(seen, p) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	})
	return all
}

// covered reports whether a vague place is a less exact name of another.
func covered(seen map[place]bool, p place) bool {
	for other := range seen {
		if other != p && (p.account == "" || p.account == other.account) && (p.region == "" || p.region == other.region) {
			return true
		}
	}
	return false
}

// routeTargets are the ids that routes lead to, by place.
func (c *checker) routeTargets() map[place][]string {
	targets := map[place][]string{}
	for i := range c.snapshot.RouteTables {
		t := &c.snapshot.RouteTables[i]
		p := place{t.Account, t.Region}
		for j := range t.Routes {
			if id := targetOf(&t.Routes[j]); id != "" {
				targets[p] = append(targets[p], id)
			}
		}
	}
	return targets
}

// targetOf is the id of the component that a route leads to, "" for local routes and blackholes.
func targetOf(r *topology.Route) string {
	if r.State == "blackhole" || r.GatewayId == "local" {
		return ""
	}
	return cmp.Or(r.GatewayId, r.NatGatewayId, r.NetworkInterfaceId, r.TransitGatewayId, r.VpcPeeringConnectionId,
		r.EgressOnlyInternetGatewayId, r.CarrierGatewayId)
}
