package collect

import "slices"

var transitTable = &Parent{
	Name: "transit gateway route table", Keys: []string{"TransitGatewayRouteTableId"}, From: []string{"ec2-describe-transit-gateway-route-tables"},
	Rows: `.TransitGatewayRouteTables[] | select(.State != "deleted" and .State != "deleting") | [.TransitGatewayRouteTableId]`,
}

var policyTable = &Parent{
	Name: "transit gateway policy table", Keys: []string{"TransitGatewayPolicyTableId"}, From: []string{"ec2-describe-transit-gateway-policy-tables"},
	Rows: `.TransitGatewayPolicyTables[] | select(.State != "deleted" and .State != "deleting") | [.TransitGatewayPolicyTableId]`,
}

// searchRoutes needs a filter, which the answer does not repeat: it has to be one that leaves out nothing.
var searchRoutes = Call{
	Service: "ec2", Operation: "search-transit-gateway-routes", Of: transitTable, Lists: []string{"Routes"}, Halves: true,
	Options: []string{"--transit-gateway-route-table-id", "{TransitGatewayRouteTableId}", "--filters", "Name=state,Values=active,blackhole"},
}

var transitCalls = slices.Concat(lists("ec2",
	[2]string{"describe-transit-gateways", "TransitGateways"},
	[2]string{"describe-transit-gateway-attachments", "TransitGatewayAttachments"},
	[2]string{"describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments"},
	[2]string{"describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments"},
	[2]string{"describe-transit-gateway-connects", "TransitGatewayConnects"},
	[2]string{"describe-transit-gateway-connect-peers", "TransitGatewayConnectPeers"},
	[2]string{"describe-transit-gateway-route-tables", "TransitGatewayRouteTables"},
	[2]string{"describe-transit-gateway-policy-tables", "TransitGatewayPolicyTables"},
), each(transitTable, "ec2", "--transit-gateway-route-table-id",
	[2]string{"get-transit-gateway-route-table-associations", "Associations"},
	[2]string{"get-transit-gateway-route-table-propagations", "TransitGatewayRouteTablePropagations"},
	[2]string{"get-transit-gateway-prefix-list-references", "TransitGatewayPrefixListReferences"},
), []Call{searchRoutes}, each(policyTable, "ec2", "--transit-gateway-policy-table-id",
	[2]string{"get-transit-gateway-policy-table-associations", "Associations"},
	[2]string{"get-transit-gateway-policy-table-entries", "TransitGatewayPolicyTableEntries"},
))
