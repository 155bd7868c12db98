package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Graph is a compiled network. It is immutable and safe for concurrent use. Its tables are indexed by dense
// numbers; the strings in them are the documents' own.
type Graph struct {
	snapshot *topology.Snapshot

	vpcs       []vpc
	subnets    []subnet
	interfaces []iface
	tables     []routeTable
	acls       []networkACL
	groups     []securityGroup
	groupSets  groupSets

	groupFilters, aclFilters filterSlots

	lists []prefixList

	internetGateways []internetGateway
	egressOnly       []egressOnlyGateway
	nats             []natGateway
	peerings         []peering
	vpnGateways      []vpnGateway
	endpoints        []gatewayEndpoint
	inspections      []inspectionEndpoint
	carrierGateways  []carrierGateway
	firewalls        []firewall
	firewallPolicies []firewallPolicy
	firewallGroups   []ref.Ref

	transitGateways    []transitGateway
	transitAttachments []transitAttachment
	policies           []policyTable
	sites              []int32 // attachments with networks outside behind them

	clientVpns  []clientVpn
	directLinks []directLink

	balancers    []balancer
	listeners    []listener
	targetGroups []targetGroup
	pools        []pool
	links        []privateLink

	externals []external
	services  []service
	opaques   []opaque

	public      map[netip.Addr]holder // public IPv4 -> the private address behind it
	carrier     map[netip.Addr]holder // carrier's IPv4 -> the private address behind it
	unheld      map[netip.Addr]bool   // Elastic IPs that stand for nothing now
	island      []int32               // of each VPC: the same number for what is joined
	vpcsByBlock *vpcBlocks            // IPv6 blocks -> VPC, for packets that come from the internet
	elsewhere   *elsewhere

	identity identity
	divided  bool                    // it matters to some interfaces which address they will have
	standIns map[netip.Addr]*standIn // the addresses that stand for those
	toCome   map[int32][]toCome      // of each VPC, the interfaces whose address nobody knows yet

	symbolicIn []int32 // the subnets of those

	assumed map[Code]bool
	names   map[ref.Ref]string // of all but interfaces and instances
	offsets [numNodeKinds + 1]int64
	late    *late

	interfaceIDs, instanceIDs idTable
}

// Options say what to add to a snapshot when compiling it.
type Options struct {
	Externals []External
	Assume    []Code // assumptions in place of missing documents, see Assumables
	// CurrentHealth sends what load balancers take to targets that were healthy when the snapshot was captured; else to all.
	CurrentHealth bool
}

// An External is a network outside AWS that the user declares.
type External struct {
	Name     string
	Prefixes []netip.Prefix
	Behind   string // id or name of the VPN connection, virtual private gateway or transit gateway attachment it is reached by
}

// Compile turns a snapshot into a graph. It never fails: what is missing or odd becomes unknown, and a Diagnostic.
func Compile(s *topology.Snapshot, opt Options) (*Graph, []topology.Diagnostic) {
	c := newCompiler(s, opt)
	for _, stage := range stages {
		stage(c)
	}
	c.finish()
	return c.g, c.diagnostics
}

// stages run in order: what comes later refers to what came before.
var stages = []func(*compiler){
	(*compiler).compileVpcs,
	(*compiler).compileSubnets,
	(*compiler).compilePrefixLists,
	(*compiler).compileGroups,
	(*compiler).compileACLs,
	(*compiler).compileInterfaces,
	(*compiler).assumeGroups,
	(*compiler).compileNatGateways,
	(*compiler).compileElasticIPs,
	(*compiler).compileInternetGateways,
	(*compiler).compileEgressOnlyGateways,
	(*compiler).compileCarrierGateways,
	(*compiler).compilePeerings,
	(*compiler).compileZones,
	(*compiler).compileTransitGateways,
	(*compiler).compileTransitTables,
	(*compiler).compilePolicyTables,
	(*compiler).compileCoreNetworks,
	(*compiler).compileDirectLinks,
	(*compiler).compileVpnGateways,
	(*compiler).compileTransitNetworks,
	(*compiler).compileClientVpns,
	(*compiler).compileEndpoints,
	(*compiler).compileTargetGroups,
	(*compiler).compileBalancers,
	(*compiler).compileClassicBalancers,
	(*compiler).compilePrivateLinks,
	(*compiler).compileInstanceConnect,
	(*compiler).compileFirewalls,
	(*compiler).compileInspectionEndpoints,
	(*compiler).compileRouteTables,
	(*compiler).compileRegionalTables,
	(*compiler).compilePublicAccess,
	(*compiler).compileFilters,
	(*compiler).compileIslands,
	(*compiler).compileSymbolic,
	(*compiler).compileIdentity,
	(*compiler).nameByAddress,
	(*compiler).compileOwners,
	(*compiler).compileOffsets,
	(*compiler).judgeCreation,
	(*compiler).judgeBlackholes,
	(*compiler).judgeOverlaps,
	(*compiler).judgeDirectLinks,
	(*compiler).judgeDatabases,
	(*compiler).compileEntrances,
	(*compiler).judgeLoops,
	(*compiler).judgeBalancers,
}
