package impact

import (
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A reachOfChange is how far changes can be felt: flows that neither begin nor end at a place that they touch fare as before. It is on the
// safe side: where a change may be felt by flows that only pass by, it is all that is joined to its VPC, or everything.
type reachOfChange struct {
	*pair
	all    bool            // everything is touched
	spots  []bool          // of places
	vpcs   map[string]bool // everything in islands of these is
	homes  map[string]bool // what flows through these may feel: all in them, or in their islands where flows pass through them
	groups map[string]bool // of security groups: their members
	nets   map[string]bool // of subnets: all in them, but for what flows pass by
	behind map[string]bool // ids and addresses of targets of load balancers

	balancerOf [2]map[graph.InterfaceID]int32 // of nodes
}

// touch finds the places that changes touch. nil is all of them.
func (p *pair) touch(changes []diff.Change) []bool {
	t := &reachOfChange{pair: p, spots: make([]bool, p.spots), vpcs: map[string]bool{}, homes: map[string]bool{}, groups: map[string]bool{}, nets: map[string]bool{}, behind: map[string]bool{}}
	for i, both := range p.both {
		t.spots[i] = !both
	}
	for i := range changes {
		t.change(&changes[i])
	}
	t.interfaces()
	t.enclosures()
	t.balancers()
	t.islands()
	if t.all {
		return nil
	}
	return t.spots
}

// words are fields of resources that no packet depends on.
var words = []string{"Tags", "TagSet", "Description", "GroupName", "PrefixListName"}

func (t *reachOfChange) change(c *diff.Change) {
	idle := !slices.ContainsFunc(c.Fields, func(f string) bool { return !slices.Contains(words, f) })
	switch r := c.Ref; {
	case c.Op == diff.Changed && !c.IsRule() && idle:
	case r.Kind == ref.SecurityGroup && c.IsRule():
		t.groups[r.ID] = true
	case r.Kind == ref.NetworkInterface:
		t.named(r.ID)
	case r.Kind == ref.NetworkAcl && c.IsRule():
		t.served(c, func(s *topology.Snapshot) (string, []string) { return subnetsOfACL(s, r.ID) })
	case r.Kind == ref.RouteTable && c.IsRule():
		t.served(c, func(s *topology.Snapshot) (string, []string) { return subnetsOfTable(s, r.ID) })
	default:
		t.somewhere(c)
	}
}

// named touches an interface.
func (t *reachOfChange) named(id string) {
	for world := range t.worlds {
		if at, there := t.ids[world][id]; there {
			t.interfaceAt(world, at)
		}
	}
}

// interfaceAt touches an interface; if flows pass by it, all that may do so.
func (t *reachOfChange) interfaceAt(world int, at graph.InterfaceID) {
	w := t.worlds[world]
	info := w.Graph.Interface(at)
	switch {
	case w.Graph.IsNode(at):
		t.node(world, at)
	case w.Graph.Special(at):
		t.homes[info.Vpc.ID] = true
	}
	t.target(w, at)
	t.overlapped(w, at)
	t.spots[w.interfaces[at]] = true
}

// asOthers touches interfaces elsewhere that have the address of one which may send on what means them, and their load balancers.
func (t *reachOfChange) asOthers(w *world, at graph.InterfaceID) {
	for _, a := range w.Graph.Interface(at).Addresses {
		for _, other := range w.Graph.ByAddress(a.Private) {
			if other == at || w.Graph.Keeps(at, other) {
				continue
			}
			t.spots[w.interfaces[other]] = true
			if l := (graph.Location{Kind: graph.AtBalancer, Index: w.Graph.BalancerOf(other)}); w.Graph.IsNode(other) && l.Index >= 0 {
				t.spots[w.others[l]] = true
			}
		}
	}
}

// overlapped touches networks outside that have an address of an interface as well: who means the one may come to the other.
func (t *reachOfChange) overlapped(w *world, at graph.InterfaceID) {
	t.asOthers(w, at)
	info := w.Graph.Interface(at)
	for _, a := range info.Addresses {
		if t.internet[was].Contains(a.Private) || t.internet[is].Contains(a.Private) {
			t.spots[w.others[graph.Location{Kind: graph.AtInternet}]] = true
		}
	}
	for x := range int32(w.Graph.NumExternals()) {
		for _, p := range w.Graph.External(x).Prefixes {
			if slices.ContainsFunc(info.Addresses, func(a graph.AddressInfo) bool { return p.Contains(a.Private) || p.Contains(a.Public) }) {
				t.spots[w.others[graph.Location{Kind: graph.AtExternalNetwork, Index: x}]] = true
			}
		}
	}
}

// target notes an interface that load balancers send to.
func (t *reachOfChange) target(w *world, at graph.InterfaceID) {
	if w.Graph.Traits(at).Targets == 0 {
		return
	}
	info := w.Graph.Interface(at)
	t.behind[info.Owner.ID] = true
	for _, a := range info.Addresses {
		t.behind[a.Private.String()] = true
	}
}

// node touches the load balancer of a node: whatever passes by the node goes there.
func (t *reachOfChange) node(world int, at graph.InterfaceID) {
	w := t.worlds[world]
	if t.balancerOf[world] == nil {
		t.balancerOf[world] = map[graph.InterfaceID]int32{}
		for b := range int32(w.Graph.NumBalancers()) {
			for _, id := range w.Graph.Nodes(b) {
				t.balancerOf[world][id] = b
			}
		}
	}
	info := w.Graph.Interface(at)
	b, known := t.balancerOf[world][at]
	if !known || !w.Graph.TakesClients(b) {
		t.vpcs[info.Vpc.ID] = true
		return
	}
	l := graph.Location{Kind: graph.AtBalancer, Index: b}
	t.spots[w.others[l]] = true
	t.behind[w.Graph.RefOf(l).ID] = true
	for _, a := range info.Addresses {
		t.behind[a.Private.String()] = true
	}
}

// served touches the subnets that a table or network ACL serves, before or after; where it serves whoever has no other, all of its VPC.
func (t *reachOfChange) served(c *diff.Change, of func(*topology.Snapshot) (vpc string, subnets []string)) {
	for _, w := range t.worlds {
		vpc, subnets := of(w.Snapshot)
		switch {
		case vpc == "":
			t.somewhere(c)
		case subnets == nil:
			t.homes[vpc] = true
		}
		for _, id := range subnets {
			t.nets[id] = true
		}
	}
}

// subnetsOfACL are the subnets that a network ACL serves, nil if it is the VPC's default one; no VPC if there is no such ACL.
func subnetsOfACL(s *topology.Snapshot, id string) (vpc string, subnets []string) {
	i := slices.IndexFunc(s.NetworkAcls, func(a topology.NetworkAcl) bool { return a.NetworkAclId == id })
	if i < 0 {
		return "", nil
	}
	if s.NetworkAcls[i].IsDefault {
		return s.NetworkAcls[i].VpcId, nil
	}
	subnets = []string{}
	for _, a := range s.NetworkAcls[i].Associations {
		subnets = append(subnets, a.SubnetId)
	}
	return s.NetworkAcls[i].VpcId, subnets
}

// subnetsOfTable are the subnets that a route table serves, nil if it serves something else as well; no VPC if there is no such table.
func subnetsOfTable(s *topology.Snapshot, id string) (vpc string, subnets []string) {
	i := slices.IndexFunc(s.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == id })
	if i < 0 {
		return "", nil
	}
	subnets = []string{}
	for _, a := range s.RouteTables[i].Associations {
		if a.Main || a.SubnetId == "" {
			return s.RouteTables[i].VpcId, nil
		}
		subnets = append(subnets, a.SubnetId)
	}
	return s.RouteTables[i].VpcId, subnets
}

