package terraform

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func vpcTypes() map[string]maker {
	return map[string]maker{
		"aws_vpc":                             adds(containers, addVpc),
		"aws_default_vpc":                     adds(containers, addVpc),
		"data.aws_vpc":                        adds(containers, addExistingVpc),
		"aws_vpc_ipv4_cidr_block_association": adds(parts, addBlock),
		"aws_vpc_ipv6_cidr_block_association": adds(parts, addBlock6),
		"aws_subnet":                          adds(containers, addSubnet),
		"aws_default_subnet":                  adds(containers, addSubnet),
		"data.aws_subnet":                     adds(containers, addSubnet),
		"aws_ec2_subnet_cidr_reservation":     adds(ties, addReservation),
	}
}

type vpcValues struct {
	CidrBlock              text `json:"cidr_block"`
	Ipv6CidrBlock          text `json:"ipv6_cidr_block"`
	AssignGeneratedIpv6    flag `json:"assign_generated_ipv6_cidr_block"`
	OwnerID                text `json:"owner_id"`
	DhcpOptionsID          text `json:"dhcp_options_id"`
	MainRouteTableID       text `json:"main_route_table_id"`
	DefaultRouteTableID    text `json:"default_route_table_id"`
	DefaultNetworkAclID    text `json:"default_network_acl_id"`
	DefaultSecurityGroupID text `json:"default_security_group_id"`
	CidrBlockAssociations  blocks[struct {
		CidrBlock text `json:"cidr_block"`
		State     text `json:"state"`
	}] `json:"cidr_block_associations"`
}

func (b *builder) vpcRow(r *resource, v *vpcValues) topology.Vpc {
	row := topology.Vpc{
		Meta: b.meta(r), VpcId: b.id(r), OwnerId: string(v.OwnerID), IsDefault: r.typ == "aws_default_vpc", CidrBlock: v.CidrBlock.prefix(),
		DhcpOptionsId: string(v.DhcpOptionsID), Tags: r.tags(),
	}
	if p := v.Ipv6CidrBlock.prefix(); p.IsValid() {
		row.Ipv6CidrBlockAssociationSet = append(row.Ipv6CidrBlockAssociationSet, provision.Associated6(p))
	}
	return row
}

func addVpc(b *builder, r *resource, v *vpcValues) {
	if !v.CidrBlock.prefix().IsValid() {
		b.unresolved(r, "cidr_block")
	}
	if v.AssignGeneratedIpv6 && v.Ipv6CidrBlock == "" {
		b.unresolved(r, "ipv6_cidr_block")
	}
	main := v.MainRouteTableID
	if v.DefaultRouteTableID != "" {
		main = v.DefaultRouteTableID // aws_main_route_table_association may have moved the other
	}
	b.d.AddVpc(b.vpcRow(r, v), provision.Defaults{RouteTable: string(main), NetworkAcl: string(v.DefaultNetworkAclID), SecurityGroup: string(v.DefaultSecurityGroupID)})
}

func addExistingVpc(b *builder, r *resource, v *vpcValues) {
	row := b.vpcRow(r, v)
	row.State = "available"
	for _, a := range v.CidrBlockAssociations {
		if p := a.CidrBlock.prefix(); p.IsValid() {
			row.CidrBlockAssociationSet = append(row.CidrBlockAssociationSet, topology.VpcCidrBlockAssociation{CidrBlock: p, CidrBlockState: topology.CidrBlockState{State: string(a.State)}})
		}
	}
	if len(row.CidrBlockAssociationSet) == 0 && !row.CidrBlock.IsValid() || isManaged(b, r) {
		return
	}
	b.d.AddExistingVpc(row)
}

// isManaged reports whether what a data source describes is a resource of the same file, too.
func isManaged(b *builder, data *resource) bool {
	id := b.id(data)
	for _, r := range b.all {
		if !r.data && primary(r.typ) == data.typ && b.id(r) == id {
			return true
		}
	}
	return false
}

