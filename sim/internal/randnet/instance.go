package randnet

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// attachInstance puts an interface on an instance of its own, or sometimes on one that is there already.
func (d *draft) attachInstance(v *vpcDraft, e *topology.NetworkInterface) {
	i := d.otherInstance(v, e)
	if i == nil || !d.chance(18) {
		i = d.addInstance(e)
	}
	e.Attachment = &topology.NetworkInterfaceAttachment{
		InstanceId: i.InstanceId, InstanceOwnerId: e.OwnerId,
		DeviceIndex: len(i.NetworkInterfaces), Status: "attached",
	}
	i.NetworkInterfaces = append(i.NetworkInterfaces, topology.InstanceNetworkInterface{NetworkInterfaceId: e.NetworkInterfaceId})
}

// otherInstance is an instance that may take another interface: in the same VPC, zone and account.
func (d *draft) otherInstance(v *vpcDraft, e *topology.NetworkInterface) *topology.Instance {
	if d.wide {
		return nil
	}
	for _, i := range d.instances {
		if i.VpcId == v.VpcId && i.Account == e.Account && i.Placement.AvailabilityZone == e.AvailabilityZone && len(i.NetworkInterfaces) < 3 {
			return i
		}
	}
	return nil
}

func (d *draft) addInstance(e *topology.NetworkInterface) *topology.Instance {
	i := &topology.Instance{
		Meta: e.Meta, InstanceId: d.id("i"), State: topology.InstanceState{Code: 16, Name: "running"},
		VpcId: e.VpcId, SubnetId: e.SubnetId, PrivateIpAddress: e.PrivateIpAddress, SourceDestCheck: e.SourceDestCheck,
	}
	i.Placement.AvailabilityZone = e.AvailabilityZone
	d.instances = append(d.instances, i)
	return i
}

// stopInstance stops an instance; its automatic public address goes (R13.1).
func (d *draft) stopInstance() {
	i := pick(d.dice, d.instances...)
	if i == nil {
		return
	}
	i.State = pick(d.dice, topology.InstanceState{Code: 80, Name: "stopped"}, topology.InstanceState{Code: 80, Name: "stopped"}, topology.InstanceState{Code: 64, Name: "stopping"})
	for _, e := range d.interfaces() {
		if e.Attachment != nil && e.Attachment.InstanceId == i.InstanceId && e.Association != nil && e.Association.AllocationId == "" {
			e.Association, e.PrivateIpAddresses[0].Association = nil, nil
		}
	}
}

// loseInstance leaves an instance out of the documents.
func (d *draft) loseInstance() {
	if len(d.instances) > 0 {
		n := d.IntN(len(d.instances))
		d.instances = slices.Delete(d.instances, n, n+1)
	}
}

func forgetInterface(i *topology.Instance, id string) {
	i.NetworkInterfaces = slices.DeleteFunc(i.NetworkInterfaces, func(e topology.InstanceNetworkInterface) bool { return e.NetworkInterfaceId == id })
}

// describeInstances copies into the instances what describe-instances repeats of their interfaces.
func (d *draft) describeInstances() {
	byID := map[string]*topology.NetworkInterface{}
	for _, e := range d.interfaces() {
		byID[e.NetworkInterfaceId] = e
	}
	for _, i := range d.instances {
		for n := range i.NetworkInterfaces {
			if e := byID[i.NetworkInterfaces[n].NetworkInterfaceId]; e != nil {
				i.NetworkInterfaces[n] = instanceInterface(e)
			}
		}
		if len(i.NetworkInterfaces) > 0 {
			first := &i.NetworkInterfaces[0]
			i.SecurityGroups, i.SourceDestCheck = first.Groups, first.SourceDestCheck
			if first.Association != nil {
				i.PublicIpAddress = first.Association.PublicIp
			}
		}
	}
}

func instanceInterface(e *topology.NetworkInterface) topology.InstanceNetworkInterface {
	attachment := *e.Attachment
	attachment.InstanceId, attachment.InstanceOwnerId = "", "" // as the API prints it
	return topology.InstanceNetworkInterface{
		NetworkInterfaceId: e.NetworkInterfaceId, OwnerId: e.OwnerId, VpcId: e.VpcId, SubnetId: e.SubnetId, Description: e.Description,
		InterfaceType: e.InterfaceType, Status: e.Status, SourceDestCheck: e.SourceDestCheck, PrivateIpAddress: e.PrivateIpAddress,
		PrivateIpAddresses: e.PrivateIpAddresses, Ipv6Addresses: e.Ipv6Addresses, Ipv4Prefixes: e.Ipv4Prefixes, Ipv6Prefixes: e.Ipv6Prefixes,
		Association: e.Association, Attachment: &attachment, Groups: e.Groups,
	}
}
