package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Recompile is what Compile makes of a snapshot that was edited, as long as it differs from this graph's own only in rules of security
// groups, entries of network ACLs, and routes of VPCs and transit gateways. What no edit touches is shared with this graph, which stays as it is;
// it takes as long as the groups, ACLs and tables that were touched are large. touched names these where somebody knows them, and then nothing
// else may differ; else the snapshots are compared. It is false where an edit does, or might do, more than that: then the snapshot
// has to be compiled.
func (g *Graph) Recompile(s *topology.Snapshot, touched ...ref.Ref) (*Graph, bool) {
	r := newRecompiler(g, s)
	if !r.sharesTheRest(touched) {
		return nil, false
	}
	if len(touched) == 0 {
		differ, ok := differingRows(g.snapshot, s)
		if !ok {
			return nil, false
		}
		touched = differ
	}
	done := map[ref.Ref]bool{}
	for _, of := range touched {
		if of = of.Resource(); !done[of] && !r.row(of) {
			return nil, false
		}
		done[of] = true
	}
	return r.finished(), true
}

// Options are those that the graph was compiled with.
func (g *Graph) Options() Options { return g.late.compiler.opt }

// A recompiler makes a graph of another one that differs in a few rows.
type recompiler struct {
	before *Graph
	c      *compiler // of the new graph: its maps are those of the one before, so it must not find anything new
	groups *pageEditor[securityGroup]
	sets   []int32 // of groups, whose filters are others
	acls   []int32
	routes bool // some are others
	marks  bool // so are the interfaces that routes lead to
}

func newRecompiler(g *Graph, s *topology.Snapshot) *recompiler {
	after, c := *g, *g.late.compiler
	after.snapshot = s
	c.g, c.s, c.diagnostics, c.entities = &after, s, nil, nil
	return &recompiler{before: g, c: &c}
}

// row compiles what a resource's row says now. It is false if more depends on what was edited.
func (r *recompiler) row(of ref.Ref) bool {
	switch of.Kind {
	case ref.SecurityGroup:
		return r.group(of.ID)
	case ref.NetworkAcl:
		return r.acl(of.ID)
	case ref.RouteTable:
		return r.table(of.ID)
	case ref.TransitGatewayRouteTable:
		return r.transitTable(of.ID)
	}
	return false
}

// homes are the tables of a snapshot that rows of each kind stand in.
var homes = map[string]ref.Kind{
	"SecurityGroups": ref.SecurityGroup, "SecurityGroupRules": ref.SecurityGroup, "NetworkAcls": ref.NetworkAcl,
	"RouteTables": ref.RouteTable, "TransitGatewayRouteTables": ref.TransitGatewayRouteTable,
}

// sharesTheRest reports whether the snapshots share all tables but those with a row that was touched; if nobody knows which, all but those that
// can be compared.
func (r *recompiler) sharesTheRest(touched []ref.Ref) bool {
	for _, field := range r.before.snapshot.Unshared(r.c.s) {
		kind, editable := homes[field]
		in := func(of ref.Ref) bool { return of.Kind == kind }
		if !editable || len(touched) > 0 && !slices.ContainsFunc(touched, in) {
			return false
		}
	}
	return true
}

// finished is the new graph.
func (r *recompiler) finished() *Graph {
	g := r.c.g
	l := *g.late
	l.compiler, g.late = r.c, &l
	if r.groups != nil {
		g.groups = r.groups.pages
		g.groupFilters = g.groupFilters.emptied(r.sets)
	}
	if len(r.acls) > 0 {
		g.aclFilters = g.aclFilters.emptied(r.acls)
	}
	if r.routes {
		g.late.arcs, g.findings = lateArcs(r.c), g.findings.rejudged(r.c)
	}
	if r.marks {
		r.c.compileIdentity()
	}
	return g
}

// symbolic reports whether there are interfaces of which nobody knows the address.
func (r *recompiler) symbolic() bool { return len(r.before.symbolicIn) > 0 }

// divides reports whether some prefixes, which rules or routes compare addresses with only before or only after the edit, divide a subnet
// with interfaces of which nobody knows the address.
func (r *recompiler) divides(before, after []netip.Prefix) bool {
	changed := slices.Concat(
		slices.DeleteFunc(slices.Clone(before), func(p netip.Prefix) bool { return slices.Contains(after, p) }),
		slices.DeleteFunc(slices.Clone(after), func(p netip.Prefix) bool { return slices.Contains(before, p) }),
	)
	slices.SortFunc(changed, comparePrefixes)
	return slices.ContainsFunc(r.before.symbolicIn, func(si int32) bool { return len(inside(changed, r.before.subnets[si].blocks)) > 0 })
}
