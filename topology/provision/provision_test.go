package provision_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

func block(s string) netip.Prefix { return netip.MustParsePrefix(s) }

// office is a VPC with a subnet, in which web is an instance behind a NAT gateway. Rows come in an order in which nothing is there before what needs it.
func office(base *topology.Snapshot) *provision.Draft {
	d := provision.New(base)
	d.AddInstance(topology.Instance{InstanceId: "web", SubnetId: "subnet"}, topology.NetworkInterface{SubnetId: "subnet"})
	d.AddNatGateway(topology.NatGateway{NatGatewayId: "nat", SubnetId: "subnet", NatGatewayAddresses: []topology.NatGatewayAddress{{AllocationId: "eip", IsPrimary: true}}})
	d.AddElasticIP(topology.Address{AllocationId: "eip"})
	d.AddRoute("table", topology.Route{DestinationCidrBlock: block("0.0.0.0/0"), NatGatewayId: "nat", DeclaredAs: "route"})
	d.AddAssociation("table", topology.RouteTableAssociation{SubnetId: "subnet"})
	d.AddRouteTable(topology.RouteTable{RouteTableId: "table", VpcId: "vpc"})
	d.AddSubnet(topology.Subnet{SubnetId: "subnet", VpcId: "vpc", CidrBlock: block("10.0.1.0/24"), AvailabilityZone: "eu-west-1a"})
	d.AddBlock("vpc", block("10.1.0.0/16"), false)
	d.AddVpc(topology.Vpc{VpcId: "vpc", CidrBlock: block("10.0.0.0/16")}, provision.Defaults{})
	return d
}

func TestWhatAwsMakes(t *testing.T) {
	s := office(nil).Standalone("plan.json", "planned_values")
	if len(s.RouteTables) != 2 || len(s.NetworkAcls) != 1 || len(s.SecurityGroups) != 1 || len(s.NetworkInterfaces) != 2 {
		t.Fatalf("%d tables, %d ACLs, %d groups, %d interfaces", len(s.RouteTables), len(s.NetworkAcls), len(s.SecurityGroups), len(s.NetworkInterfaces))
	}
	if acl := s.NetworkAcls[0]; acl.NetworkAclId != "vpc#default-network-acl" || len(acl.Entries) != 4 || acl.Associations[0].SubnetId != "subnet" {
		t.Errorf("%+v", acl)
	}
	table := s.RouteTables[slices.IndexFunc(s.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == "table" })]
	if table.VpcId != "vpc" || len(table.Associations) != 1 || len(table.Routes) != 3 {
		t.Errorf("%+v", table)
	}
	nat, web := s.NetworkInterfaces[0], s.NetworkInterfaces[1]
	if nat.NetworkInterfaceId != "nat#interface" || !nat.Symbolic || nat.Association == nil || s.NatGateways[0].NatGatewayAddresses[0].PrivateIp != nat.PrivateIpAddress {
		t.Errorf("%+v", nat)
	}
	if web.VpcId != "vpc" || web.Groups[0].GroupId != "vpc#default-security-group" || !block("10.0.1.0/24").Contains(web.PrivateIpAddress) || web.PrivateIpAddress == nat.PrivateIpAddress {
		t.Errorf("%+v", web)
	}
	if s.Covers(ref.NetworkAcl, "", "") != topology.Whole || len(s.Vpcs[0].CidrBlockAssociationSet) != 2 {
		t.Errorf("%+v", s.Vpcs[0])
	}
	if g, found := graph.Compile(s, graph.Options{}); len(found) != 1 || found[0].Code != "GATEWAY_ROUTES_TO_ITSELF" || g.NumInterfaces() != 2 {
		t.Errorf("%d interfaces, %v", g.NumInterfaces(), found)
	}
}

// TestForeign: of a table and a VPC that nobody declared only what was declared is known.
func TestForeign(t *testing.T) {
	d := provision.New(nil)
	d.AddSubnet(topology.Subnet{SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: block("10.0.1.0/24")})
	d.AddAssociation("rtb-1", topology.RouteTableAssociation{SubnetId: "subnet-1"})
	d.AddRoute("rtb-1", topology.Route{DestinationCidrBlock: block("10.9.0.0/16"), VpcPeeringConnectionId: "pcx-1"})
	d.AddRule(topology.SecurityGroupRule{SecurityGroupRuleId: "sgr-1", GroupId: "sg-1", IpProtocol: "tcp"})
	s := d.Standalone("plan.json", "planned_values")
	if s.Covers(ref.RouteTable, "", "") != topology.Partly || len(s.SecurityGroups) != 0 || len(s.SecurityGroupRules) != 1 {
		t.Errorf("%v %+v", s.Covers(ref.RouteTable, "", ""), s.SecurityGroups)
	}
	if table := s.RouteTables[0]; table.VpcId != "vpc-1" || table.Routes[len(table.Routes)-1] != (topology.Route{}) {
		t.Errorf("%+v", table)
	}
}

