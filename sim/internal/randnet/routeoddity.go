package randnet

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// anyTable is a table of any VPC, with its VPC. Tables of subnets come up more often than those of none.
func (d *draft) anyTable() (*vpcDraft, *topology.RouteTable) {
	v := pick(d.dice, d.vpcs...)
	if d.chance(80) {
		return v, pick(d.dice, v.subnets...).table
	}
	return v, pick(d.dice, v.tables...)
}

// targetsOf are ids that routes of a VPC may lead to.
func (d *draft) targetsOf(v *vpcDraft) []string {
	var all []string
	for _, id := range []string{igwID(v), vgwID(v)} {
		if id != "" {
			all = append(all, id)
		}
	}
	for _, g := range v.nats {
		all = append(all, g.NatGatewayId)
	}
	for _, p := range d.peers(v) {
		all = append(all, p.VpcPeeringConnectionId)
	}
	for _, e := range v.hosts() {
		all = append(all, e.NetworkInterfaceId)
	}
	return all
}

// splitLocal sends one subnet's addresses to an appliance or NAT gateway, by a route more specific than local (R2.6).
func (d *draft) splitLocal() {
	v := pick(d.dice, d.vpcs...)
	from, to := pick(d.dice, v.subnets...), pick(d.dice, v.subnets...)
	box := d.box(v)
	if to.CidrBlock.IsValid() {
		by := box
		if len(v.nats) > 0 && d.chance(40) {
			by = pick(d.dice, v.nats...).NatGatewayId
		}
		d.addRoute(from.table, to.CidrBlock.String(), by)
	}
	if to.block6().IsValid() {
		d.addRoute(from.table, to.block6().String(), box)
	}
}

// box is an interface that forwards, made if need be; "" if the VPC has no interfaces.
func (d *draft) box(v *vpcDraft) string {
	if all := v.forwarders(); len(all) > 0 {
		return pick(d.dice, all...).NetworkInterfaceId
	}
	e := pick(d.dice, v.hosts()...)
	if e == nil {
		return ""
	}
	if d.chance(75) {
		d.makeForwarder(e)
	}
	return e.NetworkInterfaceId
}

// replaceLocal gives a local route another target (R2.5).
func (d *draft) replaceLocal() {
	v, t := d.anyTable()
	to := d.box(v)
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.GatewayId != "local" || to == "" {
			continue
		}
		if len(v.nats) > 0 && r.DestinationCidrBlock.IsValid() && d.chance(25) {
			to = v.nats[0].NatGatewayId
		}
		retarget(r, to)
		return
	}
}

// routeList adds a route for a prefix list.
func (d *draft) routeList() {
	v, t := d.anyTable()
	d.addRoute(t, d.list().PrefixListId, pick(d.dice, d.targetsOf(v)...))
}

// routeUnreadable adds a route for a list that nobody could read.
func (d *draft) routeUnreadable() {
	d.addUnreadableList()
	v, t := d.anyTable()
	d.addRoute(t, d.lists[len(d.lists)-1].PrefixListId, pick(d.dice, d.targetsOf(v)...))
}

// routeOverlappingLists sends two lists with a prefix in common two ways (R2.13).
func (d *draft) routeOverlappingLists() {
	common := pick(d.dice, "198.51.100.0/24", "10.200.1.0/24", "10.1.0.0/24", "8.8.8.0/24")
	a, b := d.addList([]string{common, "203.0.113.0/24"}), d.addList([]string{"10.3.0.0/16", common})
	v, t := d.anyTable()
	d.addRoute(t, a.PrefixListId, pick(d.dice, d.targetsOf(v)...))
	d.addRoute(t, b.PrefixListId, pick(d.dice, d.targetsOf(v)...))
}

// created is one of a table's routes that somebody created; nil if there is none.
func (d *draft) created(t *topology.RouteTable) *topology.Route {
	var all []*topology.Route
	for i := range t.Routes {
		if t.Routes[i].Origin == "CreateRoute" {
			all = append(all, &t.Routes[i])
		}
	}
	return pick(d.dice, all...)
}

func (d *draft) blackhole() {
	_, t := d.anyTable()
	if r := d.created(t); r != nil {
		r.State = "blackhole"
	}
}

func (d *draft) filterRoute() {
	_, t := d.anyTable()
	if r := d.created(t); r != nil {
		r.State = "filtered"
	}
}

// dropRoute forgets a route.
func (d *draft) dropRoute() {
	_, t := d.anyTable()
	if r := d.created(t); r != nil {
		gone := destination(r)
		t.Routes = slices.DeleteFunc(t.Routes, func(r topology.Route) bool { return r.Origin == "CreateRoute" && destination(&r) == gone })
	}
}

