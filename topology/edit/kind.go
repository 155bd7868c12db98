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

// kindOf is the kind of resource that an id of AWS names, Other if it tells none. Addresses of plans and templates have dots, slashes
// or brackets, which AWS's ids have not: they tell none, however they begin.
func kindOf(id string) ref.Kind {
	if strings.HasPrefix(id, "arn:") {
		for _, a := range arns {
			if strings.Contains(id, a.part) {
				return a.kind
			}
		}
		return ref.Other
	}
	if strings.ContainsAny(id, "./#[") {
		return ref.Other
	}
	for _, p := range prefixes {
		if strings.HasPrefix(id, p.prefix) && len(id) > len(p.prefix) {
			return p.kind
		}
	}
	return ref.Other
}

// isEditable reports whether edits can name resources of a kind.
func isEditable(kind ref.Kind) bool {
	for _, p := range prefixes {
		if p.kind == kind {
			return true
		}
	}
	for _, a := range arns {
		if a.kind == kind {
			return true
		}
	}
	return false
}

// Holders know which tables hold a row of an id: a Snapshot, or the Graph made of it.
type Holders interface {
	Holders(id string) []ref.Ref
}

// KindIn is the kind of resource that an id names: where the id does not tell, as those of plans and templates do not, that of the
// table which holds it. Other if nothing does.
func KindIn(in Holders, id string) ref.Kind {
	if kind := kindOf(id); kind != ref.Other || id == "" {
		return kind
	}
	for _, r := range in.Holders(id) {
		if isEditable(r.Kind) {
			return r.Kind
		}
	}
	return ref.Other
}

// kind is that of what an id names in the draft.
func (d *draft) kind(id string) ref.Kind { return KindIn(d.s, id) }
