package topology

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// A Table is one slice of a Snapshot seen without its element type, so that merging, sorting and counting are
// written once for all of them.
type Table interface {
	Len() int
	Ref(i int) ref.Ref
	Meta(i int) *Meta
	Row(i int) any // pointer to the element
	// Take appends the rows of the same table of another Snapshot.
	Take(Table)
	// Truncate drops all rows from n on.
	Truncate(n int)
	// Fold sorts the rows by id and makes them unique: resolve merges the second of two rows with one id into the first. Rows of
	// the same table of other Snapshots are taken over; those tables are empty then.
	Fold(resolve func(into, from any), others ...Table)
	// Compare orders row i and row j of the same table of another Snapshot: rows of one resource are equal.
	Compare(i int, other Table, j int) int
	// Shares reports whether the same table of another Snapshot is the same memory, so that it has the same rows.
	Shares(other Table) bool
	// Put makes the table one of copies of rows, which are pointers to elements.
	Put(rows []any)
	// Replace makes the table one of its rows with copies of others, which are pointers to elements, in some places.
	Replace(rows map[int]any)
}

// Tables lists every slice of resources, in a fixed order.
func (s *Snapshot) Tables() []Table {
	return slices.Concat(s.vpcTables(), s.gatewayTables(), s.transitTables(), s.serviceTables(), s.planningTables())
}

// Holders are the rows of an id, by their tables in the order of Tables: ids of one kind are unique, and all but those of AWS may be
// those of several.
func (s *Snapshot) Holders(id string) []ref.Ref {
	var found []ref.Ref
	for _, t := range s.Tables() {
		at, is := sort.Find(t.Len(), func(i int) int { return strings.Compare(id, t.Ref(i).ID) })
		if is {
			found = append(found, t.Ref(at))
		}
	}
	return found
}

func (s *Snapshot) vpcTables() []Table {
	return []Table{
		local(&s.AvailabilityZones), global(&s.Vpcs), global(&s.Subnets), global(&s.RouteTables), global(&s.NetworkAcls),
		global(&s.SecurityGroups), global(&s.SecurityGroupRules), global(&s.SecurityGroupVpcAssociations),
		global(&s.NetworkInterfaces), global(&s.Instances), global(&s.Addresses), global(&s.PrefixLists),
	}
}

func (s *Snapshot) gatewayTables() []Table {
	return []Table{
		global(&s.InternetGateways), global(&s.EgressOnlyInternetGateways), global(&s.NatGateways), global(&s.CarrierGateways),
		global(&s.VpcPeeringConnections), global(&s.VpcEndpoints), global(&s.VpcEndpointServiceConfigurations),
		local(&s.VpcBlockPublicAccessOptions), global(&s.VpcBlockPublicAccessExclusions),
		global(&s.VpnGateways), global(&s.VpnConnections), global(&s.CustomerGateways),
	}
}

func (s *Snapshot) transitTables() []Table {
	return []Table{
		global(&s.TransitGateways), global(&s.TransitGatewayAttachments), global(&s.TransitGatewayVpcAttachments),
		global(&s.TransitGatewayPeeringAttachments), global(&s.TransitGatewayConnects), global(&s.TransitGatewayConnectPeers),
		global(&s.TransitGatewayRouteTables), global(&s.TransitGatewayPolicyTables),
		global(&s.CoreNetworks), global(&s.CoreNetworkAttachments),
		global(&s.DirectConnectGateways), global(&s.DirectConnectGatewayAssociations), global(&s.DirectConnectGatewayAttachments),
		global(&s.VirtualInterfaces), global(&s.ClientVpnEndpoints),
	}
}

func (s *Snapshot) serviceTables() []Table {
	return []Table{
		global(&s.LoadBalancers), local(&s.ClassicLoadBalancers), global(&s.Listeners), global(&s.ListenerRules), global(&s.TargetGroups),
		global(&s.NetworkFirewalls), global(&s.FirewallEndpointAssociations), global(&s.FirewallPolicies), global(&s.FirewallRuleGroups),
		local(&s.DBInstances), local(&s.DBSubnetGroups), local(&s.LambdaFunctions), global(&s.InstanceConnectEndpoints),
		global(&s.RouteServers), global(&s.RouteServerEndpoints), global(&s.RouteServerPeers),
		global(&s.RouteServerPropagations), global(&s.RouteServerAssociations),
	}
}

func (s *Snapshot) planningTables() []Table {
	return []Table{
		global(&s.DhcpOptions), local(&s.VpcEndpointServices), global(&s.VpcEncryptionControls), global(&s.IpamPools),
		global(&s.SubnetCidrReservations), global(&s.NetworkInsightsPaths), global(&s.NetworkInsightsAnalyses),
	}
}

// resource is a pointer to an element of a Snapshot's slice.
type resource[T any] interface {
	*T
	Ref() ref.Ref
	Origin() *Meta
}

// Origin gives generic code the Meta that every resource embeds.
func (m *Meta) Origin() *Meta { return m }

type table[T any, P resource[T]] struct {
	rows  *[]T
	named bool // the id is a name that is unique within its account and Region only
}

func global[T any, P resource[T]](rows *[]T) Table { return table[T, P]{rows: rows} }
func local[T any, P resource[T]](rows *[]T) Table  { return table[T, P]{rows: rows, named: true} }

func (t table[T, P]) Len() int          { return len(*t.rows) }
func (t table[T, P]) at(i int) P        { return &(*t.rows)[i] }
func (t table[T, P]) Ref(i int) ref.Ref { return t.at(i).Ref() }
func (t table[T, P]) Meta(i int) *Meta  { return t.at(i).Origin() }
func (t table[T, P]) Row(i int) any     { return &(*t.rows)[i] }

func (t table[T, P]) Compare(i int, other Table, j int) int {
	return t.compare(t.at(i), other.(table[T, P]).at(j))
}

func (t table[T, P]) Shares(other Table) bool {
	a, b := *t.rows, *other.(table[T, P]).rows
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (t table[T, P]) Put(rows []any) {
	fresh := make([]T, len(rows))
	for i, row := range rows {
		fresh[i] = *row.(*T)
	}
	*t.rows = fresh
}

func (t table[T, P]) Replace(rows map[int]any) {
	fresh := slices.Clone(*t.rows)
	for i, row := range rows {
		fresh[i] = *row.(*T)
	}
	*t.rows = fresh
}

func (t table[T, P]) Truncate(n int) {
	clear((*t.rows)[n:])
	*t.rows = (*t.rows)[:n]
}

func (t table[T, P]) Take(other Table) {
	from := other.(table[T, P])
	if len(*t.rows) == 0 {
		*t.rows = *from.rows
		return
	}
	*t.rows = append(*t.rows, *from.rows...)
}

// sided is a resource that AWS shows with a different face on each of its sides: one row a side.
type sided interface{ side() string }

// compare orders by id, then by side, then (names only) by account and Region.
func (t table[T, P]) compare(a, b P) int {
	order := ref.Compare(a.Ref(), b.Ref())
	if x, ok := any(a).(sided); ok && order == 0 {
		order = cmp.Compare(x.side(), any(b).(sided).side())
	}
	if order == 0 && t.named {
		am, bm := a.Origin(), b.Origin()
		order = cmp.Or(cmp.Compare(am.Account, bm.Account), cmp.Compare(am.Region, bm.Region))
	}
	return order
}

func bySource(a, b *Meta) int {
	return cmp.Or(cmp.Compare(a.Source.Document, b.Source.Document), cmp.Compare(a.Source.Line, b.Source.Line))
}
