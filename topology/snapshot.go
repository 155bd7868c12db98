package topology

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// A Snapshot is the union of all documents that were read. Resources are unique by id within their slice and
// sorted by it (Sort), so equal inputs in any order give equal Snapshots.
type Snapshot struct {
	Documents   []Document
	Diagnostics []Diagnostic
	Failures    []Failure

	AvailabilityZones []AvailabilityZone

	Vpcs                         []Vpc
	Subnets                      []Subnet
	RouteTables                  []RouteTable
	NetworkAcls                  []NetworkAcl
	SecurityGroups               []SecurityGroup
	SecurityGroupRules           []SecurityGroupRule
	SecurityGroupVpcAssociations []SecurityGroupVpcAssociation
	NetworkInterfaces            []NetworkInterface
	Instances                    []Instance
	Addresses                    []Address
	PrefixLists                  []PrefixList

	InternetGateways                 []InternetGateway
	EgressOnlyInternetGateways       []EgressOnlyInternetGateway
	NatGateways                      []NatGateway
	CarrierGateways                  []CarrierGateway
	VpcPeeringConnections            []VpcPeeringConnection
	VpcEndpoints                     []VpcEndpoint
	VpcEndpointServiceConfigurations []VpcEndpointServiceConfiguration
	VpcBlockPublicAccessOptions      []VpcBlockPublicAccessOptions
	VpcBlockPublicAccessExclusions   []VpcBlockPublicAccessExclusion

	VpnGateways      []VpnGateway
	VpnConnections   []VpnConnection
	CustomerGateways []CustomerGateway

	DBInstances              []DBInstance
	DBSubnetGroups           []DBSubnetGroup
	LambdaFunctions          []LambdaFunction
	InstanceConnectEndpoints []InstanceConnectEndpoint

	TransitGateways                  []TransitGateway
	TransitGatewayAttachments        []TransitGatewayAttachment
	TransitGatewayVpcAttachments     []TransitGatewayVpcAttachment
	TransitGatewayPeeringAttachments []TransitGatewayPeeringAttachment
	TransitGatewayConnects           []TransitGatewayConnect
	TransitGatewayConnectPeers       []TransitGatewayConnectPeer
	TransitGatewayRouteTables        []TransitGatewayRouteTable
	TransitGatewayPolicyTables       []TransitGatewayPolicyTable

	CoreNetworks           []CoreNetwork
	CoreNetworkAttachments []CoreNetworkAttachment

	DirectConnectGateways            []DirectConnectGateway
	DirectConnectGatewayAssociations []DirectConnectGatewayAssociation
	DirectConnectGatewayAttachments  []DirectConnectGatewayAttachment
	VirtualInterfaces                []VirtualInterface
	ClientVpnEndpoints               []ClientVpnEndpoint

	LoadBalancers        []LoadBalancer
	ClassicLoadBalancers []ClassicLoadBalancer
	Listeners            []Listener
	ListenerRules        []ListenerRule
	TargetGroups         []TargetGroup

	NetworkFirewalls             []NetworkFirewall
	FirewallEndpointAssociations []FirewallEndpointAssociation
	FirewallPolicies             []FirewallPolicy
	FirewallRuleGroups           []FirewallRuleGroup

	RouteServers            []RouteServer
	RouteServerEndpoints    []RouteServerEndpoint
	RouteServerPeers        []RouteServerPeer
	RouteServerPropagations []RouteServerPropagation
	RouteServerAssociations []RouteServerAssociation

	DhcpOptions             []DhcpOptions
	VpcEndpointServices     []VpcEndpointService
	VpcEncryptionControls   []VpcEncryptionControl
	IpamPools               []IpamPool
	SubnetCidrReservations  []SubnetCidrReservation
	NetworkInsightsPaths    []NetworkInsightsPath
	NetworkInsightsAnalyses []NetworkInsightsAnalysis
}

// A Document is one answer of one API call: a top-level key of a file.
type Document struct {
	Path     string // as given by the user, inside an archive after "!"
	Key      string // the top-level JSON key, such as "RouteTables"
	Kind     ref.Kind
	Account  string // empty if neither the document nor its folder says
	Region   string
	Elements int  // resources in it
	Partial  bool // truncated (NextToken, AdditionalRoutesAvailable), or elements of it could not be read
}

// Meta is what the loader adds to a resource.
type Meta struct {
	Account string `json:"-"` // owner
	Region  string `json:"-"`
	Source  Source `json:"-"`
	// Address is where a plan, state or template declares the resource: "module.vpc.aws_subnet.private[0]", "stack/PublicSubnet". What has
	// no id yet has its address as id.
	Address string `json:"-"`
}

// Source is where a resource was read: an index into Snapshot.Documents and a line from 1. A zero Line
// means the resource was made by code rather than read.
type Source struct {
	Document int32
	Line     int32
}

// Tag is a key with a value.
type Tag struct{ Key, Value string }

// Tags are a resource's tags.
type Tags []Tag

// Get is the value of a key, or "".
func (t Tags) Get(key string) string {
	for _, tag := range t {
		if tag.Key == key {
			return tag.Value
		}
	}
	return ""
}

// Name is the value of the Name tag, or "".
func (t Tags) Name() string { return t.Get("Name") }

// Coverage tells how much of a kind the snapshot holds for one account and Region.
type Coverage uint8

// The degrees of Coverage.
const (
	Absent Coverage = iota // no document of the kind: nothing is known
	Partly                 // a document that was truncated or partly unreadable
	Whole                  // what is not listed does not exist
)

// Covers tells how completely a kind was captured for an account and Region. A document that names neither counts for all.
func (s *Snapshot) Covers(kind ref.Kind, account, region string) Coverage {
	covered := Absent
	for i := range s.Documents {
		d := &s.Documents[i]
		if d.Kind != kind || !matches(d.Account, account) || !matches(d.Region, region) {
			continue
		}
		if d.Partial {
			return Partly
		}
		covered = Whole
	}
	return covered
}

func matches(documented, asked string) bool {
	return documented == "" || asked == "" || documented == asked
}

// SortDiagnostics orders diagnostics by path, line, code and text: the order in which they are shown.
func (s *Snapshot) SortDiagnostics() {
	slices.SortStableFunc(s.Diagnostics, func(a, b Diagnostic) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return strings.Compare(a.Message+a.Value, b.Message+b.Value)
	})
}
