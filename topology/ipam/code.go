package ipam

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// Code names an effect or a finding. It is stable.
type Code string

// The codes of effects.
const (
	PeeringImpossible     Code = "PEERING_IMPOSSIBLE"
	PropagationSuppressed Code = "TGW_PROPAGATION_SUPPRESSED"
	TransitKeptApart      Code = "TGW_TABLES_KEPT_APART"
	DirectConnectRefused  Code = "DX_ASSOCIATION_REFUSED"
	RouteShadowed         Code = "ROUTE_SHADOWED"
	RouteAmbiguous        Code = "ROUTE_AMBIGUOUS"
	ReplyToWrongVpc       Code = "REPLY_TO_WRONG_VPC"
	SubnetsOverlap        Code = "SUBNETS_OVERLAP"
	ClientRange           Code = "CLIENT_RANGE_IN_VPC"
	ListedTaken           Code = "LISTED_BLOCK_TAKEN"
	ListedHolder          Code = "LISTED_BY_HOLDER"
	AggregateRoute        Code = "AGGREGATE_ROUTE"
	TwoWays               Code = "TWO_WAYS"
	LongerWins            Code = "LONGER_PREFIX_WINS"
	NotJoined             Code = "NOT_JOINED"
)

// EffectTexts explain the codes of effects, in alphabetical order, but for SubnetsOverlap, which compiling reports as well.
var EffectTexts = []topology.CodeText{
	text(AggregateRoute, "A route to a wide block covers a VPC",
		"A route out of AWS names an aggregate, such as 10.0.0.0/8, in which VPCs lie. The longer prefixes of the VPCs win, so nothing is taken away from them.",
		"Nothing to do, unless hosts outside use addresses of the VPC."),
	text(ClientRange, "Client VPN clients have addresses of the VPC",
		"AWS refuses a client CIDR that overlaps the VPC of the endpoint's subnets.",
		"Choose another client CIDR: `dryhop cidr next`."),
	text(DirectConnectRefused, "A Direct Connect gateway takes one of the VPCs only",
		"The VPCs of the virtual private gateways that are associated with one Direct Connect gateway must not overlap.",
		"Use another Direct Connect gateway, or renumber."),
	text(ListedHolder, "A list names the holder itself", "The entry of the list and the holder have one name and one block.", "Nothing to do."),
	text(ListedTaken, "A listed block is taken",
		"A block of a list, or one that IPAM has given out, shares addresses with what is deployed or with another entry.",
		"Choose a free block: `dryhop cidr next`."),
	text(LongerWins, "Of two routes the longer prefix wins",
		"Two networks outside are known by prefixes of which one lies in the other. Routers take the longer one.",
		"Nothing to do, if that is meant."),
	text(NotJoined, "Nothing joins the two",
		"No peering, transit gateway, virtual private gateway or Direct Connect gateway leads from one to the other, not even through others. Both can use the same addresses.",
		"Nothing to do. They can never be peered as they are."),
	text(PeeringImpossible, "VPCs that share addresses cannot be peered",
		"AWS refuses a peering if any IPv4 or IPv6 block of one VPC overlaps any block of the other, used or not.",
		"Renumber one of them, or join single services by PrivateLink."),
	text(PropagationSuppressed, "A transit gateway takes the blocks of one VPC only",
		"A VPC whose block equals or overlaps that of a VPC which is attached already is not propagated. Traffic for both goes to the first.",
		"Renumber one of them, or let them propagate to different tables."),
	text(ReplyToWrongVpc, "Replies go to another VPC",
		"A VPC is asked by two others that share addresses. AWS looks at the destination of a reply, not at where the request came from, so it goes where the route table says.",
		"Give the table longer routes for the hosts that have to be answered, or renumber."),
	text(RouteAmbiguous, "One table has one prefix to both",
		"Two routes of equal length and origin lead to different networks with the same addresses.",
		"Remove one of them, or renumber."),
	text(RouteShadowed, "A longer or local route hides addresses",
		"The route that wins for the shared addresses leads to one of the two; what the other has there is out of reach.",
		"Renumber, or translate addresses at the border (private NAT gateway)."),
	text(TransitKeptApart, "Route tables keep two VPCs apart",
		"VPCs that share addresses are attached to one transit gateway, and no route table has the routes of both. A table can have one of them only.",
		"Keep the tables apart."),
	text(TwoWays, "Two ways to one network", "The same prefix is known from two places: a second VPN, or one that is propagated and static.", "Nothing to do, if it is one network."),
}

// JoinTexts explain the codes of what joining does besides, in alphabetical order.
var JoinTexts = []topology.CodeText{
	text(PeerAcross, "A peering between Regions",
		"Rules of security groups cannot name groups of the other side, and packets are smaller than within a Region.", "Use blocks of addresses or prefix lists in rules."),
	text(PeerOtherAccount, "A peering between accounts", "The owner of the accepter VPC has to accept within seven days.", "Agree with the owner; in Terraform, use a provider for each account."),
	text(PeerPending, "A peering is not active", "It has been requested, and not been accepted or set up yet. It can be accepted within seven days.", "Have it accepted by the owner of the accepter VPC."),
	text(PeerRival, "A peer with the same addresses",
		"One of the VPCs is peered with another one that shares addresses with the new peer. Its tables lead to one of them only.", "Use longer routes for the hosts that matter, or renumber."),
	text(PeerRouteHidden, "A longer route stays", "The table has a longer prefix within the new route's, to something else. It keeps winning.", "Remove it if the new way is meant."),
	text(PeerRouteTaken, "The destination is taken", "A table has one static route to a destination. This one leads elsewhere today.", "Replace the route."),
	text(PeerRouteTakesOver, "The new route takes traffic over",
		"Traffic to these addresses goes another way today, by a shorter or a propagated route. The new route wins, so firewalls and logs on the old way do not see it any more.",
		"Make sure that this is meant."),
	text(QuotaExceeded, "A quota is exceeded", "AWS limits how many of these there may be.", "Have the quota raised, or use a transit gateway."),
	text(TransitNoSubnet, "No place for an attachment", "An attachment is in one subnet in each of its Availability Zones.", "Make a /28 subnet in each zone."),
}

