package randnet

import "github.com/dryhop/dryhop/topology"

// addGroups gives every VPC its default group and some more, then references between groups.
func (d *draft) addGroups() {
	for _, v := range d.vpcs {
		d.addDefaultGroup(v)
		for range d.between(2, 4) {
			d.addSomeGroup(v)
		}
	}
	for _, v := range d.vpcs {
		for _, g := range v.groups[1:] {
			if d.chance(45) {
				d.refer(v, g)
			}
		}
	}
}

func (d *draft) addGroup(v *vpcDraft, name, owner string) *topology.SecurityGroup {
	id := d.id("sg")
	g := &topology.SecurityGroup{
		Meta: v.meta(owner), GroupId: id, GroupName: name, Description: name, OwnerId: owner, VpcId: v.VpcId,
		SecurityGroupArn:    "arn:aws:ec2:" + v.Region + ":" + owner + ":security-group/" + id,
		IpPermissionsEgress: []topology.IpPermission{permit(everything, "any")},
	}
	v.groups = append(v.groups, g)
	return g
}

// addDefaultGroup lets its members in (R4.1).
func (d *draft) addDefaultGroup(v *vpcDraft) {
	g := d.addGroup(v, "default", v.OwnerId)
	p := permit(everything)
	p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: g.GroupId, UserId: g.OwnerId}}
	g.IpPermissions = []topology.IpPermission{p}
}

// addSomeGroup adds a group of one of the kinds that networks have, or a random one.
func (d *draft) addSomeGroup(v *vpcDraft) {
	owner := v.OwnerId
	if d.chance(12) {
		owner = peerAccount
	}
	switch {
	case d.chance(40):
		g := d.addGroup(v, "web", owner)
		g.IpPermissions = []topology.IpPermission{permit(traffic{"tcp", 80, 443}, "any"), permit(anyEcho, "0.0.0.0/0"), permit(anyEcho6, "::/0")}
	case d.chance(60):
		g := d.addGroup(v, "app", owner)
		g.IpPermissions = []topology.IpPermission{permit(pick(d.dice, everything, traffic{"tcp", 0, 65535}), inside...)}
	case d.chance(10):
		g := d.addGroup(v, "empty", owner)
		g.IpPermissionsEgress = nil
	default:
		d.fillAtRandom(v, d.addGroup(v, "odd", owner))
	}
}

// fillAtRandom gives a group random rules, mostly with all of egress open.
func (d *draft) fillAtRandom(v *vpcDraft, g *topology.SecurityGroup) {
	for range d.between(1, 3) {
		g.IpPermissions = append(g.IpPermissions, permit(d.traffic(), d.remotes(v)...))
	}
	if d.chance(60) {
		return
	}
	g.IpPermissionsEgress = nil
	for range d.between(1, 3) {
		g.IpPermissionsEgress = append(g.IpPermissionsEgress, permit(d.traffic(), d.remotes(v)...))
	}
}

// refer adds a rule with a group as its remote, in either direction.
func (d *draft) refer(v *vpcDraft, g *topology.SecurityGroup) {
	p := permit(d.traffic())
	p.UserIdGroupPairs = []topology.UserIdGroupPair{d.reference(v, g)}
	if d.chance(70) {
		g.IpPermissions = append(g.IpPermissions, p)
		return
	}
	if d.chance(60) {
		g.IpPermissionsEgress = nil
	}
	g.IpPermissionsEgress = append(g.IpPermissionsEgress, p)
}

// reference is a group of the VPC (itself at times), of a peer, or one that nobody knows.
func (d *draft) reference(v *vpcDraft, g *topology.SecurityGroup) topology.UserIdGroupPair {
	peers := d.peers(v)
	switch {
	case d.chance(4):
		return topology.UserIdGroupPair{GroupId: "sg-99", UserId: homeAccount}
	case len(peers) > 0 && d.chance(45):
		return d.peerReference(pick(d.dice, peers...))
	case d.chance(20):
		return topology.UserIdGroupPair{GroupId: g.GroupId, UserId: g.OwnerId}
	}
	other := pick(d.dice, v.groups...)
	return topology.UserIdGroupPair{GroupId: other.GroupId, UserId: other.OwnerId}
}

