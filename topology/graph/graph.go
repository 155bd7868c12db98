package graph

import (
	"net/netip"
	"slices"

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
	groups     pages[securityGroup]
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

	dividedIDs []InterfaceID // those to which it matters

	symbolicIn []int32 // the subnets of those

	zonesByID   bool // all subnets tell the id of their zone
	oddlyPublic bool // something that the internet does not route stands for a private address

	assumed map[Code]bool
	names   map[ref.Ref]string // of all but interfaces and instances
	offsets [numNodeKinds + 1]int64
	late    *late

	findings  *findings
	consulted map[int32]bool // groups whose rules decided something when this was compiled

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
	for i, stage := range stages {
		found := len(c.diagnostics)
		stage.do(c)
		c.g.findings.take(i, slices.Clip(c.diagnostics[found:]))
	}
	c.finish()
	return c.g, c.diagnostics
}

// A step is a stage of compiling.
type step struct {
	do    func(*compiler)
	again bool // it looks at routes and does nothing but judge: of edited ones it judges again
}

// stages run in order: what comes later refers to what came before.
var stages = []step{
	{do: (*compiler).compileVpcs},
	{do: (*compiler).compileSubnets},
	{do: (*compiler).compilePrefixLists},
	{do: (*compiler).compileGroups},
	{do: (*compiler).compileACLs},
	{do: (*compiler).compileInterfaces},
	{do: (*compiler).assumeGroups},
	{do: (*compiler).compileNatGateways},
	{do: (*compiler).compileElasticIPs},
	{do: (*compiler).compileInternetGateways},
	{do: (*compiler).compileEgressOnlyGateways},
	{do: (*compiler).compileCarrierGateways},
	{do: (*compiler).compilePeerings},
	{do: (*compiler).compileZones},
	{do: (*compiler).compileTransitGateways},
	{do: (*compiler).compileTransitTables},
	{do: (*compiler).compilePolicyTables},
	{do: (*compiler).compileCoreNetworks},
	{do: (*compiler).compileDirectLinks},
	{do: (*compiler).compileVpnGateways},
	{do: (*compiler).compileTransitNetworks},
	{do: (*compiler).compileClientVpns},
	{do: (*compiler).compileEndpoints},
	{do: (*compiler).compileTargetGroups},
	{do: (*compiler).compileBalancers},
	{do: (*compiler).compileClassicBalancers},
	{do: (*compiler).compilePrivateLinks},
	{do: (*compiler).compileInstanceConnect},
	{do: (*compiler).compileFirewalls},
	{do: (*compiler).compileInspectionEndpoints},
	{do: (*compiler).compileRouteTables},
	{do: (*compiler).compileRegionalTables},
	{do: (*compiler).compilePublicAccess},
	{do: (*compiler).compileFilters},
	{do: (*compiler).compileIslands},
	{do: (*compiler).compileGates},
	{do: (*compiler).compileSymbolic},
	{do: (*compiler).compileIdentity},
	{do: (*compiler).nameByAddress},
	{do: (*compiler).compileOwners},
	{do: (*compiler).compileOffsets},
	{do: (*compiler).judgeCreation},
	{do: (*compiler).judgeBlackholes, again: true},
	{do: (*compiler).judgeOverlaps},
	{do: (*compiler).judgeDirectLinks},
	{do: (*compiler).judgeDatabases, again: true},
	{do: (*compiler).compileEntrances},
	{do: (*compiler).judgeLoops, again: true},
	{do: (*compiler).judgeBalancers},
}
