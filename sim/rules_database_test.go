package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestDatabaseRules(t *testing.T) { tell(t, databaseStories) }

func TestEntranceRules(t *testing.T) { tell(t, entranceStories) }

// database is VPC A with a DB instance in subnet-b, which may move to subnet-d. Both subnets have tables of their own: rtb-b and rtb-d.
func database(w *world) (here, there *topologytest.RouteTable) {
	hosts(w)
	w.Subnet("subnet-d", "vpc-a", "10.0.4.0/24")
	inZone(w, map[string]string{"subnet-b": "az1", "subnet-d": "az2"})
	w.SG("sg-db", "vpc-a").Ingress("tcp/5432", "0.0.0.0/0")
	w.Service("eni-db", "subnet-b", "10.0.2.50", "interface", "RDSNetworkInterface", "sg-db").Public("3.3.3.50")
	w.edit(func(s *topology.Snapshot) {
		d := topology.DBInstance{DBInstanceIdentifier: "orders", DBInstanceStatus: "available"}
		d.VpcSecurityGroups = append(d.VpcSecurityGroups, struct{ VpcSecurityGroupId, Status string }{"sg-db", "active"})
		d.DBSubnetGroup.VpcId = "vpc-a"
		for i := range s.Subnets {
			if x := &s.Subnets[i]; x.SubnetId == "subnet-b" || x.SubnetId == "subnet-d" {
				d.DBSubnetGroup.Subnets = append(d.DBSubnetGroup.Subnets, topology.DBSubnet{SubnetIdentifier: x.SubnetId})
			}
			if x := &s.Subnets[i]; x.SubnetId == "subnet-b" {
				d.AvailabilityZone, d.Meta = x.AvailabilityZone, x.Meta
			}
		}
		s.DBInstances = append(s.DBInstances, d)
	})
	return w.RouteTable("rtb-b", "vpc-a", "subnet-b"), w.RouteTable("rtb-d", "vpc-a", "subnet-d")
}

// entered is VPC A on the internet with a VPC origin of CloudFront. eni-b is private.
func entered(w *world) {
	online(w)
	w.Service("eni-o", "subnet-b", "10.0.2.80", "interface", "CloudFront VPC origin vo-1")
}

// entranceStories are about services that reach in: rules 3.20 and 13.8.
var entranceStories = []story{
	{"R13.8 what the internet does not reach, a service may", entered, "8.8.8.8 -> eni-b tcp/443", "unreachable; because OTHER_WAYS_IN vpc-a; says CloudFront VPC origin (eni-o)"},
	{"R13.8 the interface of the service reaches it as any neighbour does", entered, "eni-o -> eni-b tcp/443", "reachable"},
	{"R13.8 what comes from inside is not told of them", func(w *world) {
		entered(w)
		w.SG("sg-b", "vpc-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-b", "sg-b") })
	}, "eni-a -> eni-b tcp/443", "unreachable; all SG_HAS_NO_RULES"},
	{"R3.20 an Instance Connect Endpoint is a way in as well", func(w *world) {
		connectable(w)
		w.IGW("igw-a", "vpc-a")
	}, "8.8.8.8 -> eni-a tcp/22", "unreachable; says EC2 Instance Connect Endpoint (eni-eice-0a)"},
}

// databaseStories are about what becomes of a DB instance after a failover: rule 13.6.
var databaseStories = []story{
	{"R13.6 a database is asked about in every subnet that it may move to", func(w *world) { database(w) }, "eni-a -> eni-db tcp/5432", "reachable; moves subnet-d reachable"},
	{"R13.6 the network ACL of the other subnet may stop it there", func(w *world) {
		database(w)
		w.NACL("acl-d", "vpc-a", "subnet-d").Ingress(100, "allow", "tcp/443", "0.0.0.0/0")
	}, "eni-a -> eni-db tcp/5432", "reachable; moves subnet-d unreachable SUBNET_ACL_RESTRICTION"},
	{"R13.6 or its route table, which has no way to the internet", func(w *world) {
		here, _ := database(w)
		w.IGW("igw-a", "vpc-a")
		here.Route("0.0.0.0/0", "igw-a")
	}, "8.8.8.8 -> eni-db tcp/5432", "reachable; moves subnet-d unreachable NO_ROUTE_TO_DESTINATION"},
	{"R13.6 it keeps its public address", func(w *world) {
		here, there := database(w)
		w.IGW("igw-a", "vpc-a")
		here.Route("0.0.0.0/0", "igw-a")
		there.Route("0.0.0.0/0", "igw-a")
	}, "8.8.8.8 -> eni-db tcp/5432", "reachable; moves subnet-d reachable"},
	{"R13.6 an address of its own stays its own", func(w *world) { database(w) }, "eni-a -> eni-db tcp/5432 to 10.0.2.50", "reachable; moves subnet-d reachable"},
	{"R13.6 what it sends comes from there", func(w *world) {
		database(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "10.0.2.0/24")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-db -> eni-a tcp/443", "reachable; moves subnet-d unreachable ENI_SG_RULES_MISMATCH"},
	{"R13.6 it may be better off there", func(w *world) {
		database(w)
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> eni-db tcp/5432", "unreachable; moves subnet-d reachable"},
}
