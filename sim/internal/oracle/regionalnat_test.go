package oracle

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// regional is a VPC whose subnet uses a regional NAT gateway with two public addresses, none of them with a private one.
func regional(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	s := n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	s.AvailabilityZone, s.AvailabilityZoneId = "eu-west-1a", "az1"
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.IGW("igw-a", "vpc-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "nat-r")
}

func natDocument(s *topology.Snapshot) {
	s.NatGateways = append(s.NatGateways, topology.NatGateway{
		Meta: s.Vpcs[0].Meta, NatGatewayId: "nat-r", VpcId: "vpc-a", State: "available", ConnectivityType: "public", AvailabilityMode: "regional",
		NatGatewayAddresses: []topology.NatGatewayAddress{
			{PublicIp: netip.MustParseAddr("3.3.3.1"), AvailabilityZoneId: "az1"},
			{PublicIp: netip.MustParseAddr("3.3.3.2"), AvailabilityZoneId: "az2"},
		},
	})
}

func TestRegionalNatGateway(t *testing.T) {
	table := func(target string) func(n *topologytest.Network) {
		return func(n *topologytest.Network) { n.RouteTable("rtb-r", "vpc-a").Route("0.0.0.0/0", target) }
	}
	tabled := func(s *topology.Snapshot) { s.NatGateways[0].RouteTableId = "rtb-r" }
	private := func(s *topology.Snapshot) {
		tabled(s)
		s.NatGateways[0].NatGatewayAddresses[0].PrivateIp = netip.MustParseAddr("10.0.200.5")
	}
	vpn := func(n *topologytest.Network) {
		n.RouteTable("rtb-r", "vpc-a").Route("0.0.0.0/0", "vgw-a")
		n.VGW("vgw-a", "vpc-a")
		n.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
		n.RouteTable("rtb-a", "vpc-a")
	}
	tellBoxes(t, regional, natDocument, []boxStory{
		{"R3.13 by the VPC's internet gateway", nil, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.13 by its own table", table("igw-a"), tabled, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.13 its own table leads nowhere", func(n *topologytest.Network) { n.RouteTable("rtb-r", "vpc-a") }, tabled, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.13 a zone without an address is served from others", nil, func(s *topology.Snapshot) {
			s.NatGateways[0].NatGatewayAddresses = s.NatGateways[0].NatGatewayAddresses[1:]
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.13 not to private networks without a private address", vpn, tabled, "eni-a > 192.168.1.1 tcp/443", Unknown, 0},
		{"R3.13 with one it does", vpn, private, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R3.7 TCP, UDP and ICMP", nil, nil, "eni-a > 8.8.8.8 47/0", Unreachable, 0},
		{"R3.7 nothing unsolicited", nil, nil, "8.8.8.8 > 3.3.3.1 tcp/443", Unreachable, 0},
		{"R3.13 the network ACL of the client's subnet alone", func(n *topologytest.Network) {
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "8.0.0.0/8")
		}, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.13 it denies", func(n *topologytest.Network) { n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress() }, nil, "eni-a > 8.8.8.8 tcp/443", Unreachable, Reachable},
		{"R3.17 Block Public Access", func(n *topologytest.Network) {
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "subnet-a", "allow-bidirectional")
		}, nil, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.17 block-ingress lets it live", func(n *topologytest.Network) { n.BPA("block-ingress") }, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
	})
}

// wavelength is a VPC with a carrier gateway and two carrier addresses.
func wavelength(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11")
	n.ENI("eni-c", "subnet-a", "10.0.1.20")
	n.ENI("eni-b", "subnet-b", "10.0.2.10").Public("3.3.3.20")
	n.IGW("igw-a", "vpc-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
	n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("0.0.0.0/0", "igw-a")
}

func carrierDocuments(s *topology.Snapshot) {
	s.CarrierGateways = append(s.CarrierGateways, topology.CarrierGateway{Meta: s.Vpcs[0].Meta, CarrierGatewayId: "cagw-a", VpcId: "vpc-a", State: "available"})
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		if carrier := map[string]string{"eni-a": "155.146.1.1", "eni-c": "155.146.1.2"}[e.NetworkInterfaceId]; carrier != "" {
			e.PrivateIpAddresses[0].Association = &topology.NetworkInterfaceAssociation{CarrierIp: netip.MustParseAddr(carrier)}
		}
	}
	for i := range s.RouteTables {
		if s.RouteTables[i].RouteTableId == "rtb-a" {
			for j := range s.RouteTables[i].Routes {
				if r := &s.RouteTables[i].Routes[j]; r.GatewayId == "igw-a" {
					r.GatewayId, r.CarrierGatewayId = "", "cagw-a"
				}
			}
		}
	}
}

func TestCarrierGateway(t *testing.T) {
	tellBoxes(t, wavelength, carrierDocuments, []boxStory{
		{"R3.15 out", nil, nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.15 a source without a carrier address", nil, nil, "eni-a@10.0.1.11 > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.15 not from the internet", nil, nil, "8.8.8.8 > 155.146.1.1 tcp/443", Unreachable, 0},
		{"R3.15 nor from a public address", nil, nil, "eni-b > 155.146.1.1 tcp/443", Unreachable, 0},
		{"R3.15 but from the carrier's network", nil, nil, "eni-c > 155.146.1.1 tcp/443", Reachable, 0},
		{"R3.15 to a public address", nil, nil, "eni-a > 3.3.3.20 tcp/443", Reachable, 0},
		{"R3.15 not available", nil, func(s *topology.Snapshot) { s.CarrierGateways[0].State = "deleting" }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.15 of another VPC", nil, func(s *topology.Snapshot) { s.CarrierGateways[0].VpcId = "vpc-b" }, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.15 not captured", nil, func(s *topology.Snapshot) { s.CarrierGateways = nil }, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R3.18 Block Public Access", func(n *topologytest.Network) { n.BPA("block-ingress") }, nil, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
	})
}
