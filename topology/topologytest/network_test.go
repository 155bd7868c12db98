package topologytest

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestDefaultsCompleteANetwork(t *testing.T) {
	n := New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8:a::/56").Block("10.9.0.0/16", "disassociated")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2001:db8:a:1::/64")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.NACL("acl-b", "vpc-a", "subnet-b").Ingress(10, "allow", "tcp/443", "any")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11 2001:db8:a:1::10").PublicOf("10.0.1.11", "3.3.3.3")
	n.IGW("igw-a", "vpc-a")
	n.Route("vpc-a", "0.0.0.0/0", "igw-a")
	n.NAT("nat-a", "subnet-b", "10.0.2.5", "3.3.3.5")
	s := n.Snapshot()

	if len(s.RouteTables) != 1 || len(s.RouteTables[0].Routes) != 3 {
		t.Errorf("tables %+v: want one main table with two local routes and 0.0.0.0/0", s.RouteTables)
	}
	if len(s.NetworkAcls) != 2 || s.NetworkAcls[1].Associations[0].SubnetId != "subnet-a" || !s.NetworkAcls[1].IsDefault {
		t.Errorf("ACLs %+v: want acl-b and the default one with subnet-a", s.NetworkAcls)
	}
	e := s.NetworkInterfaces[0]
	if e.Groups[0].GroupId != "sg-open-vpc-a" || e.Attachment.InstanceId != "i-a" || s.Instances[0].State.Name != "running" {
		t.Errorf("interface %+v: want the open group and a running instance", e)
	}
	if e.Association != nil || e.PrivateIpAddresses[1].Association.PublicIp != netip.MustParseAddr("3.3.3.3") {
		t.Errorf("interface %+v: want the public address on the secondary one only", e)
	}
	for _, k := range kinds {
		if s.Covers(k, Account, Region) != topology.Whole {
			t.Errorf("Covers(%v) is not Whole", k)
		}
	}
}

func TestWithoutTakesADocumentAway(t *testing.T) {
	n := New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	s := n.Without(ref.NetworkAcl).Partial(ref.RouteTable).Snapshot()
	if len(s.NetworkAcls) != 0 || s.Covers(ref.NetworkAcl, Account, Region) != topology.Absent {
		t.Error("want no ACLs and no document of them")
	}
	if len(s.RouteTables) != 1 || s.Covers(ref.RouteTable, Account, Region) != topology.Partly {
		t.Error("want the table in a truncated document")
	}
}

func TestServices(t *testing.T) {
	for _, c := range []struct {
		text, protocol, number string
		from, to               int32
	}{
		{"tcp", "tcp", "6", 0, 65535},
		{"tcp/443", "tcp", "6", 443, 443},
		{"udp/8000-8100", "udp", "17", 8000, 8100},
		{"icmp", "icmp", "1", -1, -1},
		{"icmp/8", "icmp", "1", 8, -1},
		{"icmp/3/4", "icmp", "1", 3, 4},
		{"icmpv6/128", "icmpv6", "58", 128, -1},
	} {
		s := parseService(c.text)
		if s.protocol != c.protocol || s.number != c.number || *s.from != c.from || *s.to != c.to {
			t.Errorf("parseService(%q) = %+v", c.text, s)
		}
	}
	if s := parseService("all"); s.protocol != "-1" || s.number != "-1" || s.from != nil {
		t.Errorf("all: %+v", s)
	}
	if s := parseService("47"); s.protocol != "47" || s.number != "47" || s.from != nil {
		t.Errorf("47: %+v", s)
	}
}

func TestPeeringPrintsBlocksWhileActive(t *testing.T) {
	n := New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8:a::/56")
	n.Peering("pcx-a", "vpc-a", "vpc-else").PeerBlocks("10.5.0.0/16").PeerIn("4444", "us-east-1")
	n.Peering("pcx-b", "vpc-a", "vpc-other").Status("pending-acceptance")
	s := n.Snapshot()
	a, b := s.VpcPeeringConnections[0], s.VpcPeeringConnections[1]
	if len(a.RequesterVpcInfo.CidrBlockSet) != 1 || len(a.RequesterVpcInfo.Ipv6CidrBlockSet) != 1 || len(a.AccepterVpcInfo.CidrBlockSet) != 1 || a.AccepterVpcInfo.Region != "us-east-1" {
		t.Errorf("active peering %+v", a)
	}
	if len(b.RequesterVpcInfo.CidrBlockSet) != 0 {
		t.Errorf("pending peering %+v", b)
	}
}
