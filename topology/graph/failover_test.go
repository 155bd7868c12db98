package graph

import (
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// grouped is a database whose subnet group has a subnet with a route to an internet gateway and one without.
func grouped(public bool) *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.IGW("igw-a", "vpc-a")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/28")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
	n.Service("eni-db", "subnet-a", "10.0.1.50", "interface", "RDSNetworkInterface").Public("3.3.3.50")
	n.ENI("eni-x", "subnet-b", "10.0.2.4 10.0.2.5 10.0.2.7")
	s := n.Snapshot()
	d := topology.DBInstance{DBInstanceIdentifier: "orders", PubliclyAccessible: public, AvailabilityZone: s.Subnets[0].AvailabilityZone}
	d.DBSubnetGroup.DBSubnetGroupName = "data"
	for _, g := range s.NetworkInterfaces[0].Groups {
		d.VpcSecurityGroups = append(d.VpcSecurityGroups, struct{ VpcSecurityGroupId, Status string }{g.GroupId, "active"})
	}
	for _, id := range []string{"subnet-b", "subnet-gone", "subnet-a"} {
		d.DBSubnetGroup.Subnets = append(d.DBSubnetGroup.Subnets, topology.DBSubnet{SubnetIdentifier: id})
	}
	s.DBInstances = append(s.DBInstances, d)
	return s
}

func TestPublicDatabasesAreJudged(t *testing.T) {
	for _, public := range []bool{false, true} {
		_, found := Compile(grouped(public), Options{})
		told := slices.ContainsFunc(found, func(d topology.Diagnostic) bool { return d.Code == "DB_SUBNET_NOT_PUBLIC" && d.Value == "subnet-b" })
		if told != public || len(found) > 1 {
			t.Errorf("public %v: %v", public, found)
		}
	}
}

func TestMovedGraphsAreWhole(t *testing.T) {
	g, _ := Compile(grouped(true), Options{})
	id := g.ByAddress(netip.MustParseAddr("3.3.3.50"))[0]
	refuges := g.Refuges(id)
	if len(refuges) != 1 || refuges[0].Subnet.ID != "subnet-b" {
		t.Fatalf("refuges %v", refuges)
	}
	mover := NewMover(g)
	moved, ok := mover.Move(id, refuges[0])
	if !ok {
		t.Fatal("no room")
	}
	checkAddresses(t, moved)
	checkAddresses(t, g)
	if was, is := g.PrivateOf(netip.MustParseAddr("3.3.3.50")), moved.PrivateOf(netip.MustParseAddr("3.3.3.50")); was.String() != "10.0.1.50" || is.String() != "10.0.2.6" {
		t.Errorf("moved from %v to %v", was, is)
	}
	if g.Interface(id).Subnet.ID != "subnet-a" || moved.Interface(id).Subnet.ID != "subnet-b" {
		t.Error("the graph changed, or its copy did not")
	}
	if again, ok := mover.Move(id, refuges[0]); !ok || again.PrivateOf(netip.MustParseAddr("3.3.3.50")).String() != "10.0.2.6" {
		t.Error("it does not move twice")
	}
	checkAddresses(t, moved)
	still := mover.still()
	checkAddresses(t, still)
	if !reflect.DeepEqual(still.interfaces, g.interfaces) || !reflect.DeepEqual(still.vpcs, g.vpcs) || !reflect.DeepEqual(still.public, g.public) {
		t.Error("what moved is not back")
	}
}

func checkAddresses(t *testing.T, g *Graph) {
	t.Helper()
	c := &checker{g: g, counts: g.counts()}
	c.interfaces()
	c.addresses()
	if err := errors.Join(c.broken...); err != nil {
		t.Error(err)
	}
}