// somewhere touches all that is joined to the VPC of a resource, or everything if it has none.
func (t *reachOfChange) somewhere(c *diff.Change) {
	found := false
	for _, w := range t.worlds {
		for _, table := range w.Snapshot.Tables() {
			for i := range table.Len() {
				if table.Ref(i) != c.Ref.Resource() {
					continue
				}
				vpc := reflect.ValueOf(table.Row(i)).Elem().FieldByName("VpcId")
				if !vpc.IsValid() || vpc.String() == "" {
					t.all = true
					return
				}
				t.vpcs[vpc.String()], found = true, true
			}
		}
	}
	t.all = t.all || !found
}

// interfaces touches the members of groups, and what lies in subnets.
func (t *reachOfChange) interfaces() {
	if len(t.groups)+len(t.nets) == 0 || t.all {
		return
	}
	for world, w := range t.worlds {
		t.passedBy(w.Snapshot)
		for i := range w.Snapshot.NetworkInterfaces {
			e := &w.Snapshot.NetworkInterfaces[i]
			member := slices.ContainsFunc(e.Groups, func(g topology.GroupIdentifier) bool { return t.groups[g.GroupId] })
			if !member && !t.nets[e.SubnetId] {
				continue
			}
			if at, there := t.ids[world][e.NetworkInterfaceId]; there {
				t.interfaceAt(world, at)
			}
		}
		for id := range graph.InterfaceID(w.Graph.NumInterfaces()) {
			if len(w.Snapshot.NetworkInterfaces) == w.Graph.NumInterfaces() {
				break
			}
			t.undocumented(world, id)
		}
	}
}

