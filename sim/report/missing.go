package report

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Missing is a kind of document that a snapshot does not hold, or not all of.
type Missing struct {
	Type    string `json:"type"`
	Command string `json:"command"` // that collects it
	Partly  bool   `json:"partly"`  // it is there, and truncated or not all readable
	Used    bool   `json:"used"`    // something in the snapshot refers to such a resource
	Unknown string `json:"unknown"` // what cannot be known without it
	Assume  string `json:"assume"`  // the word of --assume that stands in for it, or empty
}

// Assumables are the words of --assume by the kind of documents in whose place they stand.
type Assumables map[ref.Kind]string

// needs are the documents that answers rest on, with what their lack makes unknowable.
var needs = []struct {
	kind    ref.Kind
	command string
	unknown string
}{
	{ref.Vpc, "aws ec2 describe-vpcs", "which addresses are local: nothing in the VPCs can be answered"},
	{ref.Subnet, "aws ec2 describe-subnets", "what lies in which subnet: nothing in the VPCs can be answered"},
	{ref.RouteTable, "aws ec2 describe-route-tables", "where packets that leave a subnet go"},
	{ref.NetworkAcl, "aws ec2 describe-network-acls", "whether packets may enter and leave a subnet"},
	{ref.SecurityGroup, "aws ec2 describe-security-groups", "whether interfaces may send and receive"},
	{ref.NetworkInterface, "aws ec2 describe-network-interfaces", "which addresses and groups anything has: there is nothing to trace from or to"},
	{ref.Instance, "aws ec2 describe-instances", "whether instances run, and their names"},
	{ref.ManagedPrefixList, "aws ec2 describe-managed-prefix-lists and get-managed-prefix-list-entries", "what rules and routes that name a prefix list match"},
	{ref.InternetGateway, "aws ec2 describe-internet-gateways", "whether routes to internet gateways work"},
	{ref.EgressOnlyInternetGateway, "aws ec2 describe-egress-only-internet-gateways", "whether routes to egress-only gateways work"},
	{ref.NatGateway, "aws ec2 describe-nat-gateways", "whether routes to NAT gateways work, and their addresses"},
	{ref.VpcPeeringConnection, "aws ec2 describe-vpc-peering-connections", "where routes to peerings lead"},
	{ref.VpcEndpoint, "aws ec2 describe-vpc-endpoints", "where routes to gateway endpoints lead"},
	{ref.VpnGateway, "aws ec2 describe-vpn-gateways", "where routes to virtual private gateways lead"},
	{ref.VpnConnection, "aws ec2 describe-vpn-connections", "which networks lie behind a VPN, and whether it is up"},
	{ref.VpcBlockPublicAccess, "aws ec2 describe-vpc-block-public-access-options", "whether public access is blocked; taken to be off"},
	{ref.TransitGateway, "aws ec2 describe-transit-gateways", "where routes to transit gateways lead"},
	{ref.DBInstance, "aws rds describe-db-instances", "the names of databases, and in which zone they run"},
}

// missingAt lists what a snapshot lacks about an account and Region.
func missingAt(s *topology.Snapshot, at accountRegion, words Assumables) []Missing {
	all := []Missing{}
	used := usedAt(s, at)
	for _, n := range needs {
		coverage := s.Covers(n.kind, at.account, at.region)
		if coverage == topology.Whole {
			continue
		}
		all = append(all, Missing{
			Type: n.kind.String(), Command: n.command, Partly: coverage == topology.Partly,
			Used: used[n.kind], Unknown: n.unknown, Assume: words[n.kind],
		})
	}
	return all
}
