package scope

import "github.com/dryhop/dryhop/topology/ref"

// part is where in a path a resource may stand.
type part uint8

const (
	atSource part = 1 << iota
	atDestination
	through
	atEnds   = atSource | atDestination
	anywhere = atEnds | through
)

// String names a part in errors.
func (p part) String() string {
	return map[part]string{atSource: "Source", atDestination: "Destination", through: "ThroughResources"}[p]
}

// A resourceType is a word of ResourceTypes.
type resourceType struct {
	word  string
	kind  ref.Kind
	parts part
}

// resourceTypes are those that the language knows, with where each may stand.
var resourceTypes = []resourceType{
	{"AWS::EC2::InternetGateway", ref.InternetGateway, atEnds},
	{"AWS::EC2::VPNGateway", ref.VpnGateway, atEnds},
	{"AWS::EC2::NatGateway", ref.NatGateway, through},
	{"AWS::ElasticLoadBalancing::LoadBalancer", ref.LoadBalancer, through},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", ref.LoadBalancer, through},
	{"AWS::NetworkFirewall::NetworkFirewall", ref.NetworkFirewall, through},
	{"AWS::NetworkFirewall::Firewall", ref.NetworkFirewall, through},
	{"AWS::EC2::VPCEndpoint", ref.VpcEndpoint, atDestination | through},
	{"AWS::EC2::TransitGatewayAttachment", ref.TransitGatewayAttachment, anywhere},
	{"AWS::EC2::VPCEndpointService", ref.VpcEndpointService, anywhere},
	{"AWS::EC2::VPCPeeringConnection", ref.VpcPeeringConnection, anywhere},
}

// TypeWords are the words of ResourceTypes.
func TypeWords() []string {
	words := make([]string, len(resourceTypes))
	for i := range resourceTypes {
		words[i] = resourceTypes[i].word
	}
	return words
}

// holders are the kinds whose interfaces are meant where one of them is named.
var holders = map[ref.Kind]bool{ref.Instance: true, ref.NetworkInterface: true, ref.SecurityGroup: true, ref.Subnet: true, ref.Vpc: true}

// partsOf is where a resource of a kind may be named.
func partsOf(k ref.Kind) part {
	if holders[k] {
		return atEnds
	}
	for i := range resourceTypes {
		if resourceTypes[i].kind == k {
			return resourceTypes[i].parts
		}
	}
	return 0
}
