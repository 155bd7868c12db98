package randnet

import "github.com/dryhop/dryhop/topology"

// withTransit lets some networks have transit gateways.
const withTransit = true

// Network is the small, odd network of a seed.
func Network(seed uint64) *topology.Snapshot {
	d := newDraft(newDice(seed, networkStream))
	d.transit = withTransit && newDice(seed, transitStream).chance(40)
	d.build()
	if d.transit {
		d.workIn(d.between(0, 2), oddities)
		d.workIn(pick(d.dice, 0, 1, 1, 2), transitOddities)
		d.settleTransit()
	} else {
		d.workIn(d.between(1, 5), oddities)
	}
	d.addBalancing(newDice(seed, balancerStream))
	d.addHybrid(seed)
	d.addMiddleboxes(newDice(seed, boxStream))
	s := d.snapshot()
	if d.chance(50) {
		for i := range s.SecurityGroups {
			s.SecurityGroupRules = append(s.SecurityGroupRules, groupRules(&s.SecurityGroups[i])...)
		}
	}
	d.addDocuments(s)
	countElements(s)
	return s
}

func (d *draft) workIn(n int, oddities []share[func(*draft)]) {
	for range n {
		draw(d.dice, oddities...)(d)
	}
}

// build makes a network that works.
func (d *draft) build() {
	d.addVpcs()
	d.addSubnets()
	d.addInternetGateways()
	d.addVpnGateways()
	d.addPrefixLists()
	d.addPeerings()
	d.addHosts()
	d.addForwarders()
	d.addNatGateways()
	d.addEndpoints()
	d.addGroups()
	d.assignGroups()
	if d.transit {
		d.addTransit()
	}
	d.addTables()
	if d.transit {
		d.routeTransit()
	}
	d.addAcls()
	d.addPublicAccess()
}

// oddities are what can be worked into a network, as often as their weights say.
var oddities = []share[func(*draft)]{
	{5, (*draft).addSpareAddress},
	{5, (*draft).addDelegatedAddress},
	{6, (*draft).forgetAssociation},
	{5, (*draft).detach},
	{9, (*draft).stopInstance},
	{2, (*draft).loseInstance},
	{6, (*draft).detachIGW},
	{4, (*draft).detachEIGW},
	{6, (*draft).breakNAT},
	{3, (*draft).makeRegional},
	{2, (*draft).loseNatInterface},
	{6, (*draft).breakPeering},
	{6, (*draft).detachVGW},
	{5, (*draft).stripGroup},
	{2, (*draft).strangeGroup},
	{3, (*draft).blurRule},
	{9, (*draft).splitLocal},
	{7, (*draft).replaceLocal},
	{8, (*draft).routeList},
	{4, (*draft).routeUnreadable},
	{5, (*draft).routeOverlappingLists},
	{5, (*draft).blackhole},
	{3, (*draft).filterRoute},
	{7, (*draft).dropRoute},
	{7, (*draft).misroute},
	{6, (*draft).routeStrange},
	{4, (*draft).routeInstance},
	{4, (*draft).advertise},
	{5, (*draft).narrow},
	{5, (*draft).chainNAT},
	{2, (*draft).edgeTable},
	{5, (*draft).swapTables},
	{5, (*draft).oddEntry},
	{4, (*draft).denyAccess},
}
