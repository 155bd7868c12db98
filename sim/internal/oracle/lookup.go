package oracle

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// find is the first element with an id, or nil.
func find[T any](all []T, id string, idOf func(*T) string) *T {
	for i := range all {
		if idOf(&all[i]) == id {
			return &all[i]
		}
	}
	return nil
}

func (r *run) vpc(id string) *topology.Vpc {
	return find(r.s.Vpcs, id, func(v *topology.Vpc) string { return v.VpcId })
}

func (r *run) subnet(id string) *topology.Subnet {
	return find(r.s.Subnets, id, func(v *topology.Subnet) string { return v.SubnetId })
}

func (r *run) networkInterface(id string) *topology.NetworkInterface {
	return find(r.s.NetworkInterfaces, id, func(e *topology.NetworkInterface) string { return e.NetworkInterfaceId })
}

func (r *run) instance(id string) *topology.Instance {
	return find(r.s.Instances, id, func(i *topology.Instance) string { return i.InstanceId })
}

// ipv6Blocks are the associated ones of a VPC or subnet (R1.1).
func ipv6Blocks(set []topology.VpcIpv6CidrBlockAssociation) []netip.Prefix {
	var all []netip.Prefix
	for _, b := range set {
		if b.Ipv6CidrBlockState.Associated() && b.Ipv6CidrBlock.IsValid() {
			all = append(all, b.Ipv6CidrBlock.Masked())
		}
	}
	return all
}

// vpcBlocks are the VPC's associated blocks of both families (R1.1).
func vpcBlocks(v *topology.Vpc) []netip.Prefix {
	all := ipv6Blocks(v.Ipv6CidrBlockAssociationSet)
	for _, b := range v.CidrBlockAssociationSet {
		if b.CidrBlockState.Associated() && b.CidrBlock.IsValid() {
			all = append(all, b.CidrBlock.Masked())
		}
	}
	if len(v.CidrBlockAssociationSet) == 0 && v.CidrBlock.IsValid() {
		all = append(all, v.CidrBlock.Masked())
	}
	return all
}

// subnetBlocks are the subnet's blocks of both families.
func subnetBlocks(s *topology.Subnet) []netip.Prefix {
	all := ipv6Blocks(s.Ipv6CidrBlockAssociationSet)
	if s.CidrBlock.IsValid() {
		all = append(all, s.CidrBlock.Masked())
	}
	return all
}

// isAttached tells whether a gateway is attached to a VPC: "available" for internet gateways, else "attached".
func isAttached(attachments []topology.GatewayAttachment, vpc string) bool {
	for _, a := range attachments {
		if a.VpcId == vpc && (a.State == "available" || a.State == "attached") {
			return true
		}
	}
	return false
}

// kindOf folds the spellings of an interface type: nat_gateway and natGateway (R13.4).
func kindOf(e *topology.NetworkInterface) string {
	return strings.ToLower(strings.ReplaceAll(e.InterfaceType, "_", ""))
}
