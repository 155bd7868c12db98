package scenarios_test

import (
	"fmt"
	"io/fs"

	"github.com/dryhop/dryhop/scenarios"
)

func Example() {
	for _, d := range scenarios.Designs() {
		fmt.Println(d.Name, "-", d.Title)
	}
	design, err := scenarios.DesignFS("default-vpc")
	if err != nil {
		fmt.Println(err)
		return
	}
	documents, _ := fs.Glob(design, "*.json")
	fmt.Println(documents[0])
	// Output:
	// bastion - Bastion behind a VPN: administration without a public address
	// central-egress - Central egress: one filtered way out for all VPCs
	// database - A database in several zones: the subnet group is part of the network
	// default-vpc - Default VPC: what every account starts with
	// egress-only - Egress-only IPv6: out without in, where every address is public
	// endpoints - No internet: reaching AWS services by VPC endpoints
	// filtering-proxy - Filtering proxy: egress locked down to one door
	// forgotten-ipv6 - IPv6 forgotten: in a group, a route table, a network ACL, and once in the other direction
	// hub-and-spoke - Hub and spoke: isolated VPCs around shared services
	// hybrid - Hybrid: VPN, Direct Connect and Client VPN side by side
	// inspection - Inspection: in front of the internet, and between VPCs
	// load-balanced - Load-balanced: a public front, an internal back, and two surprises
	// nat - NAT gateway against NAT instance: three ways out of a private subnet
	// overlapping - Overlapping addresses: a peer of two VPCs that share a range
	// peered - Three peered VPCs, and the route that is missing
	// port-hygiene - Port hygiene: what listens is not what can be reached
	// privatelink - PrivateLink: a service for another account, with the same addresses
	// s3-endpoint - S3 by gateway endpoint, and by NAT gateway at a price
	// security-groups - Deny by default: security groups as sources, destinations and membership cards
	// software-vpn - Software VPN: one instance as everybody's way in
	// three-tier - Three tiers in two zones, IPv4 and IPv6
	// availability-zones.json
}
