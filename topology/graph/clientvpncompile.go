package graph

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileClientVpns makes an external network of the clients of every endpoint. Those of an endpoint on a transit gateway
// are behind its attachment already.
func (c *compiler) compileClientVpns() {
	for i := range c.s.ClientVpnEndpoints {
		d := &c.s.ClientVpnEndpoints[i]
		if d.ClientVpnEndpointId == "" {
			continue
		}
		ci := int32(len(c.g.clientVpns))
		c.g.clientVpns = append(c.g.clientVpns, c.clientVpn(d))
		cv := &c.g.clientVpns[ci]
		c.name(cv.ref, d.Tags.Name())
		if c.clientsOnTransit(cv, ci) {
			continue
		}
		cv.far = int32(len(c.g.externals))
		x := outside(cv.ref, c.g.named(cv.ref))
		x.clients, x.up = ci, truthOf(cv.works)
		if cv.clients.IsValid() {
			x.prefixes = []netip.Prefix{cv.clients}
		}
		c.addExternal(x)
	}
}

// clientVpn reads an endpoint's documents.
func (c *compiler) clientVpn(d *topology.ClientVpnEndpoint) clientVpn {
	cv := clientVpn{
		ref: ref.Ref{Kind: ref.ClientVpnEndpoint, ID: d.ClientVpnEndpointId}, far: none,
		works:      d.Status.Code == "available" || d.Status.Code == "",
		rulesKnown: d.AuthorizationRulesKnown, routesKnown: d.RoutesKnown, sessionsKnown: d.TargetNetworksKnown,
	}
	if d.ClientCidrBlock.IsValid() {
		cv.clients = d.ClientCidrBlock.Masked()
	}
	for _, r := range d.AuthorizationRules {
		if inUse(r.Status, "active") {
			cv.rules = append(cv.rules, clientRule{prefix: r.DestinationCidr.Masked(), all: r.AccessAll, group: r.GroupId})
		}
	}
	for _, r := range d.Routes {
		if inUse(r.Status, "active") {
			cv.routes = append(cv.routes, clientRule{prefix: r.DestinationCidr.Masked(), subnet: r.TargetSubnet, to: clientTarget(r.TargetSubnet)})
		}
	}
	sortClientRules(cv.rules)
	sortClientRules(cv.routes)
	c.clientSessions(&cv, d)
	return cv
}

func inUse(s topology.ClientVpnStatus, word string) bool { return s.Code == word || s.Code == "" }

func clientTarget(subnet string) ref.Ref {
	if subnet == localClients {
		return ref.Ref{}
	}
	return ref.Ref{Kind: ref.Subnet, ID: subnet}
}

func sortClientRules(rules []clientRule) {
	slices.SortFunc(rules, func(a, b clientRule) int {
		return cmp.Or(comparePrefixes(a.prefix, b.prefix), cmp.Compare(a.group, b.group), cmp.Compare(a.subnet, b.subnet))
	})
}

// clientSessions finds the subnets that an endpoint is associated with, and its interfaces in them: AWS does not name
// these, but describes them alike.
func (c *compiler) clientSessions(cv *clientVpn, d *topology.ClientVpnEndpoint) {
	vpcs := []string{d.VpcId}
	seen := map[string]bool{}
	for _, t := range d.ClientVpnTargetNetworks {
		vpcs = append(vpcs, t.VpcId)
		if !inUse(t.Status, "associated") || seen[t.TargetNetworkId] {
			continue
		}
		seen[t.TargetNetworkId] = true
		s := clientSession{ref: ref.Ref{Kind: ref.Subnet, ID: t.TargetNetworkId}, subnet: find(c.subnetIDs, t.TargetNetworkId)}
		for i := range c.g.interfaces {
			if e := &c.g.interfaces[i]; s.subnet != none && e.subnet == s.subnet && c.servesClients(e) {
				s.interfaces = append(s.interfaces, InterfaceID(i))
				e.owner = cv.ref
			}
		}
		slices.SortFunc(s.interfaces, func(a, b InterfaceID) int { return ref.Compare(c.g.interfaces[a].ref, c.g.interfaces[b].ref) })
		cv.sessions = append(cv.sessions, s)
	}
	slices.SortFunc(cv.sessions, func(a, b clientSession) int { return ref.Compare(a.ref, b.ref) })
	for _, id := range vpcs {
		if v := find(c.vpcIDs, id); v != none && !slices.Contains(cv.vpcs, v) {
			cv.vpcs = append(cv.vpcs, v)
		}
	}
}

// clientVpnInterface begins the description of every interface of Client VPN.
const clientVpnInterface = "ClientVPN"

// servesClients reports whether an interface is one of Client VPN.
func (c *compiler) servesClients(e *iface) bool {
	return e.doc != none && strings.HasPrefix(c.s.NetworkInterfaces[e.doc].Description, clientVpnInterface)
}

