package randnet

import "github.com/dryhop/dryhop/topology"

// Hub is a network of four to eight VPCs around one or two transit gateways. What the VPCs' filters and routes tell apart is mostly in other
// VPCs: their blocks, parts of these and single hosts. Hosts come in runs of a few that nothing tells apart. Most of them can be
// reached.
func Hub(seed uint64) *topology.Snapshot {
	d := newDraft(newDice(seed, hubStream))
	d.transit = true
	d.addHubVpcs()
	d.addInternetGateways()
	d.addHubPeerings()
	d.addHubHosts()
	d.addHubNats()
	d.addHubLists()
	d.addHubGroups()
	d.addHubGateways()
	d.addHubTables()
	d.addHubAcls()
	if d.chance(20) {
		d.workIn(1, oddities)
	}
	if d.chance(25) {
		d.workIn(1, transitOddities)
	}
	if d.chance(12) {
		d.dissociateSome()
	}
	if d.chance(10) {
		d.forgetAssociations()
	}
	d.settleTransit()
	d.addHubBalancers()
	d.addTwinBalancers(newDice(seed, twinStream))
	if d.chance(15) {
		d.addCoreNetwork()
	}
	s := d.snapshot()
	d.addDocuments(s)
	countElements(s)
	return s
}

// addHubLists adds lists of other VPCs' prefixes for the rules of all.
func (d *draft) addHubLists() {
	for n := range d.between(2, 3) {
		six := n == 2
		var blocks []string
		for range d.between(1, 3) {
			if p := d.hubPrefix(nil); p.Addr().Is6() == six {
				blocks = append(blocks, p.String())
			}
		}
		d.addList(unique(blocks))
	}
	if d.chance(25) {
		d.addUnreadableList()
	}
}

// addHubPeerings peers up to two pairs.
func (d *draft) addHubPeerings() {
	for range d.between(0, 2) {
		a, b := pick(d.dice, d.vpcs...), pick(d.dice, d.vpcs...)
		if a != b && !d.arePeered(a, b) {
			d.addPeering(a, b, draw(d.dice, share[string]{90, "active"}, share[string]{10, "deleted"}))
		}
	}
}

func (d *draft) arePeered(a, b *vpcDraft) bool {
	for _, p := range d.peers(a) {
		if p.other == b.VpcId {
			return true
		}
	}
	return false
}

// addHubNats adds private NAT gateways, and public ones.
func (d *draft) addHubNats() {
	for _, v := range d.vpcs {
		if d.chance(25) {
			d.addNAT(v, pick(d.dice, v.subnets...), "private")
		}
		if publics := v.with(public); len(publics) > 0 && d.chance(50) {
			d.addNAT(v, pick(d.dice, publics...), "public")
		}
	}
}

// addHubBalancers adds load balancers, some of them with targets in other VPCs.
func (d *draft) addHubBalancers() {
	if !d.chance(65) {
		return
	}
	for range d.between(1, 3) {
		d.addBalancer(d.populated())
	}
	if d.chance(10) {
		d.addClassicBalancer(d.populated())
	}
}
