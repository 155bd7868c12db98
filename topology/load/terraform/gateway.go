package terraform

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func gatewayTypes() map[string]maker {
	return map[string]maker{
		"aws_internet_gateway":             adds(things, addInternetGateway),
		"aws_internet_gateway_attachment":  adds(ties, attachInternetGateway),
		"aws_egress_only_internet_gateway": adds(things, addEgressOnlyGateway),
		"aws_nat_gateway":                  adds(things, addNatGateway),
		"aws_nat_gateway_eip_association":  adds(ties, addNatAddress),
		"aws_eip":                          adds(parts, addElasticIP),
		"aws_eip_association":              adds(ties, associateElasticIP),
		"aws_ec2_carrier_gateway":          adds(things, addCarrierGateway),
	}
}

type gatewayValues struct {
	VpcID             text `json:"vpc_id"`
	InternetGatewayID text `json:"internet_gateway_id"`
	OwnerID           text `json:"owner_id"`
}

func attachedTo(vpc text, state string) []topology.GatewayAttachment {
	if vpc == "" {
		return nil
	}
	return []topology.GatewayAttachment{{VpcId: string(vpc), State: state}}
}

func addInternetGateway(b *builder, r *resource, v *gatewayValues) {
	b.d.AddInternetGateway(topology.InternetGateway{
		Meta: b.meta(r), InternetGatewayId: b.id(r), OwnerId: string(v.OwnerID), Attachments: attachedTo(v.VpcID, "available"), Tags: r.tags(),
	})
}

func attachInternetGateway(b *builder, _ *resource, v *gatewayValues) {
	b.d.AttachInternetGateway(string(v.InternetGatewayID), string(v.VpcID))
}

func addEgressOnlyGateway(b *builder, r *resource, v *gatewayValues) {
	provision.Put(b.d, &b.d.Snapshot.EgressOnlyInternetGateways, topology.EgressOnlyInternetGateway{
		Meta: b.meta(r), EgressOnlyInternetGatewayId: b.id(r), Attachments: attachedTo(v.VpcID, "attached"), Tags: r.tags(),
	})
}

func addCarrierGateway(b *builder, r *resource, v *gatewayValues) {
	provision.Put(b.d, &b.d.Snapshot.CarrierGateways, topology.CarrierGateway{
		Meta: b.meta(r), CarrierGatewayId: b.id(r), VpcId: string(v.VpcID), State: "available", OwnerId: string(v.OwnerID), Tags: r.tags(),
	})
}

type natValues struct {
	SubnetID           text `json:"subnet_id"`
	VpcID              text `json:"vpc_id"`
	AllocationID       text `json:"allocation_id"`
	ConnectivityType   text `json:"connectivity_type"`
	AvailabilityMode   text `json:"availability_mode"`
	NetworkInterfaceID text `json:"network_interface_id"`
	PrivateIP          text `json:"private_ip"`
	PublicIP           text `json:"public_ip"`
	RouteTableID       text `json:"route_table_id"`
	SecondaryIDs       list `json:"secondary_allocation_ids"`
	SecondaryIPs       list `json:"secondary_private_ip_addresses"`
	Zones              blocks[struct {
		AllocationIDs    list `json:"allocation_ids"`
		AvailabilityZone text `json:"availability_zone"`
		ZoneID           text `json:"availability_zone_id"`
	}] `json:"availability_zone_address"`
}

