package netgen

import "net/netip"

// A rule is one of a security group. Exactly one of block, group and list says who is at the other end.
type rule struct {
	egress   bool
	protocol string
	from, to int
	block    netip.Prefix
	group    id
	list     id
	text     string
}

// together reports whether AWS prints two rules in one permission.
func (r *rule) together(o *rule) bool {
	return r.egress == o.egress && r.protocol == o.protocol && r.from == o.from && r.to == o.to
}

// same reports whether AWS would refuse one beside the other.
func (r *rule) same(o *rule) bool {
	return r.together(o) && r.block == o.block && r.group == o.group && r.list == o.list
}

type remoteKind int

const (
	groupRemote remoteKind = iota
	rangeRemote
	range6Remote
	listRemote
)

func (r *rule) kind() remoteKind {
	switch {
	case !r.group.isZero():
		return groupRemote
	case !r.list.isZero():
		return listRemote
	case r.block.Addr().Is6():
		return range6Remote
	}
	return rangeRemote
}

// A ruleSet gathers the rules of one group.
type ruleSet struct {
	site  *site
	rules []rule
}

// add adds a rule to or from a block; none for the family that the world has not.
func (r *ruleSet) add(egress bool, protocol string, from, to int, block netip.Prefix, text string) {
	if block.IsValid() && (block.Addr().Is4() || r.site.IPv6) {
		r.rules = append(r.rules, rule{egress: egress, protocol: protocol, from: from, to: to, block: block, text: text})
	}
}

// allow lets blocks of both families connect to a port.
func (r *ruleSet) allow(port int, v4, v6 netip.Prefix, text string) {
	r.add(false, "tcp", port, port, v4, text)
	r.add(false, "tcp", port, port, v6, text)
}

// fromGroup lets a group connect to a port, and toGroup lets this one connect to the group's.
func (r *ruleSet) fromGroup(port int, g *group) { r.refer(false, port, g) }

func (r *ruleSet) toGroup(port int, g *group) { r.refer(true, port, g) }

func (r *ruleSet) refer(egress bool, port int, g *group) {
	if g != nil {
		r.rules = append(r.rules, rule{egress: egress, protocol: "tcp", from: port, to: port, group: g.id})
	}
}

func (r *ruleSet) fromList(port int, list id, text string) {
	r.rules = append(r.rules, rule{protocol: "tcp", from: port, to: port, list: list, text: text})
}

// allOut is the rule that AWS gives a new group.
func (r *ruleSet) allOut() {
	r.add(true, allProtocols, 0, 0, anywhere, "")
	r.add(true, allProtocols, 0, 0, anywhere6, "")
}

// webOut lets servers connect to web servers anywhere.
func (r *ruleSet) webOut() {
	r.add(true, "tcp", 443, 443, anywhere, "package mirrors and APIs")
	r.add(true, "tcp", 443, 443, anywhere6, "package mirrors and APIs")
}

// rulesOf makes the rules of the n-th group: those of its role, then others up to the number that was asked for. The others are about
// ports of their own, so what a role is meant to let through and what not stays so.
func (s *site) rulesOf(g *group, n int) []rule {
	r := &ruleSet{site: s}
	if g.role == defaultGroup {
		r.rules = append(r.rules, rule{protocol: allProtocols, group: g.id})
		r.allOut()
		return r.rules
	}
	r.addRole(g)
	r.fill(g, s.SGRules, s.dice("rules", n))
	return r.rules
}

// addRole adds what a group is for.
func (r *ruleSet) addRole(g *group) {
	if g.app == nil {
		r.addCommon(g)
		return
	}
	of := func(role groupRole) *group { return r.site.group(role, g.app) }
	switch g.role {
	case balancerGroup:
		r.addBalancer(g)
	case networkBalancerGroup:
		r.allow(8443, private, private6, "clients in all VPCs")
		r.toGroup(8443, of(appGroup))
	case edgeGroup:
		r.allow(443, anywhere, anywhere6, "public")
		r.allOut()
	case webGroup:
		r.fromGroup(8080, of(balancerGroup))
		r.allOut()
	case appGroup:
		r.addServer(g)
	case cacheGroup:
		r.fromGroup(6379, of(appGroup))
		r.fromGroup(6379, of(functionGroup))
	case databaseGroup:
		r.fromGroup(5432, of(appGroup))
		r.fromGroup(5432, of(functionGroup))
		r.fromGroup(5432, r.site.group(bastionGroup, nil))
		if g.app.number == 0 && r.site.mistake == openDatabase {
			r.add(false, "tcp", 5432, 5432, anywhere, "temporary")
		}
	case functionGroup:
		r.allOut()
	}
}

func (r *ruleSet) addBalancer(g *group) {
	if g.app.internal {
		r.allow(443, private, private6, "clients in all VPCs")
	} else {
		r.allow(443, anywhere, anywhere6, "public")
		r.allow(80, anywhere, anywhere6, "redirected")
	}
	r.toGroup(8080, r.site.group(webGroup, g.app))
}

func (r *ruleSet) addServer(g *group) {
	of := func(role groupRole) *group { return r.site.group(role, g.app) }
	r.fromGroup(8443, of(webGroup))
	r.fromGroup(8443, of(networkBalancerGroup))
	if g.app.restricted {
		r.toGroup(5432, of(databaseGroup))
		r.toGroup(6379, of(cacheGroup))
		r.webOut()
		return
	}
	r.allOut()
}

// addCommon adds what a group is for that serves the whole VPC.
func (r *ruleSet) addCommon(g *group) {
	s := r.site
	switch g.role {
	case baseGroup:
		r.fromGroup(22, s.group(bastionGroup, nil))
		r.fromGroup(9100, s.group(monitorGroup, nil))
		r.fromList(9100, s.customerList(listShared), "monitoring in shared")
		r.add(false, "icmp", -1, -1, private, "ping")
		r.add(false, "icmpv6", -1, -1, private6, "ping")
	case bastionGroup:
		r.fromList(22, s.customerList(listOffices), "offices")
		r.allow(22, office, netip.Prefix{}, "office, by VPN")
		r.add(true, "tcp", 22, 22, s.cidr, "")
		r.add(true, "tcp", 5432, 5432, s.cidr, "")
		r.webOut()
	case monitorGroup:
		r.allow(3000, office, netip.Prefix{}, "dashboards")
		r.allOut()
	case endpointGroup:
		r.allow(443, s.cidr, s.cidr6, "the VPC")
	case legacyGroup:
		if s.mistake == openSSH {
			r.allow(22, anywhere, anywhere6, "remove after migration")
		}
	}
}
