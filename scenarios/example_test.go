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
	// central-egress - Central egress: one filtered way out for all VPCs
	// default-vpc - Default VPC: what every account starts with
	// endpoints - No internet: reaching AWS services by VPC endpoints
	// hub-and-spoke - Hub and spoke: isolated VPCs around shared services
	// hybrid - Hybrid: VPN, Direct Connect and Client VPN side by side
	// inspection - Inspection: in front of the internet, and between VPCs
	// load-balanced - Load-balanced: a public front, an internal back, and two surprises
	// overlapping - Overlapping addresses: a peer of two VPCs that share a range
	// peered - Three peered VPCs, and the route that is missing
	// privatelink - PrivateLink: a service for another account, with the same addresses
	// three-tier - Three tiers in two zones, IPv4 and IPv6
	// availability-zones.json
}
