package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileOwners finds whose the interfaces are.
func (c *compiler) compileOwners() {
	c.ownDatabases()
	c.ownServices()
}

// allEntities lists what can be named, in order.
func (c *compiler) allEntities() []Entity {
	c.entities = make([]Entity, 0, len(c.g.interfaces)+len(c.s.Instances))
	c.interfaceEntities()
	c.placeEntities()
	c.instanceEntities()
	c.gatewayEntities()
	c.externalEntities()
	c.clientVpnEntities()
	c.instanceConnectEntities()
	c.serviceEntities()
	c.directEntities()
	for i := range c.entities {
		c.entities[i].Name, c.entities[i].Address = c.g.named(c.entities[i].Ref), c.declared[c.entities[i].Ref]
	}
	all := sortedEntities(c.entities)
	c.entities = nil
	return all
}

// sortedEntities sorts entities by kind and id. They are long, so that their places are sorted first.
func sortedEntities(all []Entity) []Entity {
	places := make([]int32, len(all))
	for i := range places {
		places[i] = int32(i)
	}
	slices.SortFunc(places, func(a, b int32) int { return cmp.Or(ref.Compare(all[a].Ref, all[b].Ref), cmp.Compare(a, b)) })
	sorted := make([]Entity, len(all))
	for i, p := range places {
		sorted[i] = all[p]
	}
	return sorted
}

func (c *compiler) entity(r ref.Ref, m topology.Meta, vpc string, tags topology.Tags, interfaces []InterfaceID, aliases ...string) {
	if name := tags.Name(); m.Address != "" && name != "" {
		aliases = append(aliases, name) // an address is what it is called by
	}
	c.entities = append(c.entities, Entity{
		Ref: r, Account: m.Account, Region: m.Region, Vpc: vpc, Tags: tags, Interfaces: interfaces, External: none,
		Aliases: slices.DeleteFunc(aliases, func(s string) bool { return s == "" }),
	})
}

func (c *compiler) interfaceEntities() {
	ids := make([]InterfaceID, len(c.g.interfaces))
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		var m topology.Meta
		var tags topology.Tags
		if e.doc != none {
			m, tags = c.s.NetworkInterfaces[e.doc].Meta, c.s.NetworkInterfaces[e.doc].TagSet
		}
		ids[i] = InterfaceID(i)
		c.entity(e.ref, m, c.g.vpcs[e.vpc].ref.ID, tags, ids[i:i+1:i+1])
	}
}

// placeEntities are what stands for all interfaces in it: VPCs, subnets and security groups.
func (c *compiler) placeEntities() {
	inVpc := make([][]InterfaceID, len(c.g.vpcs))
	inSubnet := make([][]InterfaceID, len(c.g.subnets))
	inGroup := make([][]InterfaceID, c.g.groups.len())
	for i := range c.g.interfaces {
		e, id := &c.g.interfaces[i], InterfaceID(i)
		inVpc[e.vpc] = append(inVpc[e.vpc], id)
		inSubnet[e.subnet] = append(inSubnet[e.subnet], id)
		for _, gi := range c.g.groupsOf(e) {
			inGroup[gi] = append(inGroup[gi], id)
		}
	}
	for i := range c.s.Vpcs {
		d := &c.s.Vpcs[i]
		c.entity(ref.Ref{Kind: ref.Vpc, ID: d.VpcId}, d.Meta, d.VpcId, d.Tags, inVpc[c.vpcIDs[d.VpcId]])
	}
	for i := range c.s.Subnets {
		d := &c.s.Subnets[i]
		if si := find(c.subnetIDs, d.SubnetId); si != none {
			c.entity(ref.Ref{Kind: ref.Subnet, ID: d.SubnetId}, d.Meta, d.VpcId, d.Tags, inSubnet[si], d.SubnetArn)
		}
	}
	for i := range c.s.SecurityGroups {
		d := &c.s.SecurityGroups[i]
		c.entity(ref.Ref{Kind: ref.SecurityGroup, ID: d.GroupId}, d.Meta, d.VpcId, d.Tags, inGroup[c.groupIDs[d.GroupId]], d.SecurityGroupArn, d.GroupName)
	}
}

