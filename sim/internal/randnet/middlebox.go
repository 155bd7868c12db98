package randnet

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// middleboxes is what stands between ends, in the making.
type middleboxes struct {
	services     []*topology.VpcEndpointServiceConfiguration
	balancers    []*topology.LoadBalancer
	listeners    []*topology.Listener
	targetGroups []*topology.TargetGroup
	firewalls    []*topology.NetworkFirewall
	associations []*topology.FirewallEndpointAssociation
	policies     []*topology.FirewallPolicy
	ruleGroups   []*topology.FirewallRuleGroup
	carriers     []*topology.CarrierGateway
}

// addMiddleboxes puts appliances and endpoints on the way of what the network carries, and gateways of rarer kinds at its edge. It has
// dice of its own: networks without any of these stay as they were.
func (d *draft) addMiddleboxes(own dice) {
	usual := d.dice
	d.dice = own
	defer func() { d.dice = usual }()
	if d.chance(55) {
		for range d.between(1, 2) {
			d.interpose()
		}
	}
	if d.chance(20) {
		d.addRegionalNat()
	}
	if d.chance(15) {
		d.addCarrier()
	}
	if d.transit && d.chance(30) {
		d.addNetworkFunction()
	}
}

// addTo copies them into a snapshot.
func (m *middleboxes) addTo(s *topology.Snapshot) {
	s.VpcEndpointServiceConfigurations = append(s.VpcEndpointServiceConfigurations, values(m.services)...)
	s.LoadBalancers = append(s.LoadBalancers, values(m.balancers)...)
	s.Listeners = append(s.Listeners, values(m.listeners)...)
	s.TargetGroups = append(s.TargetGroups, values(m.targetGroups)...)
	s.NetworkFirewalls = append(s.NetworkFirewalls, values(m.firewalls)...)
	s.FirewallEndpointAssociations = append(s.FirewallEndpointAssociations, values(m.associations)...)
	s.FirewallPolicies = append(s.FirewallPolicies, values(m.policies)...)
	s.FirewallRuleGroups = append(s.FirewallRuleGroups, values(m.ruleGroups)...)
	s.CarrierGateways = append(s.CarrierGateways, values(m.carriers)...)
}

// A box is an appliance or endpoint in a subnet, by the id that routes name.
type box struct {
	id string
	in *subnetDraft
}

// interpose takes what leaves a subnet by some gateway, or for another subnet, through a box; mostly the way back, too.
func (d *draft) interpose() {
	v := pick(d.dice, d.vpcs...)
	s := d.inhabited(v)
	if d.chance(25) {
		d.interposeInside(v, s)
		return
	}
	way := d.wayOut(s.table)
	if way == "" {
		return
	}
	b := d.addBox(v, d.boxSubnet(v, s), way)
	if b.id == "" {
		return
	}
	for i := range s.table.Routes {
		r := &s.table.Routes[i]
		if to := target(r); to != nil && *to == way && r.Origin == "CreateRoute" && r.DestinationPrefixListId == "" && d.chance(90) {
			retarget(r, b.id)
		}
	}
	if d.chance(15) {
		b = d.addBox(v, d.boxSubnet(v, s), way) // another one on the way back
	}
	if b.id != "" && d.chance(88) {
		d.interposeBack(v, s, way, b.id)
	}
}

// inhabited is a subnet of a VPC, mostly one with hosts.
func (d *draft) inhabited(v *vpcDraft) *subnetDraft {
	if e := pick(d.dice, v.hosts()...); e != nil && d.chance(90) {
		return v.subnet(e.SubnetId)
	}
	return pick(d.dice, v.subnets...)
}

// wayOut is a target of a table's created routes; "" if it has none.
func (d *draft) wayOut(t *topology.RouteTable) string {
	var all []string
	for i := range t.Routes {
		if to := target(&t.Routes[i]); to != nil && t.Routes[i].Origin == "CreateRoute" && t.Routes[i].DestinationPrefixListId == "" {
			all = append(all, *to)
		}
	}
	return pick(d.dice, all...)
}

// interposeInside puts a box between two subnets of a VPC (R2.6).
func (d *draft) interposeInside(v *vpcDraft, s *subnetDraft) {
	o := d.inhabited(v)
	b := d.addBox(v, d.boxSubnet(v, s), "")
	if o == s || b.id == "" {
		return
	}
	d.routeSubnet(s.table, o, b.id)
	if d.chance(85) {
		d.routeSubnet(o.table, s, b.id)
	}
}

// routeSubnet sends a subnet's blocks to a box, whatever the table did with them.
func (d *draft) routeSubnet(t *topology.RouteTable, s *subnetDraft, to string) {
	var blocks []string
	if s.CidrBlock.IsValid() {
		blocks = append(blocks, s.CidrBlock.String())
	}
	if s.block6().IsValid() {
		blocks = append(blocks, s.block6().String())
	}
	for _, block := range blocks {
		if !d.addRoute(t, block, to) {
			for i := range t.Routes {
				if destination(&t.Routes[i]) == block {
					retarget(&t.Routes[i], to)
				}
			}
		}
	}
}

