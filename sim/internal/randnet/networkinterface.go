package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// maxHosts bounds the instances' interfaces of a small network.
const maxHosts = 12

// addHosts gives most subnets a few interfaces with instances.
func (d *draft) addHosts() {
	made := 0
	for _, v := range d.vpcs {
		for _, s := range v.subnets {
			for range d.between(0, 3) {
				if made < maxHosts && d.addHost(v, s) != nil {
					made++
				}
			}
		}
		if made < v.number+1 && d.addHost(v, v.subnets[0]) != nil {
			made++
		}
	}
}

// addHost adds an instance's interface with some more addresses and perhaps public ones; nil if the subnet is full.
func (d *draft) addHost(v *vpcDraft, s *subnetDraft) *topology.NetworkInterface {
	e := d.addInterface(v, s, "interface")
	if e == nil {
		return nil
	}
	if d.chance(15) && s.OwnerId == homeAccount {
		e.Account, e.OwnerId = peerAccount, peerAccount // a participant of a shared subnet (R1.14)
	}
	d.attachInstance(v, e)
	if d.chance(25) {
		addSecondary(s, e)
	}
	if d.chance(25) {
		addDelegated(s, e)
	}
	if (s.role == public && d.chance(75)) || d.chance(8) {
		d.makePublic(e, 0)
	}
	if len(e.PrivateIpAddresses) > 1 && d.chance(40) {
		d.makePublic(e, 1)
	}
	return e
}

// addInterface adds an interface of any type, in use and without groups; nil if the subnet is full.
func (d *draft) addInterface(v *vpcDraft, s *subnetDraft, kind string) *topology.NetworkInterface {
	n, ok := s.host()
	if !ok {
		return nil
	}
	check := true
	e := &topology.NetworkInterface{
		Meta: v.meta(s.OwnerId), NetworkInterfaceId: d.id("eni"), OwnerId: s.OwnerId, VpcId: v.VpcId, SubnetId: s.SubnetId,
		AvailabilityZone: s.AvailabilityZone, InterfaceType: kind, Status: "in-use", SourceDestCheck: &check,
	}
	s.address(e, n, kind != "nat_gateway")
	v.interfaces = append(v.interfaces, e)
	return e
}

// address gives an interface its first address of each of the subnet's families.
func (s *subnetDraft) address(e *topology.NetworkInterface, n int, six bool) {
	if a := s.at4(n); a.IsValid() {
		e.PrivateIpAddress = a
		e.PrivateIpAddresses = []topology.NetworkInterfacePrivateIpAddress{{Primary: true, PrivateIpAddress: a}}
	}
	if a := s.at6(n); a.IsValid() && six {
		e.Ipv6Address = a
		e.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{Ipv6Address: a}}
	}
}

func addSecondary(s *subnetDraft, e *topology.NetworkInterface) {
	n, ok := s.host()
	if !ok {
		return
	}
	if a := s.at4(n); a.IsValid() {
		e.PrivateIpAddresses = append(e.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: a})
	}
	if a := s.at6(n); a.IsValid() {
		e.Ipv6Addresses = append(e.Ipv6Addresses, topology.NetworkInterfaceIpv6Address{Ipv6Address: a})
	}
}

func addDelegated(s *subnetDraft, e *topology.NetworkInterface) {
	if p, ok := s.delegate4(); ok {
		e.Ipv4Prefixes = append(e.Ipv4Prefixes, topology.NetworkInterfaceIpv4Prefix{Ipv4Prefix: p})
	}
	if p, ok := s.delegate6(); ok {
		e.Ipv6Prefixes = append(e.Ipv6Prefixes, topology.NetworkInterfaceIpv6Prefix{Ipv6Prefix: p})
	}
}

// makePublic associates a public address with the n-th private one: an Elastic IP, or (primary only) an automatic one.
func (d *draft) makePublic(e *topology.NetworkInterface, n int) {
	if n >= len(e.PrivateIpAddresses) {
		return
	}
	a := &e.PrivateIpAddresses[n]
	a.Association = &topology.NetworkInterfaceAssociation{PublicIp: d.publicAddress(), IpOwnerId: "amazon"}
	if n > 0 || d.chance(60) {
		d.addAddress(e, a.Association, a.PrivateIpAddress)
	}
	if a.Primary {
		e.Association = a.Association
	}
}

// addAddress makes an association that of an Elastic IP.
func (d *draft) addAddress(e *topology.NetworkInterface, as *topology.NetworkInterfaceAssociation, private netip.Addr) {
	as.AllocationId, as.AssociationId, as.IpOwnerId = d.id("eipalloc"), d.id("eipassoc"), e.OwnerId
	x := &topology.Address{
		Meta: e.Meta, AllocationId: as.AllocationId, AssociationId: as.AssociationId, PublicIp: as.PublicIp,
		PrivateIpAddress: private, NetworkInterfaceId: e.NetworkInterfaceId, Domain: "vpc",
	}
	if e.Attachment != nil {
		x.InstanceId = e.Attachment.InstanceId
	}
	d.addresses = append(d.addresses, x)
}

// addSpareAddress is an Elastic IP of nobody.
func (d *draft) addSpareAddress() {
	v := pick(d.dice, d.vpcs...)
	d.addresses = append(d.addresses, &topology.Address{
		Meta: v.Meta, AllocationId: d.id("eipalloc"), PublicIp: d.publicAddress(), Domain: "vpc",
	})
}

// addDelegatedAddress is an Elastic IP of an address inside a delegated prefix: only describe-addresses tells of it (R1.11).
func (d *draft) addDelegatedAddress() {
	for _, e := range d.interfaces() {
		if len(e.Ipv4Prefixes) == 0 {
			continue
		}
		as := &topology.NetworkInterfaceAssociation{PublicIp: d.publicAddress()}
		d.addAddress(e, as, offset(e.Ipv4Prefixes[0].Ipv4Prefix.Addr(), d.between(0, 15)))
		return
	}
}

// forgetAssociation leaves an Elastic IP to describe-addresses alone.
func (d *draft) forgetAssociation() {
	for _, e := range d.interfaces() {
		for i := range e.PrivateIpAddresses {
			a := &e.PrivateIpAddresses[i]
			if e.InterfaceType != "interface" || a.Association == nil || a.Association.AllocationId == "" {
				continue
			}
			a.Association = nil
			if a.Primary {
				e.Association = nil
			}
			return
		}
	}
}

// detach takes an interface off its instance.
func (d *draft) detach() {
	e := pick(d.dice, d.hosts()...)
	if e == nil {
		return
	}
	for _, i := range d.instances {
		forgetInterface(i, e.NetworkInterfaceId)
	}
	for _, x := range d.addresses {
		if x.NetworkInterfaceId == e.NetworkInterfaceId {
			x.InstanceId = ""
		}
	}
	e.Attachment, e.Status = nil, "available"
	if d.chance(20) {
		e.Status = "detaching"
	}
}

// hosts lists the instances' interfaces of all VPCs.
func (d *draft) hosts() []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for _, v := range d.vpcs {
		all = append(all, v.hosts()...)
	}
	return all
}