// owned lists interfaces by their owner, the primary one of an instance first.
func (c *compiler) owned(of ref.Kind) map[string][]InterfaceID {
	owned := map[string][]InterfaceID{}
	for i := range c.g.interfaces {
		if o := c.g.interfaces[i].owner; o.Kind == of {
			owned[o.ID] = append(owned[o.ID], InterfaceID(i))
		}
	}
	for _, ids := range owned {
		slices.SortStableFunc(ids, func(a, b InterfaceID) int { return c.deviceIndex(a) - c.deviceIndex(b) })
	}
	return owned
}

func (c *compiler) deviceIndex(id InterfaceID) int {
	doc := c.g.interfaces[id].doc
	if doc == none || c.s.NetworkInterfaces[doc].Attachment == nil {
		return 0
	}
	return c.s.NetworkInterfaces[doc].Attachment.DeviceIndex
}

func (c *compiler) instanceEntities() {
	byInstance := c.owned(ref.Instance)
	for i := range c.s.Instances {
		d := &c.s.Instances[i]
		r := ref.Ref{Kind: ref.Instance, ID: d.InstanceId}
		c.entity(r, d.Meta, d.VpcId, d.Tags, byInstance[d.InstanceId])
	}
	byDatabase := c.owned(ref.DBInstance)
	for i := range c.s.DBInstances {
		d := &c.s.DBInstances[i]
		ids := byDatabase[d.DBInstanceIdentifier]
		slices.SortStableFunc(ids, func(a, b InterfaceID) int { return c.standby(a, d) - c.standby(b, d) })
		c.entity(ref.Ref{Kind: ref.DBInstance, ID: d.DBInstanceIdentifier}, d.Meta, d.DBSubnetGroup.VpcId, d.TagList, ids, d.DBInstanceArn, d.Endpoint.Address)
	}
}

// standby orders a database's interfaces: the one in its own zone first.
func (c *compiler) standby(id InterfaceID, d *topology.DBInstance) int {
	if c.g.subnets[c.g.interfaces[id].subnet].zone == d.AvailabilityZone {
		return 0
	}
	return 1
}

// ownDatabases finds the interfaces of database instances. RDS does not name them: they carry its description, the
// database's groups, and lie in its subnet group and zone (R13.6).
func (c *compiler) ownDatabases() {
	nameless := map[string][]InterfaceID{} // by subnet
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if e.doc != none && c.s.NetworkInterfaces[e.doc].Description == "RDSNetworkInterface" {
			in := c.g.subnets[e.subnet].ref.ID
			nameless[in] = append(nameless[in], InterfaceID(i))
		}
	}
	for i := range c.s.DBInstances {
		d := &c.s.DBInstances[i]
		for _, in := range d.DBSubnetGroup.Subnets {
			for _, id := range nameless[in.SubnetIdentifier] {
				if e := &c.g.interfaces[id]; e.owner.IsZero() && c.belongs(e, d) {
					e.owner = ref.Ref{Kind: ref.DBInstance, ID: d.DBInstanceIdentifier}
				}
			}
		}
	}
}

// belongs compares the zone and the groups of one of RDS's interfaces, in a subnet of a database, with the database's.
func (c *compiler) belongs(e *iface, d *topology.DBInstance) bool {
	if zone := c.g.subnets[e.subnet].zone; zone != d.AvailabilityZone && zone != d.SecondaryAvailabilityZone {
		return false
	}
	if len(d.VpcSecurityGroups) != len(c.g.groupsOf(e)) {
		return false
	}
	for _, g := range d.VpcSecurityGroups {
		if !c.g.hasGroup(e, find(c.groupIDs, g.VpcSecurityGroupId)) {
			return false
		}
	}
	return true
}

