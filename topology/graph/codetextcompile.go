package graph

import "github.com/dryhop/dryhop/topology"

// CompileTexts explain the codes of the diagnostics that Compile reports.
var CompileTexts = []topology.CodeText{
	{Code: "ADDRESS_HELD_TWICE", Title: "Two interfaces of a VPC hold one address",
		Cause:  "Within a VPC an address belongs to one interface. Documents of different times were mixed: the address moved in between.",
		Remedy: "Take all documents in one go."},
	{Code: "UNKNOWN_EXTERNAL_GATEWAY", Title: "A declared network lies behind something that is not there",
		Cause:  "The file of --external names a VPN connection or gateway that no document describes, so nobody can tell how the network is reached.",
		Remedy: "Name a vpn- or vgw- id of the snapshot, or collect describe-vpn-connections and describe-vpn-gateways."},
	{Code: "UNKNOWN_SUBNET", Title: "An interface lies in a subnet that is not described",
		Cause:  "The interface names a subnet that no document describes, so its routes and network ACL are not known. The interface is left out.",
		Remedy: "Collect describe-subnets in the subnet's account and Region."},
	{Code: "UNKNOWN_VPC", Title: "A resource lies in a VPC that is not described",
		Cause:  "A subnet or route table names no VPC, or one that no document describes. It is left out.",
		Remedy: "Collect describe-vpcs and the resource's own document again."},
}
