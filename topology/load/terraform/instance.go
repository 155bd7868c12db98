package terraform

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func instanceTypes() map[string]maker {
	return map[string]maker{
		"aws_network_interface":            adds(parts, addInterface),
		"data.aws_network_interface":       adds(parts, addInterface),
		"aws_network_interface_attachment": adds(ties, attachInterface),
		"aws_instance":                     adds(things, addInstance),
		"aws_spot_instance_request":        adds(things, addInstance),
		"data.aws_instance":                adds(things, addInstance),
		"aws_launch_template":              adds(parts, func(*builder, *resource, *struct{}) {}), // instances and groups of them say what they use
		"aws_launch_configuration":         adds(parts, func(*builder, *resource, *struct{}) {}),
		"aws_autoscaling_group":            adds(things, addAutoscaling),
		"aws_autoscaling_attachment":       adds(ties, func(*builder, *resource, *struct{}) {}),
	}
}

type interfaceValues struct {
	SubnetID        text   `json:"subnet_id"`
	VpcID           text   `json:"vpc_id"`
	PrivateIP       text   `json:"private_ip"`
	PrivateIPs      list   `json:"private_ips"`
	Ipv6Addresses   list   `json:"ipv6_addresses"`
	Ipv6Count       number `json:"ipv6_address_count"`
	SecurityGroups  list   `json:"security_groups"`
	SourceDestCheck text   `json:"source_dest_check"`
	InterfaceType   text   `json:"interface_type"`
	Description     text   `json:"description"`
	OwnerID         text   `json:"owner_id"`
	Ipv4Prefixes    list   `json:"ipv4_prefixes"`
	Ipv6Prefixes    list   `json:"ipv6_prefixes"`
	Attachment      blocks[struct {
		Instance    text   `json:"instance"`
		InstanceID  text   `json:"instance_id"`
		DeviceIndex number `json:"device_index"`
	}] `json:"attachment"`
	Association blocks[struct {
		PublicIP     text `json:"public_ip"`
		AllocationID text `json:"allocation_id"`
	}] `json:"association"` // of the data source
}

func addInterface(b *builder, r *resource, v *interfaceValues) {
	if r.data && (v.SubnetID == "" || isManaged(b, r)) {
		return
	}
	row := topology.NetworkInterface{
		Meta: b.meta(r), NetworkInterfaceId: b.id(r), OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), SubnetId: string(v.SubnetID), Description: string(v.Description),
		InterfaceType: string(v.InterfaceType), SourceDestCheck: checked(v.SourceDestCheck), PrivateIpAddress: v.PrivateIP.addr(), Groups: provision.GroupsOf(v.SecurityGroups.told()), TagSet: r.tags(),
	}
	v.addresses(&row)
	if a := v.Attachment.first(); a.Instance != "" || a.InstanceID != "" {
		row.Attachment = &topology.NetworkInterfaceAttachment{InstanceId: string(cmp.Or(a.Instance, a.InstanceID)), DeviceIndex: a.DeviceIndex.or(0), Status: "attached"}
	}
	if a := v.Association.first(); a.PublicIP.addr().IsValid() {
		row.Association = &topology.NetworkInterfaceAssociation{PublicIp: a.PublicIP.addr(), AllocationId: string(a.AllocationID)}
	}
	b.d.AddInterface(row)
}

// checked is a source/destination check: on, unless it was turned off.
func checked(said text) *bool {
	on := said != "false"
	return &on
}

// addresses gives a row the addresses that are declared; those that are counted and not known get stand-ins.
func (v *interfaceValues) addresses(row *topology.NetworkInterface) {
	ips := v.PrivateIPs.told()
	if first := string(v.PrivateIP); first != "" {
		ips = append([]string{first}, slices.DeleteFunc(ips, func(ip string) bool { return ip == first })...)
	}
	for i, ip := range ips {
		row.PrivateIpAddresses = append(row.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{Primary: i == 0, PrivateIpAddress: text(ip).addr()})
	}
	for _, ip := range v.Ipv6Addresses.told() {
		row.Ipv6Addresses = append(row.Ipv6Addresses, topology.NetworkInterfaceIpv6Address{Ipv6Address: text(ip).addr()})
	}
	for len(row.Ipv6Addresses) < min(v.Ipv6Count.or(0), 50) {
		row.Ipv6Addresses = append(row.Ipv6Addresses, topology.NetworkInterfaceIpv6Address{})
	}
	for _, p := range v.Ipv4Prefixes.prefixes() {
		row.Ipv4Prefixes = append(row.Ipv4Prefixes, topology.NetworkInterfaceIpv4Prefix{Ipv4Prefix: p})
	}
	for _, p := range v.Ipv6Prefixes.prefixes() {
		row.Ipv6Prefixes = append(row.Ipv6Prefixes, topology.NetworkInterfaceIpv6Prefix{Ipv6Prefix: p})
	}
}

