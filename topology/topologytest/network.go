package topologytest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// The account and Region of everything until In says otherwise.
const (
	Account = "111122223333"
	Region  = "eu-west-1"
)

// Network collects resources; Snapshot turns them into a topology.Snapshot.
type Network struct {
	account, region string
	without         map[ref.Kind]bool
	partial         map[ref.Kind]bool

	vpcs         []*topology.Vpc
	subnets      []*topology.Subnet
	tables       []*RouteTable
	acls         []*topology.NetworkAcl
	groups       []*topology.SecurityGroup
	groupRules   []topology.SecurityGroupRule
	groupVpcs    []*topology.SecurityGroupVpcAssociation
	interfaces   []*topology.NetworkInterface
	instances    []*topology.Instance
	prefixLists  []*topology.PrefixList
	igws         []*topology.InternetGateway
	eigws        []*topology.EgressOnlyInternetGateway
	nats         []*topology.NatGateway
	peerings     []*Peering
	endpoints    []*topology.VpcEndpoint
	bpaOptions   []*topology.VpcBlockPublicAccessOptions
	bpaExclusion []*topology.VpcBlockPublicAccessExclusion
	vgws         []*topology.VpnGateway
	vpns         []*topology.VpnConnection

	tgws           []*topology.TransitGateway
	tgwAttachments []*topology.TransitGatewayAttachment
	tgwVpcs        []*topology.TransitGatewayVpcAttachment
	tgwTables      []*topology.TransitGatewayRouteTable
	tgwPolicies    []*topology.TransitGatewayPolicyTable
	zones          []topology.AvailabilityZone

	balancers     []*topology.LoadBalancer
	classics      []*topology.ClassicLoadBalancer
	listeners     []*topology.Listener
	listenerRules []*topology.ListenerRule
	targetGroups  []*topology.TargetGroup
	services      []*topology.VpcEndpointServiceConfiguration

	clientVpns []*topology.ClientVpnEndpoint
	dxLinks    []*topology.DirectConnectGatewayAssociation
	vifs       []*topology.VirtualInterface
	inspected

	connects        []*topology.InstanceConnectEndpoint
	cores           []*topology.CoreNetwork
	coreAttachments []*topology.CoreNetworkAttachment
}

// New is an empty network in Account and Region.
func New() *Network {
	return &Network{account: Account, region: Region, without: map[ref.Kind]bool{}, partial: map[ref.Kind]bool{}}
}

// In sets the account and Region of the VPCs (and of what else has no VPC) made from here on; what lies in a VPC takes those of its VPC.
func (n *Network) In(account, region string) *Network {
	n.account, n.region = account, region
	return n
}

// Without takes away the documents of some kinds: their resources are dropped and Covers says Absent. Those of VPC
// attachments, which are no kind of their own, go by ref.None.
func (n *Network) Without(kinds ...ref.Kind) *Network {
	for _, k := range kinds {
		n.without[k] = true
	}
	return n
}

// Partial makes the documents of some kinds truncated ones: what is listed is there, Covers says Partly.
func (n *Network) Partial(kinds ...ref.Kind) *Network {
	for _, k := range kinds {
		n.partial[k] = true
	}
	return n
}

// meta is the Meta of a resource made now.
func (n *Network) meta() topology.Meta { return topology.Meta{Account: n.account, Region: n.region} }

