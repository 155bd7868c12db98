package randnet

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// addTwinBalancers gives VPCs with the same block load balancers whose nodes have the same addresses, by dice of their own: what was drawn
// before stays.
func (d *draft) addTwinBalancers(own dice) {
	before := d.dice
	d.dice = own
	for i, v := range d.vpcs {
		for _, w := range d.vpcs[:i] {
			if v.CidrBlock == w.CidrBlock && d.chance(70) {
				d.addTwins(v, w)
			}
		}
	}
	if d.chance(20) {
		d.pointAtNode()
	}
	d.dice = before
}

// addTwins adds a load balancer to each of two VPCs. Nodes of the one get the addresses that those of the other have, as far as there is room.
func (d *draft) addTwins(v, w *vpcDraft) {
	nodes := [2][]*topology.NetworkInterface{}
	for i, in := range []*vpcDraft{v, w} {
		was := len(in.interfaces)
		d.addBalancer(in)
		nodes[i] = in.interfaces[was:]
	}
	for i := range min(len(nodes[0]), len(nodes[1])) {
		if e, like := nodes[0][i], nodes[1][i]; e.PrivateIpAddress.IsValid() && like.PrivateIpAddress.IsValid() {
			v.exchange(e, like.PrivateIpAddress)
		}
	}
}

// exchange gives an interface an address that lies in its subnet, and its own to whoever had that.
func (v *vpcDraft) exchange(e *topology.NetworkInterface, a netip.Addr) {
	in := slices.IndexFunc(v.subnets, func(s *subnetDraft) bool { return s.SubnetId == e.SubnetId })
	if in < 0 || !v.subnets[in].CidrBlock.Contains(a) {
		return
	}
	has := func(o *topology.NetworkInterface, a netip.Addr) bool {
		return slices.ContainsFunc(o.PrivateIpAddresses, func(p topology.NetworkInterfacePrivateIpAddress) bool { return p.PrivateIpAddress == a })
	}
	if i := slices.IndexFunc(v.interfaces, func(o *topology.NetworkInterface) bool { return has(o, a) }); i >= 0 {
		if o := v.interfaces[i]; o.PrivateIpAddress != a || o.InterfaceType != "interface" || o.PrivateIpAddresses[0].Association != nil {
			return
		}
		renumber(v.interfaces[i], e.PrivateIpAddress)
	}
	renumber(e, a)
}

// renumber gives an interface another primary address.
func renumber(e *topology.NetworkInterface, a netip.Addr) {
	e.PrivateIpAddress, e.PrivateIpAddresses[0].PrivateIpAddress = a, a
}
