package provision

import (
	"cmp"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// AddInternetGateway adds an internet gateway with the VPCs that it is attached to.
func (d *Draft) AddInternetGateway(g topology.InternetGateway) {
	Put(d, &d.Snapshot.InternetGateways, g)
}

// AttachInternetGateway attaches a gateway to a VPC.
func (d *Draft) AttachInternetGateway(gateway, vpc string) {
	g := Part(d, &d.Snapshot.InternetGateways, gateway, func(g *topology.InternetGateway) { g.InternetGatewayId = gateway })
	g.Attachments = []topology.GatewayAttachment{{VpcId: vpc, State: "available"}}
}

// AttachVpnGateway attaches a virtual private gateway to a VPC.
func (d *Draft) AttachVpnGateway(gateway, vpc string) {
	g := Part(d, &d.Snapshot.VpnGateways, gateway, func(g *topology.VpnGateway) { g.VpnGatewayId = gateway })
	g.VpcAttachments = []topology.GatewayAttachment{{VpcId: vpc, State: "attached"}}
}

// AddNatGateway adds a NAT gateway that works, with an interface for each of its addresses. A zonal one without addresses has one.
func (d *Draft) AddNatGateway(g topology.NatGateway) {
	g.State, g.ConnectivityType = cmp.Or(g.State, "available"), cmp.Or(g.ConnectivityType, "public")
	if g.AvailabilityMode != "regional" {
		if len(g.NatGatewayAddresses) == 0 {
			g.NatGatewayAddresses = []topology.NatGatewayAddress{{IsPrimary: true}}
		}
		for i := range g.NatGatewayAddresses {
			d.natInterface(&g, i)
		}
	}
	Put(d, &d.Snapshot.NatGateways, g)
}

func (d *Draft) natInterface(g *topology.NatGateway, i int) {
	a := &g.NatGatewayAddresses[i]
	a.NetworkInterfaceId, a.Status = cmp.Or(a.NetworkInterfaceId, InterfaceOf(g.NatGatewayId, i)), cmp.Or(a.Status, "succeeded")
	if ip := d.ElasticIP(a.AllocationId); ip != nil && a.AllocationId != "" {
		ip.NetworkInterfaceId = cmp.Or(ip.NetworkInterfaceId, a.NetworkInterfaceId)
	}
	id := a.NetworkInterfaceId
	d.later(placing, func() { // the Elastic IP may come after the gateway
		if ip := d.ElasticIP(a.AllocationId); ip != nil && a.AllocationId != "" {
			ip.NetworkInterfaceId = cmp.Or(ip.NetworkInterfaceId, id)
		}
	})
	n := topology.NetworkInterface{
		Meta: g.Meta, NetworkInterfaceId: id, SubnetId: g.SubnetId, VpcId: g.VpcId, InterfaceType: "nat_gateway", RequesterManaged: true, Status: "in-use",
		Description: "Interface for NAT Gateway " + g.NatGatewayId, SourceDestCheck: new(bool), PrivateIpAddress: a.PrivateIp, Groups: []topology.GroupIdentifier{},
	}
	if a.PublicIp.IsValid() {
		n.Association = &topology.NetworkInterfaceAssociation{PublicIp: a.PublicIp, AllocationId: a.AllocationId}
	}
	d.AddInterface(n)
}

// AddEndpoint adds a VPC endpoint with its interfaces, or the routes of a gateway endpoint. prefixList is the id of the list of the service's addresses, as far as
// it is known.
func (d *Draft) AddEndpoint(e topology.VpcEndpoint, prefixList string) {
	e.VpcEndpointType, e.State = cmp.Or(e.VpcEndpointType, "Gateway"), cmp.Or(e.State, "available")
	if e.VpcEndpointType == "Gateway" {
		list := cmp.Or(prefixList, e.ServiceName)
		if e.ServiceName != "" {
			d.addServiceList(&e, list)
		}
		d.later(placing, func() {
			for _, table := range Get(d, &d.Snapshot.VpcEndpoints, e.VpcEndpointId).RouteTableIds {
				d.AddRoute(table, topology.Route{DestinationPrefixListId: list, GatewayId: e.VpcEndpointId})
			}
		})
		Put(d, &d.Snapshot.VpcEndpoints, e)
		return
	}
	Put(d, &d.Snapshot.VpcEndpoints, e)
	d.later(placing, func() { d.endpointInterfaces(e.VpcEndpointId) })
}

// Endpoint finds a VPC endpoint to add to; one that nobody declared is a stub.
func (d *Draft) Endpoint(id string) *topology.VpcEndpoint {
	return Part(d, &d.Snapshot.VpcEndpoints, id, func(e *topology.VpcEndpoint) { e.VpcEndpointId = id })
}

// addServiceList makes room for the prefix list of a service. Its entries are AWS's, and not declared anywhere.
func (d *Draft) addServiceList(e *topology.VpcEndpoint, id string) {
	if look(d, func(s *topology.Snapshot) *[]topology.PrefixList { return &s.PrefixLists }, id) == nil {
		Put(d, &d.Snapshot.PrefixLists, topology.PrefixList{Meta: implicit(e.Meta), PrefixListId: id, PrefixListName: e.ServiceName, OwnerId: "AWS", AddressFamily: "IPv4"})
	}
}

func (d *Draft) endpointInterfaces(id string) {
	e := Get(d, &d.Snapshot.VpcEndpoints, id)
	n := topology.NetworkInterface{Meta: e.Meta, VpcId: e.VpcId, InterfaceType: "vpc_endpoint", Description: "VPC Endpoint Interface " + id, Groups: e.Groups}
	if e.VpcEndpointType == "GatewayLoadBalancer" {
		n.InterfaceType, n.Groups = "gateway_load_balancer_endpoint", []topology.GroupIdentifier{}
	}
	if len(n.Groups) == 0 && e.VpcEndpointType != "GatewayLoadBalancer" {
		n.Groups = []topology.GroupIdentifier{{GroupId: d.DefaultGroup(e.VpcId), GroupName: "default"}} // (R10.3)
		e.Groups = n.Groups
	}
	if strings.EqualFold(e.IpAddressType, "dualstack") || strings.EqualFold(e.IpAddressType, "ipv6") {
		n.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{}}
	}
	if len(e.NetworkInterfaceIds) == 1 && len(e.SubnetIds) == 1 {
		n.NetworkInterfaceId, n.SubnetId, n.RequesterManaged = e.NetworkInterfaceIds[0], e.SubnetIds[0], true
		d.AddInterface(n)
		return
	}
	e.NetworkInterfaceIds = d.AddServiceInterfaces(id, n, e.SubnetIds)
}

