package cloudformation

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) networkInterface(p props) {
	n := p.interfaceRow()
	n.NetworkInterfaceId, n.Description, n.Groups, n.TagSet = p.id(), p.word("Description"), p.groups("GroupSet"), p.tags()
	b.AddInterface(n)
}

// interfaceRow is what the properties of an interface say: those of the resource, and those of an interface in an instance.
func (p props) interfaceRow() topology.NetworkInterface {
	n := topology.NetworkInterface{Meta: p.meta, OwnerId: p.meta.Account, SubnetId: p.text("SubnetId"), InterfaceType: "interface", PrivateIpAddress: p.address("PrivateIpAddress")}
	check := p.flag("SourceDestCheck", true)
	n.SourceDestCheck = &check
	n.PrivateIpAddresses = p.privateAddresses(n.PrivateIpAddress)
	n.Ipv6Addresses = p.ipv6Addresses()
	for _, x := range p.list("Ipv4Prefixes") {
		n.Ipv4Prefixes = append(n.Ipv4Prefixes, topology.NetworkInterfaceIpv4Prefix{Ipv4Prefix: x.prefix("Ipv4Prefix")})
	}
	for _, x := range p.list("Ipv6Prefixes") {
		n.Ipv6Prefixes = append(n.Ipv6Prefixes, topology.NetworkInterfaceIpv6Prefix{Ipv6Prefix: x.prefix("Ipv6Prefix")})
	}
	return n
}

// privateAddresses lists the IPv4 addresses, the primary one first. Those that AWS chooses are zero, to be numbered.
func (p props) privateAddresses(primary netip.Addr) []topology.NetworkInterfacePrivateIpAddress {
	var all []topology.NetworkInterfacePrivateIpAddress
	for _, x := range p.list("PrivateIpAddresses") {
		a := topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: x.address("PrivateIpAddress"), Primary: x.flag("Primary", false)}
		if a.Primary {
			all = append([]topology.NetworkInterfacePrivateIpAddress{a}, all...)
			continue
		}
		all = append(all, a)
	}
	more, _ := p.number("SecondaryPrivateIpAddressCount")
	if len(all) == 0 && more > 0 {
		all = append(all, topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: primary, Primary: true})
	}
	return append(all, make([]topology.NetworkInterfacePrivateIpAddress, min(max(more, 0), maxAddresses))...)
}

// maxAddresses bounds what a count can ask for: AWS's largest instances have 50 for an interface.
const maxAddresses = 64

func (p props) ipv6Addresses() []topology.NetworkInterfaceIpv6Address {
	var all []topology.NetworkInterfaceIpv6Address
	for _, x := range p.list("Ipv6Addresses") {
		all = append(all, topology.NetworkInterfaceIpv6Address{Ipv6Address: x.address("Ipv6Address")})
	}
	count, _ := p.number("Ipv6AddressCount")
	return append(all, make([]topology.NetworkInterfaceIpv6Address, min(max(count, 0), maxAddresses))...)
}

// list is objects where it does not matter whether all are known: the missing ones were reported.
func (p props) list(name string) []props {
	all, _ := p.objects(name)
	return all
}

// groups are security groups; nil, the VPC's default group, if there are none.
func (p props) groups(name string) []topology.GroupIdentifier {
	return provision.GroupsOf(p.texts(name))
}

func (b *builder) networkInterfaceAttachment(p props) {
	device, _ := p.number("DeviceIndex")
	b.Attach(p.text("NetworkInterfaceId"), p.text("InstanceId"), int(device))
}

// instance runs, with the interfaces that its properties list, or else with one that they describe.
func (b *builder) instance(p props) {
	p = b.withLaunchTemplate(p)
	listed, _ := p.objects("NetworkInterfaces")
	first := p
	if len(listed) > 0 {
		first = primary(listed)
	}
	n := b.instanceInterface(first, p)
	keepNumbers(&n, b.interfaceInUse(p.id(), 0))
	i := topology.Instance{Meta: p.meta, InstanceId: p.id(), SubnetId: n.SubnetId, PrivateIpAddress: n.PrivateIpAddress, SourceDestCheck: n.SourceDestCheck,
		SecurityGroups: n.Groups, Tags: p.tags()}
	i.Placement.AvailabilityZone = p.word("AvailabilityZone")
	if i.SubnetId == "" && n.NetworkInterfaceId == "" {
		p.wrong("UNRESOLVED_VALUE", "SubnetId", p.value, "is not there: the instance starts in the default VPC, which the template does not tell of")
	}
	b.AddInstance(i, n)
	for _, x := range listed {
		if device, _ := x.number("DeviceIndex"); device != 0 && x.path != first.path {
			b.secondInterface(p, x, int(device))
		}
	}
}

// primary is the interface of device 0, or else the first.
func primary(listed []props) props {
	for _, x := range listed {
		if device, _ := x.number("DeviceIndex"); device == 0 {
			return x
		}
	}
	return listed[0]
}