// gatewayEntities are the components that flows pass through; those with interfaces can be ends of flows too.
func (c *compiler) gatewayEntities() {
	byNat, byEndpoint := c.owned(ref.NatGateway), c.owned(ref.VpcEndpoint)
	for i := range c.s.NatGateways {
		d := &c.s.NatGateways[i]
		c.entity(ref.Ref{Kind: ref.NatGateway, ID: d.NatGatewayId}, d.Meta, d.VpcId, d.Tags, byNat[d.NatGatewayId])
	}
	for i := range c.s.VpcEndpoints {
		d := &c.s.VpcEndpoints[i]
		c.entity(ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}, d.Meta, d.VpcId, d.Tags, byEndpoint[d.VpcEndpointId], d.ServiceName)
	}
	for i := range c.s.InternetGateways {
		d := &c.s.InternetGateways[i]
		c.entity(ref.Ref{Kind: ref.InternetGateway, ID: d.InternetGatewayId}, d.Meta, "", d.Tags, nil)
	}
	for i := range c.s.EgressOnlyInternetGateways {
		d := &c.s.EgressOnlyInternetGateways[i]
		c.entity(ref.Ref{Kind: ref.EgressOnlyInternetGateway, ID: d.EgressOnlyInternetGatewayId}, d.Meta, "", d.Tags, nil)
	}
	for i := range c.s.VpnGateways {
		d := &c.s.VpnGateways[i]
		c.entity(ref.Ref{Kind: ref.VpnGateway, ID: d.VpnGatewayId}, d.Meta, "", d.Tags, nil)
	}
	for i := range c.s.RouteTables {
		d := &c.s.RouteTables[i]
		c.entity(ref.Ref{Kind: ref.RouteTable, ID: d.RouteTableId}, d.Meta, d.VpcId, d.Tags, nil)
	}
	for i := range c.s.NetworkAcls {
		d := &c.s.NetworkAcls[i]
		c.entity(ref.Ref{Kind: ref.NetworkAcl, ID: d.NetworkAclId}, d.Meta, d.VpcId, d.Tags, nil)
	}
	for i := range c.s.CarrierGateways {
		d := &c.s.CarrierGateways[i]
		c.entity(ref.Ref{Kind: ref.CarrierGateway, ID: d.CarrierGatewayId}, d.Meta, d.VpcId, d.Tags, nil)
	}
	c.transitEntities()
	c.firewallEntities()
	c.balancerEntities()
	c.coreEntities()
	for i := range c.s.VpcPeeringConnections {
		d := &c.s.VpcPeeringConnections[i]
		c.entity(ref.Ref{Kind: ref.VpcPeeringConnection, ID: d.VpcPeeringConnectionId}, d.Meta, "", d.Tags, nil)
	}
}

// transitEntities are transit gateways with their attachments and tables. An attachment that leads outside stands for
// the network there; the two sides of a peering are one.
func (c *compiler) transitEntities() {
	for i := range c.s.TransitGateways {
		d := &c.s.TransitGateways[i]
		c.entity(ref.Ref{Kind: ref.TransitGateway, ID: d.TransitGatewayId}, d.Meta, "", d.Tags, nil, d.TransitGatewayArn)
	}
	for i := range c.s.TransitGatewayRouteTables {
		d := &c.s.TransitGatewayRouteTables[i]
		c.entity(ref.Ref{Kind: ref.TransitGatewayRouteTable, ID: d.TransitGatewayRouteTableId}, d.Meta, "", d.Tags, nil)
	}
	seen := map[ref.Ref]bool{}
	for i := range c.g.transitAttachments {
		a := &c.g.transitAttachments[i]
		if seen[a.ref] {
			continue
		}
		seen[a.ref] = true
		e := Entity{Ref: a.ref, External: none}
		if a.kind == outsideAttachment && c.g.externals[a.far].ref == a.ref {
			e.External = a.far
		}
		if a.vpc != none {
			e.Vpc = c.g.vpcs[a.vpc].ref.ID
		}
		c.entities = append(c.entities, e)
	}
}

func (c *compiler) externalEntities() {
	for i := range c.g.externals {
		x := &c.g.externals[i]
		e := Entity{Ref: x.ref, External: int32(i)}
		switch x.ref.Kind {
		case ref.TransitGatewayAttachment, ref.CoreNetworkAttachment, ref.ClientVpnEndpoint, ref.DirectConnectGateway:
			continue // the attachment or endpoint stands for what is behind it
		}
		if x.name != x.ref.ID && !strings.Contains(x.name, " ") && x.name != "" {
			e.Aliases = []string{x.name}
		}
		c.entities = append(c.entities, e)
	}
}