// AddPeering adds a peering connection. The blocks of both sides are filled in where the VPCs are known.
func (d *Draft) AddPeering(p topology.VpcPeeringConnection) {
	Put(d, &d.Snapshot.VpcPeeringConnections, p)
}

// Peering finds a peering connection to add to; one that nobody declared is a stub.
func (d *Draft) Peering(id string) *topology.VpcPeeringConnection {
	return Part(d, &d.Snapshot.VpcPeeringConnections, id, func(p *topology.VpcPeeringConnection) { p.VpcPeeringConnectionId = id })
}

// completePeerings fills in the blocks of both sides of active peerings.
func (d *Draft) completePeerings() {
	for i := range d.Snapshot.VpcPeeringConnections {
		p := &d.Snapshot.VpcPeeringConnections[i]
		for _, side := range []*topology.VpcPeeringConnectionVpcInfo{&p.RequesterVpcInfo, &p.AccepterVpcInfo} {
			v := d.Vpc(side.VpcId)
			if v == nil || len(side.CidrBlockSet)+len(side.Ipv6CidrBlockSet) > 0 {
				continue
			}
			side.CidrBlock, side.Region = v.CidrBlock, cmp.Or(side.Region, v.Region)
			side.OwnerId = cmp.Or(side.OwnerId, v.OwnerId)
			for _, b := range blocksOf(v) {
				if b.Addr().Is6() {
					side.Ipv6CidrBlockSet = append(side.Ipv6CidrBlockSet, block6{b})
				} else {
					side.CidrBlockSet = append(side.CidrBlockSet, block4{b})
				}
			}
		}
	}
}

type block4 = struct{ CidrBlock netip.Prefix }

type block6 = struct{ Ipv6CidrBlock netip.Prefix }