// instanceInterface is an interface as an instance describes it: its own, or one that is a resource of its own and is taken as it is.
func (b *builder) instanceInterface(x, instance props) topology.NetworkInterface {
	if x.has("NetworkInterfaceId") {
		id := x.text("NetworkInterfaceId")
		if n := b.Interface(id); n != nil {
			return *n
		}
		return topology.NetworkInterface{Meta: topology.Meta{Account: x.meta.Account, Region: x.meta.Region}, NetworkInterfaceId: id}
	}
	n := x.interfaceRow()
	n.TagSet = nil
	n.Groups = x.groups(groupsProperty(x))
	if names := x.texts("SecurityGroups"); len(n.Groups) == 0 && len(names) > 0 && x.path == "" {
		for _, name := range names {
			n.Groups = append(n.Groups, topology.GroupIdentifier{GroupId: b.groupNamed(name)})
		}
	}
	if b.getsPublic(x, n.SubnetId) {
		n.Association = &topology.NetworkInterfaceAssociation{}
	}
	return n
}

// groupsProperty is SecurityGroupIds of an instance, and GroupSet (Groups in a launch template) of an interface in it.
func groupsProperty(x props) string {
	switch {
	case x.has("GroupSet"):
		return "GroupSet"
	case x.has("Groups"):
		return "Groups"
	}
	return "SecurityGroupIds"
}

// getsPublic tells whether AWS gives a public address: as the interface says, else as the subnet does.
func (b *builder) getsPublic(x props, subnet string) bool {
	s := b.Subnet(subnet)
	return x.flag("AssociatePublicIpAddress", s != nil && s.MapPublicIpOnLaunch)
}

func (b *builder) secondInterface(instance, x props, device int) {
	if x.has("NetworkInterfaceId") {
		b.Attach(x.text("NetworkInterfaceId"), instance.id(), device)
		return
	}
	n := b.instanceInterface(x, instance)
	n.NetworkInterfaceId = provision.InterfaceOf(instance.id(), device)
	keepNumbers(&n, b.interfaceInUse(instance.id(), device))
	b.AddInterface(n)
	b.Attach(n.NetworkInterfaceId, instance.id(), device)
}

// withLaunchTemplate completes the properties of an instance by those of a launch template of the same stack.
func (b *builder) withLaunchTemplate(p props) props {
	if !p.has("LaunchTemplate") {
		return p
	}
	data := b.launchTemplate(p.object("LaunchTemplate"))
	if data.value.Kind != template.Map {
		return p
	}
	merged := p.value
	merged.Members = append([]template.Member{}, merged.Members...)
	for _, m := range data.value.Members {
		if p.value.Get(m.Key).Absent() {
			merged.Members = append(merged.Members, m)
		}
	}
	p.value = merged
	return p
}

// launchTemplate finds the data of the launch template that properties name, by its id or its name.
func (b *builder) launchTemplate(p props) props {
	id := cmp.Or(p.text("LaunchTemplateId"), p.text("LaunchTemplateName"))
	for i := range p.stack.Resources {
		r := &p.stack.Resources[i]
		if r.Type != "AWS::EC2::LaunchTemplate" {
			continue
		}
		t := props{stack: p.stack, resource: r, meta: p.stack.meta(r), value: p.stack.Eval(r.Properties)}
		if p.stack.id(r.Name) == id || t.word("LaunchTemplateName") == id {
			return t.object("LaunchTemplateData")
		}
	}
	p.unknown("LaunchTemplateId", &template.Reason{What: "the launch template " + id + " is not in the template"})
	return props{stack: p.stack, resource: p.resource}
}

// elasticIP is called by its address where others call it by its allocation.
func (b *builder) elasticIP(p props) {
	a := topology.Address{Meta: p.meta, AllocationId: p.stack.allocation(p.resource), PublicIp: p.address("Address"), Domain: "vpc", Tags: p.tags()}
	if public, err := netip.ParseAddr(p.id()); err == nil {
		a.PublicIp = public
	}
	if p.has("InstanceId") {
		a.InstanceId = p.text("InstanceId")
	}
	b.AddElasticIP(a)
}

// allocation is the id of an Elastic IP. Of one that exists, the Snapshot below knows it by its address.
func (s *stack) allocation(r *template.Resource) string {
	id := s.id(r.Name)
	public, err := netip.ParseAddr(id)
	if err != nil {
		return id
	}
	if base := s.builder.base; base != nil {
		for i := range base.Addresses {
			if base.Addresses[i].PublicIp == public {
				return base.Addresses[i].AllocationId
			}
		}
	}
	return s.address(r.Name)
}

func (b *builder) elasticIPAssociation(p props) {
	a := b.ElasticIP(p.text("AllocationId"))
	if a == nil && p.has("EIP") {
		a = b.ElasticIP(p.text("EIP"))
	}
	if a == nil {
		p.wrong("UNRESOLVED_VALUE", "AllocationId", p.get("AllocationId"), "names an Elastic IP that is not in the template")
		return
	}
	a.AssociationId = p.id()
	a.InstanceId, a.NetworkInterfaceId, a.PrivateIpAddress = p.text("InstanceId"), p.text("NetworkInterfaceId"), p.address("PrivateIpAddress")
}
