package graph

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// CompileTexts explain the codes of the diagnostics that Compile reports.
var CompileTexts = slices.Concat(compileTexts, firewallCompileTexts)

var compileTexts = []topology.CodeText{
	{Code: "ADDRESS_HELD_TWICE", Title: "Two interfaces of a VPC hold one address",
		Cause:  "Within a VPC an address belongs to one interface. Documents of different times were mixed: the address moved in between.",
		Remedy: "Take all documents in one go."},
	{Code: "BLACKHOLE_ROUTE", Title: "A route leads to something that is gone",
		Cause:  "The route is in state blackhole: its target was deleted or detached, or its peering connection is not active. dryhop drops what it covers, as AWS does where no document says otherwise.",
		Remedy: "Delete the route, or give it a target that exists."},
	{Code: "GATEWAY_ROUTES_TO_ITSELF", Title: "A NAT gateway or appliance is its own next hop",
		Cause:  "A NAT gateway or appliance sends on by the route table of the subnet that it lies in, and a route of that table leads to itself. Nothing that takes this route gets through.",
		Remedy: "Give its subnet a table that leads to what comes next: an internet gateway, a peering connection, a transit gateway."},
	{Code: "LISTENERS_NOT_COLLECTED", Title: "No listener of a load balancer is in the snapshot",
		Cause:  "AWS is asked for the listeners of one load balancer at a time, and the answer about this one is missing or empty. What the load balancer takes is answered with unknown.",
		Remedy: "Collect elbv2 describe-listeners for the load balancer."},
	{Code: "LISTENER_WITHOUT_TARGETS", Title: "A listener has nobody to send to",
		Cause:  "Nothing is registered with any target group that the listener or its rules forward to, or all of it is being taken out.",
		Remedy: "Register targets, or remove the listener."},
	{Code: "PEERED_VPCS_OVERLAP", Title: "Both sides of a peering connection have the same addresses",
		Cause:  "AWS does not make a peering connection between VPCs of which any blocks overlap. Documents of different times were mixed, or a plan will fail.",
		Remedy: "Take all documents in one go, or give one of the VPCs another block."},
	{Code: "PEERS_OVERLAP", Title: "Two peers of a VPC have the same addresses",
		Cause:  "A route table leads an address to one peering connection. A reply to the other peer with this address goes to the wrong VPC and is lost; AWS checks no reverse path.",
		Remedy: "Lead each route table to one of the peers only, by prefixes that tell them apart, and trace both directions."},
	{Code: "ROUTES_IN_A_CIRCLE", Title: "Routes send packets in a circle",
		Cause:  "Appliances or NAT gateways hand a destination to each other: the table of the subnet of the one leads to the other, and back again.",
		Remedy: "Let one of the tables lead out of the circle."},
	{Code: "SUBNETS_OVERLAP", Title: "Two subnets of a VPC share addresses",
		Cause:  "AWS does not create overlapping subnets. Documents of different times were mixed, or a plan will fail.",
		Remedy: "Take all documents in one go, or choose blocks that are apart."},
	{Code: "SUBNET_OUTSIDE_VPC", Title: "A subnet is no part of its VPC",
		Cause:  "The block of the subnet lies in no associated block of its VPC, so no local route leads to it.",
		Remedy: "Take the documents of VPCs and subnets in one go, or move the subnet."},
	{Code: "TARGETS_NOT_COLLECTED", Title: "The targets of a target group are not in the snapshot",
		Cause:  "AWS is asked for the targets of one target group at a time, and the answer about this one is missing or was cut short. What is sent to the group is answered with unknown.",
		Remedy: "Collect elbv2 describe-target-health for the target group."},
	{Code: "UNKNOWN_EXTERNAL_GATEWAY", Title: "A declared network lies behind something that is not there",
		Cause:  "The file of --external names a VPN connection or gateway that no document describes, so nobody can tell how the network is reached.",
		Remedy: "Name a vpn- or vgw- id of the snapshot, or collect describe-vpn-connections and describe-vpn-gateways."},
	{Code: "UNKNOWN_SUBNET", Title: "An interface lies in a subnet that is not described",
		Cause:  "The interface names a subnet that no document describes, so its routes and network ACL are not known. The interface is left out.",
		Remedy: "Collect describe-subnets in the subnet's account and Region."},
	{Code: "UNKNOWN_VPC", Title: "A resource lies in a VPC that is not described",
		Cause:  "A subnet or route table names no VPC, or one that no document describes. It is left out.",
		Remedy: "Collect describe-vpcs and the resource's own document again."},
	{Code: "UNREADABLE_ARN", Title: "A load balancer has no ARN that can be read",
		Cause:  "The interfaces, listeners and target groups of a load balancer are known by its ARN, which the document lacks. It is left out.",
		Remedy: "Collect elbv2 describe-load-balancers again."},
	{Code: "VPC_BLOCKS_DO_NOT_MIX", Title: "AWS would not add this block to this VPC",
		Cause:  "Which ranges a VPC can get beside its primary block depends on the range of that block: private ranges do not mix.",
		Remedy: "Choose a block of the range of the primary one, or of 100.64.0.0/10."},
	{Code: "VPC_BLOCK_FORBIDDEN", Title: "A VPC has a block that AWS does not allow",
		Cause:  "Blocks of 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 and 224.0.0.0/4 cannot be given to a VPC.",
		Remedy: "Choose a private range."},
	{Code: "ZONE_WITHOUT_TARGETS", Title: "A node of a load balancer has no target in its zone",
		Cause:  "Cross-zone load balancing is off, so a node sends to targets of its own zone only, and none is registered there. DNS leaves the node out; who uses its address fails.",
		Remedy: "Register targets in the zone, or turn cross-zone load balancing on."},
}
