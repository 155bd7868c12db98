package topologytest

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// RouteTable is a handle on a route table.
type RouteTable struct{ *topology.RouteTable }

// RouteTable adds a table, explicitly associated with some subnets. Snapshot adds its local routes.
func (n *Network) RouteTable(id, vpc string, subnets ...string) *RouteTable {
	in := n.vpc(vpc)
	t := &RouteTable{&topology.RouteTable{Meta: in.Meta, RouteTableId: id, OwnerId: in.OwnerId, VpcId: vpc}}
	for _, s := range subnets {
		t.associate(topology.RouteTableAssociation{SubnetId: s})
	}
	n.tables = append(n.tables, t)
	return t
}

// Main makes it the VPC's main table.
func (t *RouteTable) Main() *RouteTable {
	t.associate(topology.RouteTableAssociation{Main: true})
	return t
}

// Edge associates it with an internet or virtual private gateway.
func (t *RouteTable) Edge(gateway string) *RouteTable {
	t.associate(topology.RouteTableAssociation{GatewayId: gateway})
	return t
}

func (t *RouteTable) associate(a topology.RouteTableAssociation) {
	a.RouteTableId, a.RouteTableAssociationId = t.RouteTableId, fmt.Sprintf("rtbassoc-%s-%d", suffix(t.RouteTableId), len(t.Associations))
	a.AssociationState.State = "associated"
	t.Associations = append(t.Associations, a)
}

// Route adds an active route. The destination is a prefix or "pl-..."; the target's kind shows in its id.
func (t *RouteTable) Route(destination, target string) *RouteTable {
	return t.add(destination, target, "CreateRoute", "active")
}

// Blackhole adds a route whose state is blackhole.
func (t *RouteTable) Blackhole(destination, target string) *RouteTable {
	return t.add(destination, target, "CreateRoute", "blackhole")
}

// Propagated adds a route that a virtual private gateway propagated.
func (t *RouteTable) Propagated(destination, vgw string) *RouteTable {
	t.PropagatingVgws = append(t.PropagatingVgws, topology.PropagatingVgw{GatewayId: vgw})
	return t.add(destination, vgw, "EnableVgwRoutePropagation", "active")
}

// LocalVia replaces the target of the local route of a VPC block.
func (t *RouteTable) LocalVia(block, target string) *RouteTable {
	return t.add(block, target, "CreateRouteTable", "active")
}

func (t *RouteTable) add(destination, target, origin, state string) *RouteTable {
	r := topology.Route{Origin: origin, State: state}
	setDestination(&r, destination)
	setTarget(&r, target)
	t.Routes = append(t.Routes, r)
	return t
}

func setDestination(r *topology.Route, destination string) {
	if strings.HasPrefix(destination, "pl-") {
		r.DestinationPrefixListId = destination
		return
	}
	prefix := netip.MustParsePrefix(destination)
	if prefix.Addr().Is6() {
		r.DestinationIpv6CidrBlock = prefix
		return
	}
	r.DestinationCidrBlock = prefix
}

func setTarget(r *topology.Route, target string) {
	kind, _, _ := strings.Cut(target, "-")
	switch kind {
	case "local", "igw", "vgw", "vpce":
		r.GatewayId = target
	case "nat":
		r.NatGatewayId = target
	case "eni":
		r.NetworkInterfaceId = target
	case "i":
		r.InstanceId = target
	case "tgw":
		r.TransitGatewayId = target
	case "pcx":
		r.VpcPeeringConnectionId = target
	case "eigw":
		r.EgressOnlyInternetGatewayId = target
	case "cagw":
		r.CarrierGatewayId = target
	case "lgw":
		r.LocalGatewayId = target
	default:
		r.CoreNetworkArn = target
	}
}

// Route adds a route to the VPC's main table, which is made if there is none yet.
func (n *Network) Route(vpc, destination, target string) *RouteTable {
	t := n.mainTable(vpc)
	if t == nil {
		t = n.RouteTable("rtb-main-"+vpc, vpc).Main()
	}
	return t.Route(destination, target)
}

func (n *Network) mainTable(vpc string) *RouteTable {
	for _, t := range n.tables {
		for _, a := range t.Associations {
			if t.VpcId == vpc && a.Main {
				return t
			}
		}
	}
	return nil
}

func (n *Network) addMainTables() {
	for _, v := range n.vpcs {
		if n.mainTable(v.VpcId) == nil {
			n.RouteTable("rtb-main-"+v.VpcId, v.VpcId).Main()
		}
	}
}

// addLocalRoutes adds a local route for every VPC block, unless LocalVia replaced it.
func (n *Network) addLocalRoutes() {
	for _, t := range n.tables {
		for _, block := range blocks(n.vpc(t.VpcId)) {
			if !t.hasLocal(block) {
				t.add(block.String(), "local", "CreateRouteTable", "active")
			}
		}
	}
}

func (t *RouteTable) hasLocal(block netip.Prefix) bool {
	for _, r := range t.Routes {
		if r.Origin == "CreateRouteTable" && (r.DestinationCidrBlock == block || r.DestinationIpv6CidrBlock == block) {
			return true
		}
	}
	return false
}

func (n *Network) rawTables() []*topology.RouteTable {
	var raw []*topology.RouteTable
	for _, t := range n.tables {
		raw = append(raw, t.RouteTable)
	}
	return raw
}