func attachInterface(b *builder, _ *resource, v *struct {
	InstanceID  text   `json:"instance_id"`
	InterfaceID text   `json:"network_interface_id"`
	DeviceIndex number `json:"device_index"`
}) {
	b.d.Attach(string(v.InterfaceID), string(v.InstanceID), v.DeviceIndex.or(1))
}

type instanceValues struct {
	SubnetID         text   `json:"subnet_id"`
	PrivateIP        text   `json:"private_ip"`
	PublicIP         text   `json:"public_ip"`
	SecondaryIPs     list   `json:"secondary_private_ips"`
	Ipv6Addresses    list   `json:"ipv6_addresses"`
	Ipv6Count        number `json:"ipv6_address_count"`
	SecurityGroupIDs list   `json:"vpc_security_group_ids"`
	SourceDestCheck  text   `json:"source_dest_check"`
	AssociatePublic  text   `json:"associate_public_ip_address"`
	InterfaceID      text   `json:"primary_network_interface_id"`
	State            text   `json:"instance_state"`
	Zone             text   `json:"availability_zone"`
	NetworkInterface blocks[struct {
		DeviceIndex number `json:"device_index"`
		InterfaceID text   `json:"network_interface_id"`
	}] `json:"network_interface"`
	PrimaryInterface blocks[struct {
		InterfaceID text `json:"network_interface_id"`
	}] `json:"primary_network_interface"`
}

// addInstance adds an instance with the interface that comes with it, or with those that it is given.
func addInstance(b *builder, r *resource, v *instanceValues) {
	if r.data && (v.SubnetID == "" || isManaged(b, r)) {
		return
	}
	id := b.id(r)
	row := topology.Instance{
		Meta: b.meta(r), InstanceId: id, SubnetId: string(v.SubnetID), PrivateIpAddress: v.PrivateIP.addr(), PublicIpAddress: v.PublicIP.addr(),
		State: topology.InstanceState{Name: string(v.State)}, SourceDestCheck: checked(v.SourceDestCheck), SecurityGroups: provision.GroupsOf(v.SecurityGroupIDs.told()), Tags: r.tags(),
	}
	row.Placement.AvailabilityZone = string(v.Zone)
	if row.SubnetId == "" {
		row.SubnetId = b.defaultSubnet(string(v.Zone))
	}
	if b.attachGiven(id, &row, v) {
		return
	}
	n := topology.NetworkInterface{
		Meta: b.meta(r), NetworkInterfaceId: string(v.InterfaceID), SubnetId: row.SubnetId, SourceDestCheck: row.SourceDestCheck, PrivateIpAddress: row.PrivateIpAddress, Groups: row.SecurityGroups,
	}
	addresses := interfaceValues{PrivateIP: v.PrivateIP, PrivateIPs: v.SecondaryIPs, Ipv6Addresses: v.Ipv6Addresses, Ipv6Count: v.Ipv6Count}
	if b.ipv6[row.SubnetId] && len(v.Ipv6Addresses) == 0 && !v.Ipv6Count.known {
		addresses.Ipv6Count = number{1, true}
	}
	if v.PrivateIP != "" {
		addresses.addresses(&n)
	}
	if row.PublicIpAddress.IsValid() || v.AssociatePublic == "true" || v.AssociatePublic == "" && v.PublicIP == "" && r.isUnknown("public_ip") && b.open[row.SubnetId] {
		n.Association = &topology.NetworkInterfaceAssociation{PublicIp: row.PublicIpAddress}
	}
	b.d.AddInstance(row, n)
}

// attachGiven attaches the interfaces that an instance is given; false if it is given none, or none as its first.
func (b *builder) attachGiven(id string, row *topology.Instance, v *instanceValues) bool {
	primary := false
	for _, given := range v.NetworkInterface {
		b.d.Attach(string(given.InterfaceID), id, given.DeviceIndex.or(0))
		primary = primary || given.DeviceIndex.or(0) == 0
	}
	for _, given := range v.PrimaryInterface {
		if given.InterfaceID != "" && string(given.InterfaceID) != string(v.InterfaceID) || provision.Get(b.d, &b.d.Snapshot.NetworkInterfaces, string(given.InterfaceID)) != nil {
			b.d.Attach(string(given.InterfaceID), id, 0)
			primary = true
		}
	}
	if primary {
		if row.State.Name == "" {
			row.State = topology.InstanceState{Code: 16, Name: "running"}
		}
		provision.Put(b.d, &b.d.Snapshot.Instances, *row)
	}
	return primary
}