// PlanTexts explain the codes of findings about plans, in alphabetical order.
var PlanTexts = []topology.CodeText{
	text(PlanTooSmall, "A subnet keeps a block that is too small", "A tier grew after its subnets were given out. Blocks that were given out are never changed.", "Add a tier beside it, or rename it, so that it gets new subnets."),
	text(PlanUnplanned, "A VPC in a pool is not of the plan", "The snapshot shows a VPC with a block of a pool. It is kept free of others' blocks.", "Add it to the plan, or reserve its block."),
	text(PlanGrows, "A VPC gets another block", "Its subnets do not fit into the blocks that it has, which never change.", "Nothing to do: associate the new block with the VPC."),
}

// CheckTexts explain the codes of findings about blocks, but for SubnetOutside, which compiling reports as well.
var CheckTexts = []topology.CodeText{
	text(RangeServices, "A range of AWS's services", "Addresses in it are AWS's own, or translated by it; nothing of it can be a VPC's.", "Choose another block."),
	text(RangeShared, "Shared address space", "100.64.0.0/10 is for NAT of carriers (RFC 6598). AWS adds it to any VPC, and EKS setups use it for pods.", "Fine for what nobody outside has to reach; keep it out of routes to partners."),
	text(RangeBenchmark, "A range for benchmarks", "198.18.0.0/15 is for measuring devices (RFC 2544).", "Choose another block for what others have to reach."),
	text(RangeCommon, "A block that everybody has", "Wizards and examples use it, so the next partner is likely to have it, too.", "Choose a less common block for what is to be joined with others."),
	text(RangeDefaultVpc, "The block of default VPCs", "Every default VPC has 172.31.0.0/16, so a VPC with it can be peered with none of them.", "Choose another block."),
	text(RangeDocker, "Docker's networks", "Hosts that run Docker keep these addresses to themselves, and do not reach them elsewhere.", "Choose another block, or configure Docker's address pools on every host."),
	text(RangeDocumentation, "Addresses for documentation", "They stand for examples, and filters drop them.", "Choose another block."),
	text(RangeClassic, "EC2-Classic", "EC2-Classic and ClassicLink used 10.0.0.0/8. Both were retired in 2022.", "Nothing to do."),
	text(RangeEks, "Services of EKS", "A cluster takes 10.100.0.0/16 or 172.20.0.0/16 for its services, whichever its VPC does not use, and its pods do not reach these addresses elsewhere.", "Choose another block, or set the cluster's service range."),
	text(RangeForbidden, "No VPC can be there", "AWS refuses it, or nothing carries it.", "Choose another block."),
	text(RangeHome, "Homes and VPN clients", "Home networks use 192.168.0.0/16; hosts there reach their own network in its place.", "Choose another block for what VPN clients have to reach."),
	text(RangeLinkLocal, "Link-local addresses", "They stay on their link.", "Choose another block."),
	text(RangePublic, "Public addresses", "A VPC may have public addresses, which stay private to it. Whoever owns them cannot be reached from there.", "Use them only if they are yours."),
	text(RangeUla, "Unique local IPv6", "Private IPv6 (RFC 4193) does not leave by internet gateways.", "Nothing to do, if that is meant."),
	text(SecondaryPeer, "A new block overlaps a peer's", "AWS refuses to add a block that overlaps one of an active peer.", "Choose a free block: `dryhop cidr next`."),
	text(SecondaryRoute, "A new block is as large as a route's destination", "AWS refuses to add a block that is equal to, or larger than, the destination of a route in any of the VPC's tables.", "Remove the route, or choose a smaller block."),
	text(SecondaryOverlaps, "Blocks of one VPC overlap", "AWS refuses to add a block that overlaps another of the same VPC.", "Choose a free block: `dryhop cidr next`."),
	text(SecondaryRestricted, "A range that AWS does not add", "Which ranges can be added depends on the primary block. In a snapshot it is only odd: rules were different once.", "Choose a block of the same range, or of 100.64.0.0/10."),
	text(SecondaryPending, "A peering is pending", "Who requested a peering can add no block until it is accepted.", "Have it accepted first."),
	text(SubnetSize, "A subnet of a size that AWS does not have", "IPv4 subnets are /16 to /28, IPv6 ones /44 to /64 in steps of 4.", "Choose another size."),
	text(VpcSize, "A VPC block of a size that AWS does not have", "IPv4 blocks are /16 to /28, IPv6 ones /44 to /60 in steps of 4.", "Choose another size."),
	text(BlockQuota, "Many blocks in a VPC", "A VPC has at most 5 blocks of a family by default, and 50 on request.", "Have the quota raised, or use larger blocks."),
}

// IsFindingCode reports whether findings about blocks have a code.
func IsFindingCode(code Code) bool {
	return code == SubnetOutside || code == SubnetsOverlap || slices.ContainsFunc(slices.Concat(CheckTexts, EffectTexts), func(t topology.CodeText) bool { return t.Code == string(code) })
}

func text(code Code, title, cause, remedy string) topology.CodeText {
	return topology.CodeText{Code: string(code), Title: title, Cause: cause, Remedy: remedy}
}
