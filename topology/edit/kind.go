package edit

import (
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// prefixes tell the kind of a resource by how its id begins, longer ones first where one begins another.
var prefixes = []struct {
	prefix string
	kind   ref.Kind
}{
	{"tgw-rtb-", ref.TransitGatewayRouteTable}, {"tgw-attach-", ref.TransitGatewayAttachment}, {"tgw-", ref.TransitGateway},
	{"vpc-", ref.Vpc}, {"subnet-", ref.Subnet}, {"rtb-", ref.RouteTable}, {"acl-", ref.NetworkAcl}, {"sg-", ref.SecurityGroup},
	{"eni-", ref.NetworkInterface}, {"i-", ref.Instance}, {"igw-", ref.InternetGateway}, {"eigw-", ref.EgressOnlyInternetGateway},
	{"nat-", ref.NatGateway}, {"cagw-", ref.CarrierGateway}, {"lgw-", ref.LocalGateway}, {"pcx-", ref.VpcPeeringConnection},
	{"vpce-", ref.VpcEndpoint}, {"pl-", ref.ManagedPrefixList}, {"vgw-", ref.VpnGateway}, {"cvpn-endpoint-", ref.ClientVpnEndpoint},
}

// arns tell the kind of a resource by a part of its ARN.
var arns = []struct {
	part string
	kind ref.Kind
}{
	{":targetgroup/", ref.TargetGroup}, {":loadbalancer/", ref.LoadBalancer}, {":core-network/", ref.CoreNetwork},
}

// kindOf is the kind of resource that an id names, Other if it tells none.
func kindOf(id string) ref.Kind {
	if strings.HasPrefix(id, "arn:") {
		for _, a := range arns {
			if strings.Contains(id, a.part) {
				return a.kind
			}
		}
		return ref.Other
	}
	for _, p := range prefixes {
		if strings.HasPrefix(id, p.prefix) && len(id) > len(p.prefix) {
			return p.kind
		}
	}
	return ref.Other
}