// interposeBack sends what comes to a subnet by a gateway through a box: by the gateway's own table, or those of the subnets that the
// gateway is in.
func (d *draft) interposeBack(v *vpcDraft, s *subnetDraft, way, to string) {
	if way == igwID(v) || way == vgwID(v) {
		d.routeSubnet(d.edgeTableOf(v, way), s, to)
		return
	}
	for _, g := range v.nats {
		if in := v.subnet(g.SubnetId); g.NatGatewayId == way && in != nil {
			d.routeSubnet(in.table, s, to)
		}
	}
	for _, g := range d.gateways {
		if a := g.attachmentOf(v); a != nil && g.TransitGatewayId == way {
			for _, id := range a.row.SubnetIds {
				d.routeSubnet(v.subnet(id).table, s, to)
			}
		}
	}
}

// edgeTableOf is the table of a gateway, made if need be (R2.14).
func (d *draft) edgeTableOf(v *vpcDraft, gateway string) *topology.RouteTable {
	for _, t := range v.tables {
		if slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.GatewayId == gateway }) {
			return t
		}
	}
	t := d.addTable(v)
	associate(t, topology.RouteTableAssociation{GatewayId: gateway})
	if d.chance(5) {
		t.Associations[0].AssociationState.State = pick(d.dice, "disassociated", "disassociating", "failed")
	}
	return t
}

// boxSubnet is where a box is put: mostly a subnet of its own with the routes of the one that it serves.
func (d *draft) boxSubnet(v *vpcDraft, served *subnetDraft) *subnetDraft {
	switch {
	case d.chance(5):
		return served
	case d.chance(15):
		if s := pick(d.dice, v.subnets...); s.table != served.table || d.chance(25) {
			return s
		}
	}
	return d.ownSubnet(v, served)
}

// ownSubnet is a new subnet in a block of its own.
func (d *draft) ownSubnet(v *vpcDraft, served *subnetDraft) *subnetDraft {
	block := prefix4(100, 65, v.number, 16*len(v.tables)%256, 28)
	for _, s := range v.subnets {
		if s.CidrBlock.IsValid() && s.CidrBlock.Overlaps(block) {
			return s
		}
	}
	v.addBlock(block, "associated")
	s := d.addSubnet(v, served.role, block, families{v4: true, v6: v.dual() && d.chance(80)})
	if d.chance(70) {
		s.AvailabilityZone, s.AvailabilityZoneId = served.AvailabilityZone, served.AvailabilityZoneId
	}
	s.table = d.addTable(v)
	for _, r := range served.table.Routes {
		if r.Origin == "CreateRoute" {
			s.table.Routes = append(s.table.Routes, r)
		}
	}
	associate(s.table, topology.RouteTableAssociation{SubnetId: s.SubnetId})
	bind(v.acls[0], s)
	if d.chance(25) {
		v.acls[0].Associations = v.acls[0].Associations[:len(v.acls[0].Associations)-1]
		bind(d.customAcl(v), s)
	}
	return s
}

// addBox is an appliance, or the endpoint of a Gateway Load Balancer or of a firewall. Way is the gateway behind it.
func (d *draft) addBox(v *vpcDraft, s *subnetDraft, way string) box {
	if way != "" {
		for _, r := range s.table.Routes {
			if to := target(&r); to != nil && *to == way {
				way = ""
				break
			}
		}
		if way != "" && s.table != nil {
			d.addRoute(s.table, "0.0.0.0/0", way)
		}
	}
	switch {
	case d.chance(20):
		return d.addApplianceBox(v, s)
	case d.chance(40):
		return box{d.addBalancerEndpoint(v, s), s}
	}
	return box{d.addFirewall(v, s), s}
}

// addApplianceBox makes an instance of the subnet an appliance, a new one if it has none.
func (d *draft) addApplianceBox(v *vpcDraft, s *subnetDraft) box {
	for _, e := range v.hosts() {
		if e.SubnetId == s.SubnetId && d.chance(50) {
			d.makeForwarder(e)
			return box{e.NetworkInterfaceId, s}
		}
	}
	if len(d.hosts()) >= maxHosts {
		return box{}
	}
	e := d.addInterface(v, s, "interface")
	if e == nil {
		return box{}
	}
	d.attachInstance(v, e)
	check := d.chance(6)
	e.SourceDestCheck = &check
	if d.chance(75) {
		d.makePublic(e, 0)
	}
	join(e, pick(d.dice, v.groups...))
	if d.chance(70) {
		g := d.addGroup(v, "appliance", v.OwnerId)
		g.IpPermissions = []topology.IpPermission{permit(everything, "0.0.0.0/0", "::/0")}
		g.IpPermissionsEgress = []topology.IpPermission{permit(everything, "0.0.0.0/0", "::/0")}
		join(e, g)
	}
	return box{e.NetworkInterfaceId, s}
}
