package netgen

// A group is a security group of a VPC. Its rules are made when it is printed.
type group struct {
	id   id
	name string
	role groupRole
	app  *application
}

// A groupRole is what a security group is for.
type groupRole int

const (
	defaultGroup groupRole = iota
	baseGroup              // what all servers have: SSH from the bastion, monitoring
	bastionGroup
	monitorGroup
	endpointGroup
	legacyGroup
	balancerGroup
	networkBalancerGroup
	edgeGroup
	webGroup
	appGroup
	cacheGroup
	databaseGroup
	functionGroup
)

var groupNames = [...]string{
	defaultGroup: "default", baseGroup: "base", bastionGroup: "bastion", monitorGroup: "monitor", endpointGroup: "endpoints",
	legacyGroup: "legacy", balancerGroup: "lb", networkBalancerGroup: "nlb", edgeGroup: "edge", webGroup: "web", appGroup: "app",
	cacheGroup: "cache", databaseGroup: "db", functionGroup: "fn",
}

// groupRoles are the groups of roles.
var groupRoles = [...]groupRole{
	natNode: -1, transitNode: -1, endpointNode: endpointGroup, balancerNode: balancerGroup, networkBalancerNode: networkBalancerGroup,
	bastion: bastionGroup, monitor: monitorGroup, edge: edgeGroup, webServer: webGroup, appServer: appGroup, cacheNode: cacheGroup,
	database: databaseGroup, function: functionGroup,
}

func (s *site) addGroups() {
	for r := defaultGroup; r <= legacyGroup; r++ {
		s.addGroup(r, nil)
	}
	for _, a := range s.apps {
		for r := balancerGroup; r <= functionGroup; r++ {
			if r != networkBalancerGroup || a.network {
				s.addGroup(r, a)
			}
		}
	}
}

func (s *site) addGroup(r groupRole, a *application) {
	g := &group{id: s.id("sg", len(s.groups)), name: groupNames[r], role: r, app: a}
	if a != nil {
		g.name = a.name + "-" + g.name
	}
	s.groups = append(s.groups, g)
}

// group finds the one for a purpose, in an application if it is an application's; nil if there is none.
func (s *site) group(r groupRole, a *application) *group {
	for _, g := range s.groups {
		if g.role == r && (g.app == a || r <= legacyGroup) {
			return g
		}
	}
	return nil
}

func (s *site) groupOf(r role, a *application) *group {
	if groupRoles[r] < 0 {
		return nil
	}
	return s.group(groupRoles[r], a)
}

// groupsOf are the groups of a crew's n-th member: its role's, of most servers the base group, and of some a third one.
func (s *site) groupsOf(c *crew, n int) []*group {
	if c.group == nil {
		return nil
	}
	groups := []*group{c.group}
	if c.role == edge && n == 0 && c.app.number == 0 && s.mistake == openSSH {
		return append(groups, s.group(legacyGroup, nil))
	}
	if c.role == webServer || c.role == appServer || c.role == edge {
		d := s.dice("groups", c.first+n)
		if d.chance(80) {
			groups = append(groups, s.group(baseGroup, nil))
		}
		if d.chance(15) && s.mistake != openSSH {
			groups = append(groups, s.group(legacyGroup, nil))
		}
	}
	return groups
}

func (s *site) printGroups() error {
	for i, g := range s.groups {
		rules := s.rulesOf(g, i)
		if err := s.printGroup(g, rules); err != nil {
			return err
		}
		for n := range rules {
			if err := s.printRule(g, &rules[n], i*maxRules+n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *site) printGroup(g *group, rules []rule) error {
	d := s.out.list("ec2-describe-security-groups")
	d.element()
	d.id("GroupId", g.id)
	s.printPermissions(d, "IpPermissionsEgress", rules, true)
	if g.role == defaultGroup {
		d.tags("Tags")
	} else {
		d.tags("Tags", tag{"Name", s.name() + "-" + g.name}, tag{"Env", s.env.String()})
	}
	d.id("VpcId", s.vpcID())
	d.text("SecurityGroupArn", s.place.arn("ec2", "security-group/"+g.id.String()))
	d.text("OwnerId", s.place.account)
	d.text("GroupName", g.name)
	if g.role == defaultGroup {
		d.text("Description", "default VPC security group")
	} else {
		d.text("Description", g.name+" of "+s.name())
	}
	s.printPermissions(d, "IpPermissions", rules, false)
	return d.done()
}

// printPermissions prints the rules of one direction as AWS does, those of one protocol and port range together.
func (s *site) printPermissions(d *document, key string, rules []rule, egress bool) {
	d.list(key)
	for i := range rules {
		if rules[i].egress == egress && firstOfPermission(rules, i) {
			s.printPermission(d, rules[i:])
		}
	}
	d.end()
}

func firstOfPermission(rules []rule, i int) bool {
	for j := range i {
		if rules[j].together(&rules[i]) {
			return false
		}
	}
	return true
}

// printPermission prints all rules that go together with the first.
func (s *site) printPermission(d *document, rules []rule) {
	d.object("")
	first := &rules[0]
	d.text("IpProtocol", first.protocol)
	if first.protocol != allProtocols {
		d.number("FromPort", first.from)
		d.number("ToPort", first.to)
	}
	for _, part := range [...]struct {
		key  string
		kind remoteKind
	}{{"UserIdGroupPairs", groupRemote}, {"IpRanges", rangeRemote}, {"Ipv6Ranges", range6Remote}, {"PrefixListIds", listRemote}} {
		d.list(part.key)
		for i := range rules {
			if rules[i].together(first) && rules[i].kind() == part.kind {
				s.printRemote(d, &rules[i])
			}
		}
		d.end()
	}
	d.end()
}

func (s *site) printRemote(d *document, r *rule) {
	d.object("")
	if r.text != "" {
		d.text("Description", r.text)
	}
	switch r.kind() {
	case groupRemote:
		d.text("UserId", s.place.account)
		d.id("GroupId", r.group)
	case rangeRemote:
		d.prefix("CidrIp", r.block)
	case range6Remote:
		d.prefix("CidrIpv6", r.block)
	case listRemote:
		d.id("PrefixListId", r.list)
	}
	d.end()
}

// printRule prints one in the words of describe-security-group-rules, if that was asked for.
func (s *site) printRule(g *group, r *rule, number int) error {
	if !s.RuleIDs {
		return nil
	}
	d := s.out.list(rulesDocument)
	d.element()
	d.id("SecurityGroupRuleId", s.id("sgr", number))
	d.id("GroupId", g.id)
	d.text("GroupOwnerId", s.place.account)
	d.flag("IsEgress", r.egress)
	d.text("IpProtocol", r.protocol)
	from, to := r.from, r.to
	if r.protocol == allProtocols {
		from, to = -1, -1
	}
	d.number("FromPort", from)
	d.number("ToPort", to)
	switch r.kind() {
	case groupRemote:
		d.object("ReferencedGroupInfo")
		d.id("GroupId", r.group)
		d.text("UserId", s.place.account)
		d.end()
	case rangeRemote:
		d.prefix("CidrIpv4", r.block)
	case range6Remote:
		d.prefix("CidrIpv6", r.block)
	case listRemote:
		d.id("PrefixListId", r.list)
	}
	if r.text != "" {
		d.text("Description", r.text)
	}
	d.tags("Tags")
	d.text("SecurityGroupRuleArn", s.place.arn("ec2", "security-group-rule/"+s.id("sgr", number).String()))
	return d.done()
}
