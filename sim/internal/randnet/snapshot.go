package randnet

import "github.com/dryhop/dryhop/topology"

// snapshot copies the draft into a Snapshot, sorted as a loader does.
func (d *draft) snapshot() *topology.Snapshot {
	d.describeInstances()
	d.describeEndpoints()
	d.describeRoutes()
	s := &topology.Snapshot{
		Instances: values(d.instances), Addresses: values(d.addresses), PrefixLists: values(d.lists),
		SecurityGroupVpcAssociations: values(d.associations), VpcPeeringConnections: values(d.peerings),
		VpcBlockPublicAccessOptions: values(d.options), VpcBlockPublicAccessExclusions: values(d.exclusions),
		VpnConnections: values(d.connections), CustomerGateways: values(d.sites), AvailabilityZones: d.zones(),
	}
	for _, v := range d.vpcs {
		v.addTo(s)
	}
	d.addTransitTo(s)
	d.addBalancingTo(s)
	d.addHybridTo(s)
	d.boxes.addTo(s)
	for _, t := range s.Tables() {
		t.Fold(func(into, from any) { panic("randnet: an id was given twice") })
	}
	return s
}

func (v *vpcDraft) addTo(s *topology.Snapshot) {
	s.Vpcs = append(s.Vpcs, *v.Vpc)
	for _, sub := range v.subnets {
		s.Subnets = append(s.Subnets, *sub.Subnet)
	}
	s.RouteTables = append(s.RouteTables, values(v.tables)...)
	s.NetworkAcls = append(s.NetworkAcls, values(v.acls)...)
	s.SecurityGroups = append(s.SecurityGroups, values(v.groups)...)
	s.NetworkInterfaces = append(s.NetworkInterfaces, values(v.interfaces)...)
	s.NatGateways = append(s.NatGateways, values(v.nats)...)
	s.VpcEndpoints = append(s.VpcEndpoints, values(v.endpoints)...)
	s.InternetGateways = append(s.InternetGateways, values([]*topology.InternetGateway{v.igw})...)
	s.EgressOnlyInternetGateways = append(s.EgressOnlyInternetGateways, values([]*topology.EgressOnlyInternetGateway{v.eigw})...)
	s.VpnGateways = append(s.VpnGateways, values([]*topology.VpnGateway{v.vgw})...)
}

// zones are the zones of every place.
func (d *draft) zones() []topology.AvailabilityZone {
	var all []topology.AvailabilityZone
	for _, at := range d.places() {
		for _, zone := range []string{"a", "b"} {
			all = append(all, topology.AvailabilityZone{
				Meta:     topology.Meta{Account: at.account, Region: at.region},
				ZoneName: at.region + zone, ZoneId: zoneID(at, zone), RegionName: at.region, State: "available", ZoneType: "availability-zone",
			})
		}
	}
	return all
}