// clientsOnTransit places an endpoint's clients behind the attachment that it has to a transit gateway, if any.
func (c *compiler) clientsOnTransit(cv *clientVpn, ci int32) bool {
	for i := range c.g.externals {
		x := &c.g.externals[i]
		if x.declared || x.attachment == none || c.g.transitAttachments[x.attachment].to != cv.ref {
			continue
		}
		cv.transit, cv.far, x.clients = true, int32(i), ci
		if cv.clients.IsValid() && !slices.Contains(x.prefixes, cv.clients) {
			x.prefixes = append(x.prefixes, cv.clients)
			c.claim(c.g.transitAttachments[x.attachment].behind, cv.clients, int32(i))
		}
		return true
	}
	return false
}

// leads reports whether an endpoint's sessions are in a VPC that has an address.
func (g *Graph) leads(ci int32, a netip.Addr) bool {
	return slices.ContainsFunc(g.clientVpns[ci].vpcs, func(vi int32) bool { return g.vpcs[vi].contains(a) })
}

// clientRuleName names an authorization rule or a route of an endpoint as part of it.
func (g *Graph) clientRuleName(e Event) string {
	kind, rules := "route/", g.clientVpns[e.Table].routes
	if e.Kind == AuthorizeEvent {
		kind, rules = "authorization/", g.clientVpns[e.Table].rules
	}
	if e.Rule == none {
		return kind + "*"
	}
	return kind + rules[e.Rule].prefix.String()
}

// clientRuleText tells what an authorization rule or a route of an endpoint says.
func (g *Graph) clientRuleText(e Event) string {
	cv := &g.clientVpns[e.Table]
	switch {
	case e.Rule == none && e.Kind == AuthorizeEvent:
		return "no authorization rule matches"
	case e.Rule == none:
		return "no route of the endpoint matches"
	case e.Kind == AuthorizeEvent && cv.rules[e.Rule].all:
		return "authorizes all clients to " + cv.rules[e.Rule].prefix.String()
	case e.Kind == AuthorizeEvent:
		return "authorizes group " + cv.rules[e.Rule].group + " to " + cv.rules[e.Rule].prefix.String()
	}
	r := &cv.routes[e.Rule]
	if r.subnet == localClients {
		return r.prefix.String() + " → other clients"
	}
	return r.prefix.String() + " → " + label(r.to.ID, g.named(r.to))
}

// clientPrefixes are what an endpoint compares destinations with.
func (g *Graph) clientPrefixes(ci int32) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, r := range slices.Concat(g.clientVpns[ci].rules, g.clientVpns[ci].routes) {
		if r.prefix.IsValid() {
			prefixes = append(prefixes, r.prefix)
		}
	}
	return prefixes
}

// clientVpns: endpoints have their clients outside, and their sessions' interfaces in the sessions' subnets.
func (c *checker) clientVpns() {
	g := c.g
	for i := range g.clientVpns {
		cv := &g.clientVpns[i]
		if c.index(cv.far, len(g.externals), cv.ref, "the network of its clients") {
			c.want(g.externals[cv.far].clients == int32(i), cv.ref, "its clients are those of endpoint %d", g.externals[cv.far].clients)
		}
		for _, s := range cv.sessions {
			if !c.optional(s.subnet, len(g.subnets), cv.ref, "a session's subnet") {
				c.want(len(s.interfaces) == 0, cv.ref, "a session has interfaces and no subnet")
			}
			for _, id := range s.interfaces {
				if c.index(int32(id), len(g.interfaces), cv.ref, "an interface") {
					c.want(g.interfaces[id].subnet == s.subnet, cv.ref, "its interface %v is in another subnet", g.interfaces[id].ref)
				}
			}
		}
		for _, v := range cv.vpcs {
			c.index(v, len(g.vpcs), cv.ref, "a VPC")
		}
	}
}

// arcsOfClients: clients come in by the interfaces of their endpoint, and replies go back by them.
func (c *compiler) arcsOfClients(add func(from, to Node)) {
	for i := range c.g.clientVpns {
		for _, s := range c.g.clientVpns[i].sessions {
			for _, id := range s.interfaces {
				add(Node{ExternalNode, c.g.clientVpns[i].far}, Node{InterfaceNode, int32(id)})
				add(Node{InterfaceNode, int32(id)}, Node{ExternalNode, c.g.clientVpns[i].far})
			}
		}
	}
}

// clientVpnEntities lets endpoints be named: they stand for their clients.
func (c *compiler) clientVpnEntities() {
	for i := range c.g.clientVpns {
		cv := &c.g.clientVpns[i]
		e := Entity{Ref: cv.ref, External: cv.far}
		if len(cv.vpcs) > 0 {
			e.Vpc = c.g.vpcs[cv.vpcs[0]].ref.ID
		}
		c.entities = append(c.entities, e)
	}
}
