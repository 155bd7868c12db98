package topologytest

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// ENI is a handle on a network interface.
type ENI struct {
	*topology.NetworkInterface
	n *Network
}

// ENI adds an in-use interface of a running instance. addresses are separated by spaces: the first IPv4 is the
// primary one. Without groups it gets the VPC's allow-all group.
func (n *Network) ENI(id, subnet, addresses string, groups ...string) ENI {
	e := n.serviceENI(id, subnet, addresses, "interface", groups...)
	instance := "i-" + suffix(id)
	e.Attachment = &topology.NetworkInterfaceAttachment{Status: "attached"}
	e.On(instance)
	return e
}

// serviceENI is an interface with no instance behind it yet.
func (n *Network) serviceENI(id, subnet, addresses, kind string, groups ...string) ENI {
	in := n.subnet(subnet)
	check := true
	e := ENI{n: n, NetworkInterface: &topology.NetworkInterface{
		Meta: in.Meta, NetworkInterfaceId: id, OwnerId: in.OwnerId, VpcId: in.VpcId, SubnetId: subnet,
		AvailabilityZone: in.AvailabilityZone, InterfaceType: kind, Status: "in-use", SourceDestCheck: &check,
	}}
	for _, text := range strings.Fields(addresses) {
		e.Address(text)
	}
	if len(groups) == 0 {
		groups = []string{n.openGroup(in.VpcId)}
	}
	for _, g := range groups {
		e.NetworkInterface.Groups = append(e.NetworkInterface.Groups, topology.GroupIdentifier{GroupId: g})
	}
	n.interfaces = append(n.interfaces, e.NetworkInterface)
	return e
}

// Address adds an address.
func (e ENI) Address(text string) ENI {
	addr := netip.MustParseAddr(text)
	if addr.Is6() {
		e.Ipv6Addresses = append(e.Ipv6Addresses, topology.NetworkInterfaceIpv6Address{Ipv6Address: addr})
		if !e.Ipv6Address.IsValid() {
			e.Ipv6Address = addr
		}
		return e
	}
	primary := !e.PrivateIpAddress.IsValid()
	if primary {
		e.PrivateIpAddress = addr
	}
	e.PrivateIpAddresses = append(e.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{Primary: primary, PrivateIpAddress: addr})
	return e
}

// Public associates a public address with the primary private one.
func (e ENI) Public(public string) ENI { return e.PublicOf(e.PrivateIpAddress.String(), public) }

// PublicOf associates a public address with one of the private addresses.
func (e ENI) PublicOf(private, public string) ENI {
	association := &topology.NetworkInterfaceAssociation{PublicIp: netip.MustParseAddr(public)}
	addr := netip.MustParseAddr(private)
	for i := range e.PrivateIpAddresses {
		if e.PrivateIpAddresses[i].PrivateIpAddress == addr {
			e.PrivateIpAddresses[i].Association = association
		}
	}
	if addr == e.PrivateIpAddress {
		e.Association = association
	}
	return e
}

// Prefix delegates a prefix to the interface.
func (e ENI) Prefix(text string) ENI {
	prefix := netip.MustParsePrefix(text)
	if prefix.Addr().Is6() {
		e.Ipv6Prefixes = append(e.Ipv6Prefixes, topology.NetworkInterfaceIpv6Prefix{Ipv6Prefix: prefix})
		return e
	}
	e.Ipv4Prefixes = append(e.Ipv4Prefixes, topology.NetworkInterfaceIpv4Prefix{Ipv4Prefix: prefix})
	return e
}

// NoCheck turns the source/dest check off: the interface forwards.
func (e ENI) NoCheck() ENI {
	check := false
	e.SourceDestCheck = &check
	return e
}

// NoGroups takes all groups away.
func (e ENI) NoGroups() ENI {
	e.Groups = nil
	return e
}

// Detached makes it an interface without an instance.
func (e ENI) Detached() ENI {
	e.Attachment, e.Status = nil, "available"
	return e
}

// Owned gives the interface to another account: a participant of a shared subnet.
func (e ENI) Owned(account string) ENI {
	e.OwnerId, e.Account = account, account
	return e
}

// On attaches the interface to an instance, which is made if there is none of that id. It is the instance's next device.
func (e ENI) On(id string) ENI {
	in := find(e.n.instances, id, func(i *topology.Instance) string { return i.InstanceId })
	if in == nil {
		in = &topology.Instance{
			Meta: e.Meta, InstanceId: id, State: topology.InstanceState{Code: 16, Name: "running"},
			VpcId: e.VpcId, SubnetId: e.SubnetId, PrivateIpAddress: e.PrivateIpAddress,
		}
		e.n.instances = append(e.n.instances, in)
	}
	if old := e.Attachment.InstanceId; old != "" && old != id {
		e.n.dropInstance(old)
	}
	e.Attachment.InstanceId, e.Attachment.InstanceOwnerId = id, e.OwnerId
	e.Attachment.DeviceIndex = len(in.NetworkInterfaces)
	in.NetworkInterfaces = append(in.NetworkInterfaces, topology.InstanceNetworkInterface{
		NetworkInterfaceId: e.NetworkInterfaceId, OwnerId: e.OwnerId, VpcId: e.VpcId, SubnetId: e.SubnetId,
		Status: "in-use", PrivateIpAddress: e.PrivateIpAddress, SourceDestCheck: e.SourceDestCheck,
		Attachment: &topology.NetworkInterfaceAttachment{DeviceIndex: e.Attachment.DeviceIndex, Status: "attached"},
	})
	return e
}

// Stopped stops the instance that the interface is attached to.
func (e ENI) Stopped() ENI {
	e.n.Instance(e.Attachment.InstanceId).State = topology.InstanceState{Code: 80, Name: "stopped"}
	return e
}

// Instance is an instance made by ENI or On.
func (n *Network) Instance(id string) *topology.Instance {
	if in := find(n.instances, id, func(i *topology.Instance) string { return i.InstanceId }); in != nil {
		return in
	}
	panic("topologytest: no instance " + id)
}

func (n *Network) dropInstance(id string) {
	for i, in := range n.instances {
		if in.InstanceId == id {
			n.instances = append(n.instances[:i], n.instances[i+1:]...)
			return
		}
	}
}