// defaultSubnet is the default subnet of a zone, or the first one, if the default VPC is declared.
func (b *builder) defaultSubnet(zone string) string {
	for i := range b.d.Snapshot.Subnets {
		if s := &b.d.Snapshot.Subnets[i]; s.DefaultForAz && (zone == "" || s.AvailabilityZone == zone) {
			return s.SubnetId
		}
	}
	return ""
}

// addAutoscaling adds an instance for each subnet of an Auto Scaling group: what it launches differs in addresses alone.
func addAutoscaling(b *builder, r *resource, v *struct {
	Subnets        list           `json:"vpc_zone_identifier"`
	Desired        number         `json:"desired_capacity"`
	TargetGroups   list           `json:"target_group_arns"`
	LaunchTemplate blocks[launch] `json:"launch_template"`
	Configuration  text           `json:"launch_configuration"`
	Mixed          blocks[struct {
		LaunchTemplate blocks[struct {
			Specification blocks[launch] `json:"launch_template_specification"`
		}] `json:"launch_template"`
	}] `json:"mixed_instances_policy"`
}) {
	spec := v.LaunchTemplate.first()
	if mixed := v.Mixed.first().LaunchTemplate.first().Specification; len(mixed) > 0 {
		spec = mixed[0]
	}
	template := b.launched(r, spec, string(v.Configuration))
	if v.Desired.known && v.Desired.n == 0 {
		return
	}
	for _, subnet := range v.Subnets.told() {
		id := r.address + "#" + subnet
		n := topology.NetworkInterface{Meta: b.meta(r), SubnetId: subnet, Groups: provision.GroupsOf(template.groups)}
		if template.public == "true" || template.public == "" && b.open[subnet] {
			n.Association = &topology.NetworkInterfaceAssociation{}
		}
		b.d.AddInstance(topology.Instance{Meta: b.meta(r), InstanceId: id, SubnetId: subnet, Tags: r.tags()}, n)
		for _, group := range v.TargetGroups.told() {
			if adrift(r, "target_group_arns", text(group)) {
				b.mayBeTarget()
				continue
			}
			b.d.AddTarget(group, topology.TargetDescription{Id: id})
		}
	}
}

// A launch names a launch template.
type launch struct {
	ID   text `json:"id"`
	IDs  text `json:"launch_template_id"`
	Name text `json:"name"`
}

// launchedWith is what a template says of the interfaces of its instances.
type launchedWith struct {
	groups []string
	public string
}

// launched finds the launch template or configuration of a group: the one that is named, or that the group refers to.
func (b *builder) launched(r *resource, spec launch, configuration string) launchedWith {
	id := string(cmp.Or(spec.ID, spec.IDs, spec.Name))
	if id == "" {
		id = configuration
	}
	for _, t := range b.all {
		named := id != "" && (b.id(t) == id || t.text("name") == id)
		if t.data || t.typ != "aws_launch_template" && t.typ != "aws_launch_configuration" || !named && !b.refersTo(r, t) {
			continue
		}
		v := valuesOf[struct {
			GroupIDs       list `json:"vpc_security_group_ids"`
			SecurityGroups list `json:"security_groups"`
			Public         text `json:"associate_public_ip_address"`
			Interfaces     blocks[struct {
				Public         text `json:"associate_public_ip_address"`
				SecurityGroups list `json:"security_groups"`
			}] `json:"network_interfaces"`
		}](b.world, t)
		w := launchedWith{groups: append(v.GroupIDs.told(), v.SecurityGroups.told()...), public: string(v.Public)}
		if n := v.Interfaces.first(); len(v.Interfaces) > 0 {
			w.groups, w.public = append(w.groups, n.SecurityGroups.told()...), string(n.Public)
		}
		return w
	}
	return launchedWith{}
}

// refersTo reports whether the configuration of a resource mentions another one of its module.
func (b *builder) refersTo(r, other *resource) bool {
	if r.config == nil || r.module != other.module {
		return false
	}
	for _, e := range r.config.Expressions {
		if contained(string(e), `"`+other.localAddress()) {
			return true
		}
	}
	return false
}