// undocumented touches an interface that no document of its own describes, in case it is a member or lies there.
func (t *reachOfChange) undocumented(world int, id graph.InterfaceID) {
	info := t.worlds[world].Graph.Interface(id)
	member := slices.ContainsFunc(info.Groups, func(r ref.Ref) bool { return t.groups[r.ID] })
	if member || len(info.Groups) == 0 || t.nets[info.Subnet.ID] {
		t.interfaceAt(world, id)
	}
}

// passedBy touches all that passes by subnets where a transit gateway, an endpoint or a firewall has its foot.
func (t *reachOfChange) passedBy(s *topology.Snapshot) {
	feet := map[string]bool{}
	for i := range s.TransitGatewayVpcAttachments {
		for _, id := range s.TransitGatewayVpcAttachments[i].SubnetIds {
			feet[id] = true
		}
	}
	for i := range s.VpcEndpoints {
		for _, id := range s.VpcEndpoints[i].SubnetIds {
			feet[id] = true
		}
	}
	for i := range s.Subnets {
		n := &s.Subnets[i]
		odd := len(s.NetworkFirewalls)+len(s.CoreNetworkAttachments)+len(s.ClientVpnEndpoints)+len(s.InstanceConnectEndpoints) > 0
		if t.nets[n.SubnetId] && (feet[n.SubnetId] || odd) {
			t.homes[n.VpcId] = true
		}
	}
}

// balancers touches the load balancers that send to what is touched, or everything where others may send by way of them.
func (t *reachOfChange) balancers() {
	if len(t.behind) == 0 {
		return
	}
	for _, w := range t.worlds {
		arns := t.sendingTo(w.Snapshot)
		for i := range w.Snapshot.VpcEndpointServiceConfigurations {
			c := &w.Snapshot.VpcEndpointServiceConfigurations[i]
			t.all = t.all || slices.ContainsFunc(c.NetworkLoadBalancerArns, func(arn string) bool { return arns[arn] }) || len(c.GatewayLoadBalancerArns) > 0
		}
		for l, s := range w.others {
			if l.Kind == graph.AtBalancer && (arns == nil || arns[w.Graph.RefOf(l).ID]) {
				t.spots[s] = true
				for _, id := range w.Graph.Nodes(l.Index) {
					t.overlapped(w, id)
				}
			}
		}
	}
}

// sendingTo are the load balancers that send to touched targets; nil if the documents do not tell. One may send to another.
func (t *reachOfChange) sendingTo(s *topology.Snapshot) map[string]bool {
	if len(s.ClassicLoadBalancers) > 0 {
		return nil
	}
	arns := map[string]bool{}
	for range 2 {
		for i := range s.TargetGroups {
			g := &s.TargetGroups[i]
			hit := !g.TargetHealthKnown || slices.ContainsFunc(g.TargetHealthDescriptions, func(d topology.TargetHealthDescription) bool {
				return t.behind[d.Target.Id] || arns[d.Target.Id]
			})
			if hit && len(g.LoadBalancerArns) == 0 {
				return nil
			}
			for _, arn := range g.LoadBalancerArns {
				arns[arn] = arns[arn] || hit
			}
		}
	}
	return arns
}

// islands touches everything that is joined to some VPCs, before or after.
func (t *reachOfChange) islands() {
	if t.all || len(t.vpcs) == 0 {
		return
	}
	for _, w := range t.worlds {
		s := w.Snapshot
		if len(s.VpcEndpointServiceConfigurations)+len(s.CoreNetworks)+len(s.DirectConnectGateways)+len(s.ClientVpnEndpoints) > 0 {
			t.all = true // joined in ways that islands do not show
			return
		}
		joined := map[string]bool{}
		for _, island := range w.Graph.Islands() {
			if slices.ContainsFunc(island, func(r ref.Ref) bool { return t.vpcs[r.ID] }) {
				for _, r := range island {
					joined[r.ID] = true
				}
			}
		}
		for id := range graph.InterfaceID(w.Graph.NumInterfaces()) {
			if joined[w.Graph.Interface(id).Vpc.ID] {
				t.spots[w.interfaces[id]] = true
			}
		}
		for l, s := range w.others {
			if l.Kind == graph.AtBalancer && slices.ContainsFunc(w.Graph.Nodes(l.Index), func(id graph.InterfaceID) bool { return joined[w.Graph.Interface(id).Vpc.ID] }) {
				t.spots[s] = true
			}
		}
	}
}

// ends are the touched places of a world.
func (w *world) ends(touched []bool) reach.Ends {
	var e reach.Ends
	for id, s := range w.interfaces {
		if touched[s] && !w.Graph.IsNode(graph.InterfaceID(id)) {
			e.Locations = append(e.Locations, graph.Location{Kind: graph.AtInterface, Interface: graph.InterfaceID(id)})
		}
	}
	for _, l := range w.otherLocations() {
		if touched[w.others[l]] {
			e.Locations = append(e.Locations, l)
		}
	}
	return e
}
