package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// holder is who has an address: an interface or a NAT gateway.
type holder struct {
	eni    *topology.NetworkInterface
	nat    *topology.NatGateway
	subnet string
}

func (h holder) isNobody() bool   { return h.eni == nil && h.nat == nil }
func (h holder) isRegional() bool { return h.nat != nil && isRegionalNat(h.nat) }

// holderOf a private address in a VPC. NAT gateways come first: their interfaces may be absent.
func (r *run) holderOf(vpc string, a netip.Addr) holder {
	for i := range r.s.NatGateways {
		n := &r.s.NatGateways[i]
		if n.VpcId == vpc && natHolds(n, a) {
			return holder{nat: n, subnet: n.SubnetId}
		}
	}
	for i := range r.s.NetworkInterfaces {
		e := &r.s.NetworkInterfaces[i]
		if e.VpcId == vpc && holds(e, a) {
			return holder{eni: e, subnet: e.SubnetId}
		}
	}
	return holder{}
}

// holderOfPublic is who has a public IPv4 (R3.1), with its VPC and private address.
func (r *run) holderOfPublic(a netip.Addr) (h holder, vpc string, private netip.Addr) {
	for i := range r.s.NatGateways {
		n := &r.s.NatGateways[i]
		for _, address := range n.NatGatewayAddresses {
			if address.PublicIp == a {
				return holder{nat: n, subnet: n.SubnetId}, n.VpcId, address.PrivateIp
			}
		}
	}
	for i := range r.s.NetworkInterfaces {
		e := &r.s.NetworkInterfaces[i]
		if p := privateOf(e, a); p.IsValid() {
			return holder{eni: e, subnet: e.SubnetId}, e.VpcId, p
		}
	}
	return holder{}, "", netip.Addr{}
}

// nobody ends a packet to an address in a VPC that no document gives to anyone (R1.8).
func (r *run) nobody(vpc string, a netip.Addr) end {
	if r.isReserved(vpc, a) {
		return dropped("R1.8: %v is a reserved address", a)
	}
	if r.interfacesWhole(vpc) {
		return dropped("R1.8: %v belongs to no interface of %s", a, vpc)
	}
	return unclear("%v may belong to an interface of %s that was not captured", a, vpc)
}

func (r *run) interfacesWhole(vpc string) bool {
	var account, region string
	if v := r.vpc(vpc); v != nil {
		account, region = v.Account, v.Region
	}
	return r.s.Covers(ref.NetworkInterface, account, region) == topology.Whole
}

// isReserved tells whether a subnet of the VPC reserves the address (R1.8).
func (r *run) isReserved(vpc string, a netip.Addr) bool {
	for i := range r.s.Subnets {
		if r.s.Subnets[i].VpcId != vpc {
			continue
		}
		for _, b := range subnetBlocks(&r.s.Subnets[i]) {
			if reservedIn(b, a) {
				return true
			}
		}
	}
	return false
}
