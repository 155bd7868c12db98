package oracle

import "github.com/dryhop/dryhop/topology"

// withInterfacesOfInstances adds the interfaces that describe-instances alone tells of, as if
// describe-network-interfaces had told them.
func withInterfacesOfInstances(s *topology.Snapshot) *topology.Snapshot {
	whole := *s
	whole.NetworkInterfaces = append([]topology.NetworkInterface(nil), s.NetworkInterfaces...)
	for i := range s.Instances {
		x := &s.Instances[i]
		for _, n := range x.NetworkInterfaces {
			if n.NetworkInterfaceId == "" || isCaptured(s, n.NetworkInterfaceId) {
				continue
			}
			whole.NetworkInterfaces = append(whole.NetworkInterfaces, interfaceOfInstance(x, n))
		}
	}
	return &whole
}

func isCaptured(s *topology.Snapshot, id string) bool {
	for i := range s.NetworkInterfaces {
		if s.NetworkInterfaces[i].NetworkInterfaceId == id {
			return true
		}
	}
	return false
}

func interfaceOfInstance(x *topology.Instance, n topology.InstanceNetworkInterface) topology.NetworkInterface {
	attachment := n.Attachment
	if attachment != nil {
		copied := *attachment
		copied.InstanceId = x.InstanceId
		attachment = &copied
	}
	return topology.NetworkInterface{
		Meta: x.Meta, NetworkInterfaceId: n.NetworkInterfaceId, OwnerId: n.OwnerId, VpcId: n.VpcId, SubnetId: n.SubnetId,
		Description: n.Description, InterfaceType: n.InterfaceType, Status: n.Status, SourceDestCheck: n.SourceDestCheck,
		PrivateIpAddress: n.PrivateIpAddress, PrivateIpAddresses: n.PrivateIpAddresses, Ipv6Addresses: n.Ipv6Addresses,
		Ipv4Prefixes: n.Ipv4Prefixes, Ipv6Prefixes: n.Ipv6Prefixes, Association: n.Association, Attachment: attachment, Groups: n.Groups,
	}
}

// withElasticIPs adds the public addresses that describe-addresses alone tells of (R1.11).
func withElasticIPs(s *topology.Snapshot) *topology.Snapshot {
	for i := range s.Addresses {
		x := &s.Addresses[i]
		for j := range s.NetworkInterfaces {
			if s.NetworkInterfaces[j].NetworkInterfaceId == x.NetworkInterfaceId && x.PublicIp.IsValid() && x.PrivateIpAddress.IsValid() {
				associate(&s.NetworkInterfaces[j], x)
			}
		}
	}
	return s
}

func associate(e *topology.NetworkInterface, x *topology.Address) {
	association := &topology.NetworkInterfaceAssociation{PublicIp: x.PublicIp, AllocationId: x.AllocationId}
	e.PrivateIpAddresses = append([]topology.NetworkInterfacePrivateIpAddress(nil), e.PrivateIpAddresses...)
	for i := range e.PrivateIpAddresses {
		if a := &e.PrivateIpAddresses[i]; a.PrivateIpAddress == x.PrivateIpAddress {
			if old := a.Association; old != nil && !old.PublicIp.IsValid() {
				association.CarrierIp = old.CarrierIp
			}
			if a.Association == nil || !a.Association.PublicIp.IsValid() {
				a.Association = association
			}
			return
		}
	}
	if holds(e, x.PrivateIpAddress) { // inside a delegated prefix
		e.PrivateIpAddresses = append(e.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: x.PrivateIpAddress, Association: association})
	}
}
