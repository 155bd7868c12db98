package graph

// hybridTexts explain what stops or opens ways in from outside AWS.
var hybridTexts = []CodeText{
	{OtherWaysIn, false, "Services reach into the VPC in ways that routes do not show",
		"CloudFront VPC origins, Global Accelerator, Verified Access, API Gateway VPC links and EC2 Instance Connect Endpoints have interfaces in the VPC. What they bring in from outside needs neither a public address nor a route to an internet gateway, only security groups that admit it.",
		"If the destination is not to be reached from outside, trace from those interfaces to it, too."},
	{ClientVPNNotAuthorized, false, "No authorization rule lets the clients there",
		"A Client VPN endpoint lets nothing through that no authorization rule covers.",
		"Add an authorization rule for the destination (authorize-client-vpn-ingress)."},
	{ClientVPNChoosesSubnet, false, "It depends on the subnet that AWS puts the client's connection in",
		"The Client VPN endpoint is associated with several subnets, whose routes and filters differ.",
		"Give every associated subnet the same routes, in the endpoint's table and in the VPC."},
	{UnknownClientVPN, false, "The Client VPN endpoint's own settings are not in the snapshot",
		"Its authorization rules, routes or target networks decide where clients get to, and at least one of them was not collected.",
		"Collect describe-client-vpn-authorization-rules, describe-client-vpn-routes and describe-client-vpn-target-networks for the endpoint."},
	{DXPrefixNotAllowed, false, "The network behind Direct Connect is told no route to the address",
		"The allowed prefixes of the Direct Connect gateway's association do not cover it: of a virtual private gateway one has to be as wide as the VPC's block, of a transit gateway one has to hold the address.",
		"Add the prefix to the association (update-direct-connect-gateway-association)."},
	{CoreNetworkRoutesUnknown, false, "The routes of the core network are not in the snapshot",
		"A core network looks packets up in the table of the attachment's segment at its edge, and that table was not collected, or not all of it.",
		"Collect networkmanager get-network-routes for every segment and edge, and list-attachments, which tells the segment of each attachment."},
}
