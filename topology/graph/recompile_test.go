package graph

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestRecompileDeclines tries edits that reach further than the row they are done in, or are none of those that are compiled by themselves.
func TestRecompileDeclines(t *testing.T) {
	s := entangled()
	g, _ := Compile(s, Options{})
	for name, change := range declined {
		after := *s
		change(&after)
		if _, ok := g.Recompile(&after); ok {
			t.Errorf("%s: it was compiled by itself", name)
		}
	}
	after := *s
	addRule(&after, "sg-web", "tcp/22", "10.9.0.0/16")
	if _, ok := g.Recompile(&after); !ok {
		t.Error("nothing is compiled by itself")
	}
}

// declined are edits of the network entangled.
var declined = map[string]func(s *topology.Snapshot){
	"a rule of the group of an appliance, by which its load balancer works or not": func(s *topology.Snapshot) { addRule(s, "sg-appliance", "tcp/22", "10.0.0.0/8") },
	"a rule with a group that no document describes":                               func(s *topology.Snapshot) { addRule(s, "sg-web", "tcp/22", "sg-stranger") },
	"a rule with a prefix list that no document describes":                         func(s *topology.Snapshot) { addRule(s, "sg-web", "tcp/22", "pl-stranger") },
	"a rule with a part of the subnet of an interface that has no address yet":     func(s *topology.Snapshot) { addRule(s, "sg-web", "tcp/22", "10.0.2.0/26") },
	"a group's VPC": func(s *topology.Snapshot) { mine(&s.SecurityGroups)[0].VpcId = "vpc-2" },
	"another group": func(s *topology.Snapshot) {
		s.SecurityGroups = append(mine(&s.SecurityGroups), topology.SecurityGroup{GroupId: "sg-zzz"})
	},
	"what an interface is in":       func(s *topology.Snapshot) { mine(&s.NetworkInterfaces)[0].Groups = nil },
	"documents":                     func(s *topology.Snapshot) { mine(&s.Documents) },
	"subnets of a network ACL":      func(s *topology.Snapshot) { mine(&s.NetworkAcls)[0].Associations = nil },
	"subnets of a route table":      func(s *topology.Snapshot) { tableIn(s, "rtb-1").Associations = nil },
	"a route that was propagated":   func(s *topology.Snapshot) { dropRoute(tableIn(s, "rtb-1"), "192.168.0.0/16") },
	"a local route":                 func(s *topology.Snapshot) { dropRoute(tableIn(s, "rtb-1"), "10.0.0.0/16") },
	"a route to what nobody knows":  func(s *topology.Snapshot) { addRoute(tableIn(s, "rtb-1"), "198.18.0.0/15", "pcx-stranger") },
	"a route to a known, opaque":    func(s *topology.Snapshot) { dropRoute(tableIn(s, "rtb-1"), "198.51.100.0/24") },
	"a route into a divided subnet": func(s *topology.Snapshot) { addRoute(tableIn(s, "rtb-1"), "10.0.2.128/25", "igw-1") },
	"the only route that tells of a network behind a VPN": func(s *topology.Snapshot) {
		t := &mine(&s.TransitGatewayRouteTables)[0]
		t.Routes = slices.DeleteFunc(slices.Clone(t.Routes), func(r topology.TransitGatewayRoute) bool {
			return r.DestinationCidrBlock == netip.MustParsePrefix("192.168.7.0/24")
		})
	},
	"a transit route to an attachment that nothing else tells of": func(s *topology.Snapshot) {
		t := &mine(&s.TransitGatewayRouteTables)[0]
		t.Routes = append(slices.Clone(t.Routes), topology.TransitGatewayRoute{DestinationCidrBlock: netip.MustParsePrefix("192.168.8.0/24"), Type: "static", State: "active",
			TransitGatewayAttachments: []topology.TransitGatewayRouteAttachment{{TransitGatewayAttachmentId: "tgw-attach-stranger", ResourceType: "vpc", ResourceId: "vpc-2"}}})
	},
	"an association of a transit gateway's table": func(s *topology.Snapshot) { mine(&s.TransitGatewayRouteTables)[0].Associations = nil },
}

// entangled is a network in which much depends on rules and routes.
func entangled() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-1", "10.0.0.0/16")
	n.Vpc("vpc-2", "10.1.0.0/16")
	n.Subnet("subnet-1", "vpc-1", "10.0.1.0/24")
	n.Subnet("subnet-plan", "vpc-1", "10.0.2.0/24")
	n.Subnet("subnet-2", "vpc-2", "10.1.1.0/24")
	n.SG("sg-web", "vpc-1").Ingress("tcp/443", "0.0.0.0/0")
	n.SG("sg-appliance", "vpc-1").Ingress("udp/6081", "10.0.0.0/16")
	n.ENI("eni-1", "subnet-1", "10.0.1.10", "sg-web")
	n.ENI("eni-appliance", "subnet-1", "10.0.1.20", "sg-appliance").On("i-appliance")
	n.ENI("eni-plan", "subnet-plan", "10.0.2.10", "sg-web").Symbolic = true
	balancer := n.GWLB("gwlb-1", "vpc-1", "i-appliance")
	balancer.Node(n, "eni-gwlb", "subnet-1", "10.0.1.30")
	n.GWLBEndpoint("vpce-1", "subnet-1")
	n.IGW("igw-1", "vpc-1")
	n.VGW("vgw-1", "vpc-1")
	n.VPN("vpn-1", "vgw-1")
	n.RouteTable("rtb-1", "vpc-1", "subnet-1").Propagated("192.168.0.0/16", "vgw-1").Route("198.51.100.0/24", "lgw-1").Route("0.0.0.0/0", "igw-1")
	n.NACL("acl-1", "vpc-1", "subnet-1").OpenIngress().OpenEgress()
	n.TGW("tgw-1")
	n.Attach("tgw-attach-1", "tgw-1", "subnet-1")
	n.AttachVPN("tgw-attach-vpn", "tgw-1", "vpn-2")
	n.TransitTable("tgw-rtb-1", "tgw-1").Associate("tgw-attach-1", "tgw-attach-vpn").Route("10.0.0.0/16", "tgw-attach-1").Route("192.168.7.0/24", "tgw-attach-vpn")
	return n.Snapshot()
}

// mine makes a table the snapshot's own, to be written to.
func mine[T any](rows *[]T) []T {
	*rows = slices.Clone(*rows)
	return *rows
}

// addRule adds a rule of ingress to a group.
func addRule(s *topology.Snapshot, group, service, remote string) {
	i := slices.IndexFunc(s.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == group })
	g := &mine(&s.SecurityGroups)[i]
	g.IpPermissions = append(slices.Clone(g.IpPermissions), topologytest.Permission(service, remote))
}

func tableIn(s *topology.Snapshot, id string) *topology.RouteTable {
	i := slices.IndexFunc(s.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == id })
	return &mine(&s.RouteTables)[i]
}

func addRoute(t *topology.RouteTable, prefix, target string) {
	r := topology.Route{DestinationCidrBlock: netip.MustParsePrefix(prefix), Origin: "CreateRoute", State: "active"}
	if target == "igw-1" {
		r.GatewayId = target
	} else {
		r.VpcPeeringConnectionId = target
	}
	t.Routes = append(slices.Clone(t.Routes), r)
}

func dropRoute(t *topology.RouteTable, prefix string) {
	t.Routes = slices.DeleteFunc(slices.Clone(t.Routes), func(r topology.Route) bool { return r.DestinationCidrBlock == netip.MustParsePrefix(prefix) })
}
