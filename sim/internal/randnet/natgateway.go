package randnet

import "github.com/dryhop/dryhop/topology"

// addNatGateways gives VPCs NAT gateways: public ones mostly in public subnets, private ones anywhere.
func (d *draft) addNatGateways() {
	for _, v := range d.vpcs {
		if publics := v.with(public); len(publics) > 0 && d.chance(75) {
			d.addNAT(v, pick(d.dice, publics...), "public")
		}
		if d.chance(15) {
			d.addNAT(v, pick(d.dice, v.subnets...), "private")
		}
		if d.chance(10) {
			d.addNAT(v, pick(d.dice, v.subnets...), "public")
		}
	}
}

// addNAT adds a NAT gateway with its interface; nothing if the subnet has no IPv4 to give.
func (d *draft) addNAT(v *vpcDraft, s *subnetDraft, connectivity string) *topology.NatGateway {
	if !s.CidrBlock.IsValid() {
		return nil
	}
	e := d.addInterface(v, s, "nat_gateway")
	if e == nil {
		return nil
	}
	check := false
	e.SourceDestCheck, e.RequesterManaged, e.RequesterId = &check, true, "amazon-aws"
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", DeviceIndex: 1, Status: "attached"}
	g := &topology.NatGateway{
		Meta: v.Meta, NatGatewayId: d.id("nat"), VpcId: v.VpcId, SubnetId: s.SubnetId, State: "available",
		ConnectivityType: connectivity, AvailabilityMode: pick(d.dice, "", "zonal"),
	}
	e.Description = "Interface for NAT Gateway " + g.NatGatewayId
	g.NatGatewayAddresses = []topology.NatGatewayAddress{d.natAddress(e, connectivity)}
	if d.chance(15) {
		d.addNatAddress(s, e, g)
	}
	v.nats = append(v.nats, g)
	return g
}

// natAddress is the primary address pair of a NAT gateway's interface.
func (d *draft) natAddress(e *topology.NetworkInterface, connectivity string) topology.NatGatewayAddress {
	a := topology.NatGatewayAddress{NetworkInterfaceId: e.NetworkInterfaceId, PrivateIp: e.PrivateIpAddress, IsPrimary: true, Status: "succeeded"}
	if connectivity == "public" {
		as := &topology.NetworkInterfaceAssociation{PublicIp: d.publicAddress()}
		d.addAddress(e, as, e.PrivateIpAddress)
		e.Association, e.PrivateIpAddresses[0].Association = as, as
		a.PublicIp, a.AllocationId, a.AssociationId = as.PublicIp, as.AllocationId, as.AssociationId
	}
	return a
}

// addNatAddress gives a NAT gateway a second private address, which it holds and does not translate to.
func (d *draft) addNatAddress(s *subnetDraft, e *topology.NetworkInterface, g *topology.NatGateway) {
	n, ok := s.host()
	if !ok {
		return
	}
	a := s.at4(n)
	e.PrivateIpAddresses = append(e.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: a})
	g.NatGatewayAddresses = append(g.NatGatewayAddresses, topology.NatGatewayAddress{NetworkInterfaceId: e.NetworkInterfaceId, PrivateIp: a, Status: "succeeded"})
}

// breakNAT takes a NAT gateway out of service.
func (d *draft) breakNAT() {
	if v := pick(d.dice, d.vpcs...); len(v.nats) > 0 {
		pick(d.dice, v.nats...).State = pick(d.dice, "pending", "failed", "deleting", "deleted")
	}
}

// makeRegional turns a NAT gateway into one of the whole VPC, without a subnet or an interface (R3.13).
func (d *draft) makeRegional() {
	v := pick(d.dice, d.vpcs...)
	if len(v.nats) == 0 || v.igw == nil || v.nats[0].ConnectivityType != "public" {
		return
	}
	g := v.nats[0]
	table := d.addTable(v)
	d.addRoute(table, "0.0.0.0/0", v.igw.InternetGatewayId)
	g.SubnetId, g.AvailabilityMode, g.RouteTableId = "", "regional", table.RouteTableId
	for i := range g.NatGatewayAddresses {
		d.dropInterface(v, g.NatGatewayAddresses[i].NetworkInterfaceId)
		a := &g.NatGatewayAddresses[i]
		a.AvailabilityZone, a.NetworkInterfaceId = v.subnets[0].AvailabilityZone, ""
	}
	g.NatGatewayAddresses = g.NatGatewayAddresses[:1]
}

func (d *draft) dropInterface(v *vpcDraft, id string) {
	for i, e := range v.interfaces {
		if e.NetworkInterfaceId == id {
			v.interfaces = append(v.interfaces[:i:i], v.interfaces[i+1:]...)
			break
		}
	}
	for _, x := range d.addresses {
		if x.NetworkInterfaceId == id {
			x.NetworkInterfaceId = ""
		}
	}
}

// loseNatInterface leaves a NAT gateway's interface out of the documents.
func (d *draft) loseNatInterface() {
	for _, v := range d.vpcs {
		if len(v.nats) > 0 {
			d.dropInterface(v, v.nats[0].NatGatewayAddresses[0].NetworkInterfaceId)
			return
		}
	}
}