// misroute sends a destination to another of the VPC's targets, or to another VPC's.
func (d *draft) misroute() {
	v, t := d.anyTable()
	from := v
	if d.chance(15) {
		from = pick(d.dice, d.vpcs...)
	}
	if r, to := d.created(t), pick(d.dice, d.targetsOf(from)...); r != nil && to != "" && !r.DestinationIpv6CidrBlock.IsValid() {
		retarget(r, to)
	}
}

// routeStrange leads to what dryhop does not model yet, or to what the documents lack.
func (d *draft) routeStrange() {
	v, t := d.anyTable()
	r := d.created(t)
	switch {
	case r == nil:
	case d.chance(25):
		retarget(r, d.addFirewallEndpoint(v))
	default:
		retarget(r, pick(d.dice, "tgw-01", "tgw-01", "cagw-01", "vpce-99", "lgw-01", "arn:aws:networkmanager::"+homeAccount+":core-network/core-network-01",
			"nat-99", "eni-99", "pcx-97", "vgw-99", "i-99"))
	}
}

// routeInstance names an instance alone, as old documents do.
func (d *draft) routeInstance() {
	v, t := d.anyTable()
	to := d.box(v)
	for _, e := range v.hosts() {
		if e.NetworkInterfaceId != to || e.Attachment == nil || e.Attachment.InstanceId == "" {
			continue
		}
		if d.addRoute(t, pick(d.dice, "198.51.100.0/24", "10.200.0.0/16", "10.1.0.0/16"), e.Attachment.InstanceId) {
			t.Routes[len(t.Routes)-1].InstanceOwnerId = e.OwnerId
		}
	}
}

// advertise adds what a route server writes (R2.17).
func (d *draft) advertise() {
	v, t := d.anyTable()
	to := d.box(v)
	if to == "" {
		return
	}
	r := routeTo(pick(d.dice, "198.51.100.0/24", "10.200.0.0/16", "10.77.0.0/24", "0.0.0.0/0"), to)
	r.Origin, r.IpAddress = "Advertisement", "10.0.0.250"
	t.Routes = append(t.Routes, r)
}

// narrow cuts a default route to a part of the internet.
func (d *draft) narrow() {
	_, t := d.anyTable()
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.DestinationCidrBlock.IsValid() && r.DestinationCidrBlock.Bits() == 0 {
			setDestination(r, pick(d.dice, "203.0.113.0/24", "198.51.100.0/25", "128.0.0.0/1", "8.8.8.8/32"))
			return
		}
	}
}

// chainNAT sends a NAT gateway's own subnet to another one, or to itself.
func (d *draft) chainNAT() {
	for _, v := range d.vpcs {
		if len(v.nats) == 0 || v.nats[0].SubnetId == "" {
			continue
		}
		if len(v.nats) == 1 && d.chance(70) {
			d.addNAT(v, pick(d.dice, v.subnets...), "public")
		}
		t := v.subnet(v.nats[0].SubnetId).table
		t.Routes = slices.DeleteFunc(t.Routes, func(r topology.Route) bool { return destination(&r) == "0.0.0.0/0" })
		d.addRoute(t, "0.0.0.0/0", pick(d.dice, v.nats...).NatGatewayId)
		return
	}
}

// edgeTable redirects what enters by a VPC's gateway (R2.14).
func (d *draft) edgeTable() {
	v := pick(d.dice, d.vpcs...)
	gateway := igwID(v)
	if gateway == "" || (v.vgw != nil && d.chance(40)) {
		gateway = vgwID(v)
	}
	if gateway == "" {
		return
	}
	t := d.addTable(v)
	associate(t, topology.RouteTableAssociation{GatewayId: gateway})
	if s := pick(d.dice, v.subnets...); s.CidrBlock.IsValid() && d.chance(70) {
		d.addRoute(t, s.CidrBlock.String(), d.box(v))
	}
}

// swapTables gives a subnet another table of its VPC.
func (d *draft) swapTables() {
	v := pick(d.dice, d.vpcs...)
	s, t := pick(d.dice, v.subnets...), pick(d.dice, v.tables...)
	if slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.GatewayId != "" }) {
		return // a gateway's table serves no subnets
	}
	for _, old := range v.tables {
		old.Associations = slices.DeleteFunc(old.Associations, func(a topology.RouteTableAssociation) bool { return a.SubnetId == s.SubnetId })
	}
	s.table = t
	associate(t, topology.RouteTableAssociation{SubnetId: s.SubnetId})
}