// Snapshot completes the network with its defaults and returns it, sorted by id. Call it once, at the end.
func (n *Network) Snapshot() *topology.Snapshot {
	n.addMainTables()
	n.addLocalRoutes()
	n.addDefaultAcls()
	n.fillPeeringBlocks()
	s := &topology.Snapshot{
		Vpcs:                           values(n, ref.Vpc, n.vpcs, func(r *topology.Vpc) string { return r.VpcId }),
		Subnets:                        values(n, ref.Subnet, n.subnets, func(r *topology.Subnet) string { return r.SubnetId }),
		RouteTables:                    values(n, ref.RouteTable, n.rawTables(), func(r *topology.RouteTable) string { return r.RouteTableId }),
		NetworkAcls:                    values(n, ref.NetworkAcl, n.acls, func(r *topology.NetworkAcl) string { return r.NetworkAclId }),
		SecurityGroups:                 values(n, ref.SecurityGroup, n.groups, func(r *topology.SecurityGroup) string { return r.GroupId }),
		SecurityGroupRules:             n.groupRules,
		SecurityGroupVpcAssociations:   values(n, ref.None, n.groupVpcs, func(r *topology.SecurityGroupVpcAssociation) string { return r.GroupId + r.VpcId }),
		NetworkInterfaces:              values(n, ref.NetworkInterface, n.interfaces, func(r *topology.NetworkInterface) string { return r.NetworkInterfaceId }),
		Instances:                      values(n, ref.Instance, n.instances, func(r *topology.Instance) string { return r.InstanceId }),
		PrefixLists:                    values(n, ref.ManagedPrefixList, n.prefixLists, func(r *topology.PrefixList) string { return r.PrefixListId }),
		InternetGateways:               values(n, ref.InternetGateway, n.igws, func(r *topology.InternetGateway) string { return r.InternetGatewayId }),
		EgressOnlyInternetGateways:     values(n, ref.EgressOnlyInternetGateway, n.eigws, func(r *topology.EgressOnlyInternetGateway) string { return r.EgressOnlyInternetGatewayId }),
		NatGateways:                    values(n, ref.NatGateway, n.nats, func(r *topology.NatGateway) string { return r.NatGatewayId }),
		VpcPeeringConnections:          values(n, ref.VpcPeeringConnection, n.rawPeerings(), func(r *topology.VpcPeeringConnection) string { return r.VpcPeeringConnectionId }),
		VpcEndpoints:                   values(n, ref.VpcEndpoint, n.endpoints, func(r *topology.VpcEndpoint) string { return r.VpcEndpointId }),
		VpcBlockPublicAccessOptions:    values(n, ref.VpcBlockPublicAccess, n.bpaOptions, func(r *topology.VpcBlockPublicAccessOptions) string { return r.AwsAccountId + r.AwsRegion }),
		VpcBlockPublicAccessExclusions: values(n, ref.VpcBlockPublicAccess, n.bpaExclusion, func(r *topology.VpcBlockPublicAccessExclusion) string { return r.ExclusionId }),
		VpnGateways:                    values(n, ref.VpnGateway, n.vgws, func(r *topology.VpnGateway) string { return r.VpnGatewayId }),
		VpnConnections:                 values(n, ref.VpnConnection, n.vpns, func(r *topology.VpnConnection) string { return r.VpnConnectionId }),
	}
	n.addTransit(s)
	n.addHybrid(s)
	n.addInspected(s)
	n.addBalancers(s)
	n.addCore(s)
	s.Documents = n.documents()
	return s
}

// kinds are those that a whole snapshot has a document of.
var kinds = []ref.Kind{
	ref.Vpc, ref.Subnet, ref.RouteTable, ref.NetworkAcl, ref.SecurityGroup, ref.NetworkInterface, ref.Instance,
	ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.NatGateway, ref.CarrierGateway, ref.Address,
	ref.VpcPeeringConnection, ref.VpcEndpoint, ref.ManagedPrefixList, ref.VpnGateway, ref.VpnConnection, ref.CustomerGateway,
	ref.VpcBlockPublicAccess, ref.AvailabilityZone, ref.DhcpOptions, ref.TransitGateway, ref.TransitGatewayAttachment,
	ref.TransitGatewayRouteTable, ref.LoadBalancer, ref.DBInstance,
}

// documents has one for each kind that was not taken away, naming no account: it counts for all.
func (n *Network) documents() []topology.Document {
	var docs []topology.Document
	for _, k := range kinds {
		if !n.without[k] {
			docs = append(docs, topology.Document{Path: k.String() + ".json", Kind: k, Partial: n.partial[k]})
		}
	}
	if !n.without[ref.Listener] {
		docs = append(docs, topology.Document{Path: "listeners.json", Key: "Listeners", Kind: ref.Listener, Partial: n.partial[ref.Listener]})
	}
	if !n.without[ref.None] {
		docs = append(docs, topology.Document{Path: "vpc-attachments.json", Key: "TransitGatewayVpcAttachments"})
	}
	return docs
}

// values copies what the pointers hold, sorted by id; nothing if the kind was taken away.
func values[T any](n *Network, kind ref.Kind, pointers []*T, id func(*T) string) []T {
	if n.without[kind] {
		return nil
	}
	sorted := slices.Clone(pointers)
	slices.SortStableFunc(sorted, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	out := make([]T, len(sorted))
	for i, p := range sorted {
		out[i] = *p
	}
	return out
}

// find is the element with an id, or nil.
func find[T any](all []*T, want string, id func(*T) string) *T {
	for _, e := range all {
		if id(e) == want {
			return e
		}
	}
	return nil
}

func (n *Network) vpc(id string) *topology.Vpc {
	if v := find(n.vpcs, id, func(v *topology.Vpc) string { return v.VpcId }); v != nil {
		return v
	}
	panic(fmt.Sprintf("topologytest: no VPC %q", id))
}

func (n *Network) subnet(id string) *topology.Subnet {
	if s := find(n.subnets, id, func(s *topology.Subnet) string { return s.SubnetId }); s != nil {
		return s
	}
	panic(fmt.Sprintf("topologytest: no subnet %q", id))
}

// suffix is an id without its kind: "eni-a" gives "a".
func suffix(id string) string {
	_, after, found := strings.Cut(id, "-")
	if !found {
		return id
	}
	return after
}
