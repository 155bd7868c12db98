package load

import (
	"maps"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// mainTables finds VPCs that do not have exactly one main route table.
func (c *checker) mainTables() {
	mains := map[string][]*topology.RouteTable{}
	for i := range c.snapshot.RouteTables {
		t := &c.snapshot.RouteTables[i]
		if slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.Main }) {
			mains[t.VpcId] = append(mains[t.VpcId], t)
		}
	}
	for i := range c.snapshot.Vpcs {
		v := &c.snapshot.Vpcs[i]
		switch tables := mains[v.VpcId]; {
		case len(tables) > 1:
			c.add(warning("TWO_MAIN_TABLES", v.Ref(), tables[1].RouteTableId, "take the route tables again, in one go"),
				"a VPC has more than one main route table (#)", &v.Meta)
		case len(tables) == 0 && c.snapshot.Covers(ref.RouteTable, v.Account, v.Region) == topology.Whole:
			c.add(warning("NO_MAIN_TABLE", v.Ref(), "", "take the route tables of the account that owns the VPC"),
				"a VPC has no main route table in the snapshot (#)", &v.Meta)
		}
	}
}

// cycles finds resources that are their own ancestor where that is impossible.
func (c *checker) cycles() {
	pools, connects, zones := map[string]string{}, map[string]string{}, map[string]string{}
	for _, p := range c.snapshot.IpamPools {
		pools[p.IpamPoolId] = p.SourceIpamPoolId
	}
	for _, a := range c.snapshot.TransitGatewayConnects {
		connects[a.TransitGatewayAttachmentId] = a.TransportTransitGatewayAttachmentId
	}
	for _, z := range c.snapshot.AvailabilityZones {
		zones[z.ZoneId] = z.ParentZoneId
	}
	c.cycle(ref.IpamPool, pools)
	c.cycle(ref.TransitGatewayAttachment, connects)
	c.cycle(ref.AvailabilityZone, zones)
}

func (c *checker) cycle(kind ref.Kind, parent map[string]string) {
	done := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(parent)) {
		path := map[string]bool{}
		for at := id; at != "" && !done[at]; at = parent[at] {
			if path[at] {
				m := c.index[at]
				if m == nil {
					m = &topology.Meta{}
				}
				c.add(warning("CYCLIC_REFERENCE", ref.Ref{Kind: kind, ID: at}, parent[at], "take the documents again"),
					"a resource is its own ancestor (#)", m)
				break
			}
			path[at] = true
		}
		for at := range path {
			done[at] = true
		}
	}
}

// The values that are understood. Others are kept, and what they decide is unknown.
var (
	interfaceTypes = setOf("", "interface", "natGateway", "efa", "efa-only", "efs", "trunk", "load_balancer", "network_load_balancer", "vpc_endpoint", "branch",
		"transit_gateway", "lambda", "quicksight", "global_accelerator_managed", "api_gateway_managed", "gateway_load_balancer",
		"gateway_load_balancer_endpoint", "iot_rules_managed", "aws_codestar_connections_managed", "nat_gateway", "evs",
		"network_interface", "ec2_instance_connect_endpoint", "vpn_concentrator")
	endpointTypes   = setOf("", "Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork")
	attachmentTypes = setOf("", "vpc", "vpn", "vpn-concentrator", "direct-connect-gateway", "connect", "peering", "tgw-peering", "network-function", "client-vpn")
)

func setOf(values ...string) map[string]bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return set
}

// kinds finds values that AWS has added since.
func (c *checker) kinds() {
	const remedy = "flows through it are answered unknown; a newer dryhop may know it"
	for i := range c.snapshot.NetworkInterfaces {
		if n := &c.snapshot.NetworkInterfaces[i]; !interfaceTypes[n.InterfaceType] {
			c.add(warning("UNKNOWN_KIND", n.Ref(), n.InterfaceType, remedy), "a network interface has an InterfaceType that dryhop does not know (#)", &n.Meta)
		}
	}
	for i := range c.snapshot.VpcEndpoints {
		if e := &c.snapshot.VpcEndpoints[i]; !endpointTypes[e.VpcEndpointType] {
			c.add(warning("UNKNOWN_KIND", e.Ref(), e.VpcEndpointType, remedy), "a VPC endpoint has a VpcEndpointType that dryhop does not know (#)", &e.Meta)
		}
	}
	for i := range c.snapshot.TransitGatewayAttachments {
		if a := &c.snapshot.TransitGatewayAttachments[i]; !attachmentTypes[a.ResourceType] {
			c.add(warning("UNKNOWN_KIND", a.Ref(), a.ResourceType, remedy), "a transit gateway attachment has a ResourceType that dryhop does not know (#)", &a.Meta)
		}
	}
}