func addNatGateway(b *builder, r *resource, v *natValues) {
	row := topology.NatGateway{
		Meta: b.meta(r), NatGatewayId: b.id(r), SubnetId: string(v.SubnetID), ConnectivityType: string(v.ConnectivityType), AvailabilityMode: string(v.AvailabilityMode), Tags: r.tags(),
	}
	if v.AvailabilityMode == "regional" {
		row.VpcId, row.RouteTableId = string(v.VpcID), string(v.RouteTableID)
		for _, z := range v.Zones {
			for _, id := range z.AllocationIDs.told() {
				row.NatGatewayAddresses = append(row.NatGatewayAddresses, topology.NatGatewayAddress{
					AllocationId: id, AvailabilityZone: string(z.AvailabilityZone), AvailabilityZoneId: string(z.ZoneID), Status: "succeeded",
				})
			}
		}
		b.d.AddNatGateway(row)
		return
	}
	row.AvailabilityMode = ""
	row.NatGatewayAddresses = append(row.NatGatewayAddresses, topology.NatGatewayAddress{
		AllocationId: string(v.AllocationID), NetworkInterfaceId: string(v.NetworkInterfaceID), PrivateIp: v.PrivateIP.addr(), PublicIp: v.PublicIP.addr(), IsPrimary: true,
	})
	for i := range max(len(v.SecondaryIDs), len(v.SecondaryIPs)) {
		var a topology.NatGatewayAddress
		if i < len(v.SecondaryIDs) {
			a.AllocationId = v.SecondaryIDs[i]
		}
		if i < len(v.SecondaryIPs) {
			a.PrivateIp = text(v.SecondaryIPs[i]).addr()
		}
		row.NatGatewayAddresses = append(row.NatGatewayAddresses, a)
	}
	b.d.AddNatGateway(row)
}

func addNatAddress(b *builder, _ *resource, v *struct {
	NatGatewayID text `json:"nat_gateway_id"`
	AllocationID text `json:"allocation_id"`
}) {
	id := string(v.NatGatewayID)
	g := provision.Part(b.d, &b.d.Snapshot.NatGateways, id, func(g *topology.NatGateway) { g.NatGatewayId = id })
	if !slices.ContainsFunc(g.NatGatewayAddresses, func(a topology.NatGatewayAddress) bool { return a.AllocationId == string(v.AllocationID) }) {
		g.NatGatewayAddresses = append(g.NatGatewayAddresses, topology.NatGatewayAddress{AllocationId: string(v.AllocationID), Status: "succeeded"})
	}
}

type eipValues struct {
	AllocationID     text `json:"allocation_id"`
	AssociationID    text `json:"association_id"`
	PublicIP         text `json:"public_ip"`
	PrivateIP        text `json:"private_ip"`
	PrivateIPAddress text `json:"private_ip_address"` // of the association
	CarrierIP        text `json:"carrier_ip"`
	Instance         text `json:"instance"`
	NetworkInterface text `json:"network_interface"`
	InstanceID       text `json:"instance_id"`          // of the association
	InterfaceID      text `json:"network_interface_id"` // of the association
}

func addElasticIP(b *builder, r *resource, v *eipValues) {
	b.d.AddElasticIP(topology.Address{
		Meta: b.meta(r), AllocationId: cmp.Or(string(v.AllocationID), b.id(r)), AssociationId: string(v.AssociationID), PublicIp: v.PublicIP.addr(),
		PrivateIpAddress: v.PrivateIP.addr(), CarrierIp: v.CarrierIP.addr(), InstanceId: string(v.Instance), NetworkInterfaceId: string(v.NetworkInterface), Tags: r.tags(),
	})
}

func associateElasticIP(b *builder, r *resource, v *eipValues) {
	ip := b.d.ElasticIP(string(v.AllocationID))
	if ip == nil {
		b.d.AddElasticIP(topology.Address{Meta: b.meta(r), AllocationId: cmp.Or(string(v.AllocationID), r.address), PublicIp: v.PublicIP.addr()})
		ip = b.d.ElasticIP(cmp.Or(string(v.AllocationID), r.address))
	}
	ip.InstanceId, ip.NetworkInterfaceId = cmp.Or(string(v.InstanceID), ip.InstanceId), cmp.Or(string(v.InterfaceID), ip.NetworkInterfaceId)
	if a := v.PrivateIPAddress.addr(); a.IsValid() {
		ip.PrivateIpAddress = a
	}
}
