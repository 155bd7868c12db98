package graph

// middleboxTexts explain what happens at gateway route tables and at what stands in the way of traffic.
var middleboxTexts = []CodeText{
	{IngressRTBNoPublicIP, true, "The appliance of a gateway route table has no public address",
		"The route table of an internet gateway leads to a network interface, and such an interface takes traffic from the internet only if it has a public IPv4 address of its own.",
		"Associate an Elastic IP with the appliance's interface, or let the table lead to a Gateway Load Balancer endpoint."},
	{IngressRTBTrafficRedirection, true, "Traffic leaves past the appliance that inbound traffic is sent to",
		"The internet gateway's route table sends what comes in for the sender to an appliance or endpoint, and this packet leaves for the internet without passing it, so its replies would take another way.",
		"Send the sender's subnet to the internet by the same appliance or endpoint, or take its range out of the gateway's route table."},
	{ListenerHasNoTargets, true, "A load balancer has nothing to hand traffic to",
		"The listener forwards to target groups in which no target is registered.",
		"Register targets, or send the traffic another way."},
	{NoTargetsInZone, true, "A load balancer has no target in the Availability Zone",
		"Cross-zone load balancing is off, so a zone's traffic goes to targets in the same zone, and none is registered there.",
		"Register a target in each zone, or turn on cross-zone load balancing."},
	{TGWApplianceMode, true, "Appliance mode is recommended for the attachment",
		"Traffic comes by a transit gateway to an endpoint that inspects it, and the attachment's appliance mode is off: where the two ends lie in different Availability Zones, requests and replies pass different endpoints.",
		"Turn on appliance mode for the transit gateway attachment of the VPC that inspects."},
	{AssumeInspectionPasses, false, "Appliances behind a Gateway Load Balancer let traffic pass",
		"What the appliances drop is in no document of AWS; they are taken to send everything back to the endpoint it came by.",
		"Check the appliances' own rules."},
	{AssumeRegionalNATRoutes, false, "A regional NAT gateway routes to the internet gateway",
		"The snapshot does not tell the gateway's own route table, which leads to the VPC's internet gateway unless somebody changed it.",
		"Collect describe-nat-gateways and describe-route-tables; the gateway's RouteTableId names its table."},
	{AssumeRegionalNATServes, false, "A regional NAT gateway serves zones where it has no address",
		"The gateway has no address in the sender's Availability Zone. AWS says that it serves such a zone from another one until it has expanded.",
		"Check the gateway's addresses; one that expands by hand may need one in each zone."},
}