type blockValues struct {
	VpcID         text `json:"vpc_id"`
	CidrBlock     text `json:"cidr_block"`
	Ipv6CidrBlock text `json:"ipv6_cidr_block"`
}

func addBlock(b *builder, r *resource, v *blockValues) {
	if !v.CidrBlock.prefix().IsValid() {
		b.unresolved(r, "cidr_block")
		return
	}
	b.d.AddBlock(string(v.VpcID), v.CidrBlock.prefix(), false)
}

func addBlock6(b *builder, r *resource, v *blockValues) {
	if !v.Ipv6CidrBlock.prefix().IsValid() {
		b.unresolved(r, "ipv6_cidr_block")
		return
	}
	b.d.AddBlock(string(v.VpcID), v.Ipv6CidrBlock.prefix(), true)
}

type subnetValues struct {
	VpcID               text `json:"vpc_id"`
	Arn                 text `json:"arn"`
	OwnerID             text `json:"owner_id"`
	CidrBlock           text `json:"cidr_block"`
	Ipv6CidrBlock       text `json:"ipv6_cidr_block"`
	AvailabilityZone    text `json:"availability_zone"`
	AvailabilityZoneID  text `json:"availability_zone_id"`
	MapPublicIPOnLaunch flag `json:"map_public_ip_on_launch"`
	AssignIpv6          flag `json:"assign_ipv6_address_on_creation"`
	Ipv6Native          flag `json:"ipv6_native"`
	EnableDns64         flag `json:"enable_dns64"`
	OutpostArn          text `json:"outpost_arn"`
}

func addSubnet(b *builder, r *resource, v *subnetValues) {
	if r.data && (v.VpcID == "" || isManaged(b, r)) {
		return
	}
	row := topology.Subnet{
		Meta: b.meta(r), SubnetId: b.id(r), OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), CidrBlock: v.CidrBlock.prefix(), Ipv6Native: bool(v.Ipv6Native),
		AvailabilityZone: string(v.AvailabilityZone), AvailabilityZoneId: string(v.AvailabilityZoneID), EnableDns64: bool(v.EnableDns64),
		MapPublicIpOnLaunch: bool(v.MapPublicIPOnLaunch), AssignIpv6AddressOnCreation: bool(v.AssignIpv6), DefaultForAz: r.typ == "aws_default_subnet", OutpostArn: string(v.OutpostArn), Tags: r.tags(),
	}
	if account, _ := place(string(v.Arn)); account != "" {
		row.SubnetArn = string(v.Arn)
	}
	if p := v.Ipv6CidrBlock.prefix(); p.IsValid() {
		row.Ipv6CidrBlockAssociationSet = append(row.Ipv6CidrBlockAssociationSet, provision.Associated6(p))
	} else if v.AssignIpv6 {
		b.unresolved(r, "ipv6_cidr_block")
	}
	if !row.CidrBlock.IsValid() && !row.Ipv6Native {
		b.unresolved(r, "cidr_block")
	}
	b.ipv6[row.SubnetId], b.open[row.SubnetId] = bool(v.AssignIpv6), bool(v.MapPublicIPOnLaunch)
	b.d.AddSubnet(row)
}

func addReservation(b *builder, r *resource, v *struct {
	SubnetID        text `json:"subnet_id"`
	CidrBlock       text `json:"cidr_block"`
	ReservationType text `json:"reservation_type"`
	OwnerID         text `json:"owner_id"`
}) {
	provision.Put(b.d, &b.d.Snapshot.SubnetCidrReservations, topology.SubnetCidrReservation{
		Meta: b.meta(r), SubnetCidrReservationId: b.id(r), SubnetId: string(v.SubnetID), Cidr: v.CidrBlock.prefix(), ReservationType: string(v.ReservationType), OwnerId: string(v.OwnerID),
	})
}
