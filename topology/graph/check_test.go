package graph

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/ref"
)

// TestCheckFindsWhatIsBroken breaks a sound graph in one place at a time.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	for want, damage := range map[string]func(g *Graph){
		"kind 1 has":                            func(g *Graph) { g.offsets[2]++ },
		"it is number 0 and says 1":             func(g *Graph) { g.vpcs[0].index = 1 },
		"block 10.0.0.1/16 is not canonical":    func(g *Graph) { g.vpcs[0].blocks[0] = netip.MustParsePrefix("10.0.0.1/16") },
		"its internet gateway is number 9":      func(g *Graph) { g.vpcs[0].internetGateway = 9 },
		"a peer is number -1":                   func(g *Graph) { g.vpcs[0].peers[0] = none },
		"its VPC is number -1":                  func(g *Graph) { g.subnets[0].vpc = none },
		"its route table is number 99":          func(g *Graph) { g.subnets[0].table = 99 },
		"nothing finds its block 2001:db8::/56": func(g *Graph) { g.vpcsByBlock.table.Delete(netip.MustParsePrefix("2001:db8::/56")) },
		"it is found by 2001:db8:1::/56":        func(g *Graph) { g.vpcsByBlock.table.Insert(netip.MustParsePrefix("2001:db8:1::/56"), 0) },
		"and its subnet in":                     func(g *Graph) { g.interfaces[0].vpc = 1 - g.interfaces[0].vpc },
		"its document is another's":             func(g *Graph) { g.interfaces[0].doc = 1 },
		"and listens":                           func(g *Graph) { g.interfaces[g.interfaceOf("eni-nat-a")].role = hostRole },
		"its groups is number 77":               func(g *Graph) { g.interfaces[g.interfaceOf("eni-web")].groups = 77 },
		"a group of a set is number 77":         func(g *Graph) { g.groupSets.members[0] = 77 },
		"nobody holds its address": func(g *Graph) {
			was := *g.vpcs[0].holders // a copy: the table may not stand on itself
			*g.vpcs[0].holders = *was.without(int32(g.interfaceOf("eni-web")))
		},
		"is not its own":                          func(g *Graph) { g.interfaces[g.interfaceOf("eni-web")].setAddresses(nil) },
		"10.0.1.64/28 of vpc/vpc-a is not deleg":  func(g *Graph) { g.interfaces[g.interfaceOf("eni-web")].oddities = plain },
		"3.3.3.10 does not stand for its":         func(g *Graph) { g.interfaces[g.interfaceOf("eni-web")].addresses[0].outward = unseen },
		"it stands for 10.0.1.10 and for nothing": func(g *Graph) { g.unheld[netip.MustParseAddr("3.3.3.10")] = true },
		"its set lacks 10.9.0.0/16":               func(g *Graph) { g.lists[g.listOf("pl-own")].set = g.lists[g.listOf("pl-s3")].set },
		"the prefix list of rule":                 func(g *Graph) { g.groupAt(g.groupOf("sg-web")).rules[Ingress][2].remote.index = 50 },
		"its entries are out of order":            func(g *Graph) { g.acls[g.aclOf("acl-pub")].entries[Ingress][0].number = 101 },
		"its service is number 44":                func(g *Graph) { g.endpoints[0].service = 44 },
		"is up and not behind it":                 func(g *Graph) { g.vpnGateways[0].behind.Delete(netip.MustParsePrefix("192.168.0.0/16")) },
		"is not its own behind":                   func(g *Graph) { g.externals[0].prefixes = nil },
		"the target of 0.0.0.0/0 is of kind 0":    func(g *Graph) { g.routeOf("rtb-pub", "0.0.0.0/0").target = Node{} },
		"has no route, and":                       func(g *Graph) { g.tables[g.tableOf("rtb-pub")].fib.Delete(netip.MustParsePrefix("0.0.0.0/0")) },
		"which does not cover it":                 func(g *Graph) { g.tables[g.tableOf("rtb-pub")].fib.Insert(netip.MustParsePrefix("1.0.0.0/8"), 0) },
		"whether pl-own could be read":            func(g *Graph) { g.lists[g.listOf("pl-own")].known = false },
		"of rank 2, and 0.0.0.0/0 is of rank 0":   func(g *Graph) { g.fakeWinner("rtb-pub", "0.0.0.0/0") },
		"routes tie for 9.9.9.0/24, which none":   func(g *Graph) { g.tables[0].tie(netip.MustParsePrefix("9.9.9.0/24"), 0) },
		"which is no better":                      func(g *Graph) { g.tables[0].outrank(g.vpcs[0].blocks[0], 0, 0) },
		"do not follow each other":                func(g *Graph) { g.arcs().out.start[1] = 1 << 20 },
		"is out of order":                         func(g *Graph) { row := g.arcs().out.nodes; row[0], row[1] = row[1], row[0] },
		"has no reverse":                          func(g *Graph) { g.arcs().in.nodes[0] = NodeID(g.NumNodes() - 1) },
		"its routes lead to":                      func(g *Graph) { g.routeOf("rtb-app", "0.0.0.0/0").state = oddRoute },
		"comes after":                             func(g *Graph) { e := g.entities(); e[0], e[1] = e[1], e[0] },
		"is listed twice":                         func(g *Graph) { g.entities()[1] = g.entities()[0] },
		"a rule has a name":                       func(g *Graph) { g.names[ref.Ref{Kind: ref.Vpc, ID: "v", Rule: "r"}] = "x" },
	} {
		g, _ := Compile(everything(), Options{})
		if err := g.Check(); err != nil {
			t.Fatalf("a sound graph: %v", err)
		}
		damage(g)
		if err := g.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// indexed is the index of the row with an id.
func indexed[T any](rows []T, id string, of func(*T) ref.Ref) int {
	for i := range rows {
		if of(&rows[i]).ID == id {
			return i
		}
	}
	panic("nothing is called " + id)
}

func (g *Graph) interfaceOf(id string) int {
	return indexed(g.interfaces, id, func(e *iface) ref.Ref { return e.ref })
}
func (g *Graph) listOf(id string) int {
	return indexed(g.lists, id, func(l *prefixList) ref.Ref { return l.ref })
}
func (g *Graph) groupOf(id string) int32 { return find(g.late.compiler.groupIDs, id) }
func (g *Graph) aclOf(id string) int {
	return indexed(g.acls, id, func(a *networkACL) ref.Ref { return a.ref })
}
func (g *Graph) tableOf(id string) int {
	return indexed(g.tables, id, func(t *routeTable) ref.Ref { return t.ref })
}

func (g *Graph) routeOf(table, name string) *route {
	t := &g.tables[g.tableOf(table)]
	for i := range t.routes {
		if t.routes[i].name == name {
			return &t.routes[i]
		}
	}
	panic("no route to " + name)
}

// fakeWinner lets a worse copy of a route win its prefix.
func (g *Graph) fakeWinner(table, name string) {
	t := &g.tables[g.tableOf(table)]
	worse := *g.routeOf(table, name)
	worse.rank = advertisedRank
	t.routes = append(t.routes, worse)
	t.fib.Insert(worse.prefix, int32(len(t.routes)-1))
}