// TestUnplaced: gateways and peerings of nobody knows which VPC may be those of any, alone or laid over what exists; and a VPC that has no attachment may have
// the one whose VPC is unknown.
func TestUnplaced(t *testing.T) {
	adrift := func(d *provision.Draft) *provision.Draft {
		const open = "aws_vpc_thing.vpc_id"
		at := []topology.GatewayAttachment{{VpcId: open, State: "available"}}
		d.AddInternetGateway(topology.InternetGateway{InternetGatewayId: "igw", Attachments: at})
		provision.Put(d, &d.Snapshot.EgressOnlyInternetGateways, topology.EgressOnlyInternetGateway{EgressOnlyInternetGatewayId: "eigw", Attachments: at})
		provision.Put(d, &d.Snapshot.VpnGateways, topology.VpnGateway{VpnGatewayId: "vgw", VpcAttachments: at})
		provision.Put(d, &d.Snapshot.CarrierGateways, topology.CarrierGateway{CarrierGatewayId: "cagw", VpcId: open})
		d.AddPeering(topology.VpcPeeringConnection{VpcPeeringConnectionId: "pcx", RequesterVpcInfo: topology.VpcPeeringConnectionVpcInfo{VpcId: "vpc"}, AccepterVpcInfo: topology.VpcPeeringConnectionVpcInfo{VpcId: open}})
		d.AddTransitVpcAttachment(topology.TransitGatewayVpcAttachment{TransitGatewayAttachmentId: "attachment", TransitGatewayId: "tgw", VpcId: open}, provision.Joins{})
		return d
	}
	base := office(nil).Standalone("describe", "all")
	for name, s := range map[string]*topology.Snapshot{
		"alone": adrift(office(nil)).Standalone("plan.json", "planned_values"),
		"laid":  provision.Lay(base, office(base), adrift(office(base)), "plan.json", "resource_changes"),
	} {
		if n := len(s.InternetGateways) + len(s.EgressOnlyInternetGateways) + len(s.VpnGateways) + len(s.CarrierGateways) + len(s.VpcPeeringConnections); n != 0 {
			t.Errorf("%s: %d gateways and peerings seem to be known", name, n)
		}
		for _, kind := range []ref.Kind{ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.VpnGateway, ref.CarrierGateway, ref.VpcPeeringConnection} {
			if got := s.Covers(kind, "", ""); got != topology.Partly {
				t.Errorf("%s: %v: %v", name, kind, got)
			}
		}
		if got := s.CoversKey("TransitGatewayVpcAttachments", "", ""); got != topology.Partly || len(s.TransitGatewayVpcAttachments) != 1 {
			t.Errorf("%s: attachments: %v, %d", name, got, len(s.TransitGatewayVpcAttachments))
		}
		if got := s.Covers(ref.RouteTable, "", ""); got != topology.Whole {
			t.Errorf("%s: route tables: %v", name, got)
		}
	}
	if got := base.Covers(ref.InternetGateway, "", ""); got != topology.Whole {
		t.Errorf("nothing adrift: %v", got)
	}
}

// TestLay: what was made by hand stays, what was declared changes, and a row that nobody declares any more goes.
func TestLay(t *testing.T) {
	base := office(nil).Standalone("describe", "all")
	by := slices.IndexFunc(base.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == "table" })
	base.RouteTables[by].Routes = append(base.RouteTables[by].Routes, topology.Route{DestinationCidrBlock: block("10.9.0.0/16"), VpcPeeringConnectionId: "by-hand"})
	before, after := office(base), office(base)
	after.AddRoute("table", topology.Route{DestinationCidrBlock: block("0.0.0.0/0"), GatewayId: "igw"})
	after.AddSubnet(topology.Subnet{SubnetId: "second", VpcId: "vpc", CidrBlock: block("10.0.2.0/24")})
	after.AddInstance(topology.Instance{InstanceId: "app"}, topology.NetworkInterface{SubnetId: "second"})
	before.AddInstance(topology.Instance{InstanceId: "old"}, topology.NetworkInterface{SubnetId: "subnet"})
	provision.Put(before, &before.Snapshot.InternetGateways, topology.InternetGateway{InternetGatewayId: "gone"})
	base.InternetGateways = append(base.InternetGateways, topology.InternetGateway{InternetGatewayId: "gone"})
	laid := provision.Lay(base, before, after, "plan.json", "resource_changes")
	routes := map[string]topology.Route{}
	for _, r := range laid.RouteTables[by].Routes {
		routes[r.DestinationCidrBlock.String()] = r
	}
	if routes["0.0.0.0/0"].GatewayId != "igw" || routes["10.9.0.0/16"].VpcPeeringConnectionId != "by-hand" || len(routes) != 4 {
		t.Errorf("%+v", laid.RouteTables[by].Routes)
	}
	if len(laid.Subnets) != 2 || len(laid.Instances) != 2 || len(laid.InternetGateways) != 0 || len(laid.NetworkInterfaces) != 3 {
		t.Errorf("%d subnets, %d instances, %d gateways, %d interfaces", len(laid.Subnets), len(laid.Instances), len(laid.InternetGateways), len(laid.NetworkInterfaces))
	}
	if path := laid.Documents[laid.Subnets[0].Source.Document].Path; path != "plan.json" {
		t.Errorf("the new subnet was read in %s", path)
	}
}