// peerReference names a group over a peering, whatever state that is in.
func (d *draft) peerReference(p peer) topology.UserIdGroupPair {
	pair := topology.UserIdGroupPair{GroupId: "sg-98", UserId: "999988887777", VpcId: p.other, VpcPeeringConnectionId: p.VpcPeeringConnectionId, PeeringStatus: p.Status.Code}
	if v := d.vpc(p.other); v != nil {
		g := pick(d.dice, v.groups...)
		pair.GroupId, pair.UserId = g.GroupId, g.OwnerId
	}
	return pair
}

// assignGroups gives every interface that can have groups one or two of its VPC's, and lends one to another VPC (R4.13).
func (d *draft) assignGroups() {
	for _, v := range d.vpcs {
		for _, e := range v.interfaces {
			if e.InterfaceType == "nat_gateway" {
				continue
			}
			first := 1
			if d.chance(12) {
				first = 0
			}
			join(e, pick(d.dice, v.groups[first:]...))
			if d.chance(65) {
				join(e, pick(d.dice, v.groups...))
			}
		}
	}
	if d.chance(30) {
		d.lendGroup()
	}
}

// join puts an interface into a group, once.
func join(e *topology.NetworkInterface, g *topology.SecurityGroup) {
	for _, old := range e.Groups {
		if old.GroupId == g.GroupId {
			return
		}
	}
	e.Groups = append(e.Groups, topology.GroupIdentifier{GroupId: g.GroupId, GroupName: g.GroupName})
}

// lendGroup uses a group of one VPC in another one of its Region.
func (d *draft) lendGroup() {
	from, to := pick(d.dice, d.vpcs...), pick(d.dice, d.vpcs...)
	if from == to || from.Region != to.Region || len(to.hosts()) == 0 {
		return
	}
	g := pick(d.dice, from.groups[1:]...)
	d.associations = append(d.associations, &topology.SecurityGroupVpcAssociation{
		Meta: g.Meta, GroupId: g.GroupId, VpcId: to.VpcId, VpcOwnerId: to.OwnerId, GroupOwnerId: g.OwnerId, State: "associated",
	})
	e := pick(d.dice, to.hosts()...)
	if d.chance(50) {
		e.Groups = nil
	}
	join(e, g)
}

// stripGroup takes all rules of a group away.
func (d *draft) stripGroup() {
	g := pick(d.dice, d.groups()...)
	if d.chance(60) {
		g.IpPermissions = nil
	} else {
		g.IpPermissionsEgress = nil
	}
}

// strangeGroup puts an interface into a group that the snapshot lacks.
func (d *draft) strangeGroup() {
	if e := pick(d.dice, d.hosts()...); e != nil {
		id := topology.GroupIdentifier{GroupId: "sg-97", GroupName: "shared"}
		if d.chance(50) {
			e.Groups = nil
		}
		e.Groups = append(e.Groups, id)
	}
}

// blurRule makes a rule unreadable: its remote, or its protocol.
func (d *draft) blurRule() {
	g := pick(d.dice, d.groups()...)
	if len(g.IpPermissions) == 0 {
		return
	}
	p := &g.IpPermissions[0]
	if len(p.IpRanges) > 0 && d.chance(70) {
		p.IpRanges[0] = topology.IpRange{Description: "unreadable"}
		return
	}
	p.IpProtocol = "unreadable"
}

func forEachPair(g *topology.SecurityGroup, visit func(*topology.UserIdGroupPair)) {
	for _, permissions := range [][]topology.IpPermission{g.IpPermissions, g.IpPermissionsEgress} {
		for i := range permissions {
			for j := range permissions[i].UserIdGroupPairs {
				visit(&permissions[i].UserIdGroupPairs[j])
			}
		}
	}
}
