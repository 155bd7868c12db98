package provision

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// InterfaceOf is the id of an interface that AWS makes for a resource, from 0, as long as nobody knows better.
func InterfaceOf(owner string, n int) string {
	if n == 0 {
		return owner + "#interface"
	}
	return fmt.Sprintf("%s#interface-%d", owner, n)
}

// AddInterface adds a network interface. What its subnet tells of it, VPC and zone, is filled in. Groups that are nil are the VPC's
// default group; a list that is empty is none. An interface without any address gets stand-ins.
func (d *Draft) AddInterface(n topology.NetworkInterface) {
	if n.Status == "" {
		n.Status = "available"
		if n.Attachment != nil || n.RequesterManaged {
			n.Status = "in-use"
		}
	}
	Put(d, &d.Snapshot.NetworkInterfaces, n)
}

// AddServiceInterfaces adds the interfaces that a service makes for a resource: one like n in each subnet. Their ids are returned.
func (d *Draft) AddServiceInterfaces(owner string, n topology.NetworkInterface, subnets []string) []string {
	var ids []string
	for _, subnet := range subnets {
		if subnet == "" {
			continue
		}
		n := n
		n.NetworkInterfaceId, n.SubnetId, n.RequesterManaged = owner+"#"+subnet, subnet, true
		n.Ipv6Addresses = slices.Clone(n.Ipv6Addresses)
		d.AddInterface(n)
		ids = append(ids, n.NetworkInterfaceId)
	}
	return ids
}

// AddInstance adds an instance that runs, with its primary interface. That is made of n: without an id it gets one, and if one of that id is there
// already, it is attached.
func (d *Draft) AddInstance(i topology.Instance, n topology.NetworkInterface) {
	if i.State.Name == "" {
		i.State = topology.InstanceState{Code: 16, Name: "running"}
	}
	Put(d, &d.Snapshot.Instances, i)
	n.NetworkInterfaceId = cmp.Or(n.NetworkInterfaceId, InterfaceOf(i.InstanceId, 0))
	n.Attachment = &topology.NetworkInterfaceAttachment{InstanceId: i.InstanceId, Status: "attached"}
	n.Status = "in-use"
	d.AddInterface(n)
}

// Attach attaches an interface that is a resource of its own to an instance.
func (d *Draft) Attach(id, instance string, device int) {
	n := Part(d, &d.Snapshot.NetworkInterfaces, id, func(n *topology.NetworkInterface) { n.NetworkInterfaceId = id })
	n.Attachment = &topology.NetworkInterfaceAttachment{InstanceId: instance, DeviceIndex: device, Status: "attached"}
	n.Status = "in-use"
}

// AddElasticIP adds an Elastic IP. If it names an interface, an instance or a NAT gateway that uses it by its allocation, it stands for their first address.
func (d *Draft) AddElasticIP(a topology.Address) {
	a.Domain = cmp.Or(a.Domain, "vpc")
	Put(d, &d.Snapshot.Addresses, a)
}

// ElasticIP finds an Elastic IP by its allocation, to be completed; nil if it is not in the Draft.
func (d *Draft) ElasticIP(allocation string) *topology.Address {
	return Get(d, &d.Snapshot.Addresses, allocation)
}

// placeInterfaces fills in what subnets and instances tell of what lies in them.
func (d *Draft) placeInterfaces() {
	for i := range d.Snapshot.Subnets {
		s := &d.Snapshot.Subnets[i]
		if v := d.Vpc(s.VpcId); v != nil && s.OwnerId == "" { // one that is shared names its owner
			s.Account, s.Region = cmp.Or(s.Account, v.Account), cmp.Or(s.Region, v.Region)
		}
	}
	for i := range d.Snapshot.NetworkInterfaces {
		n := &d.Snapshot.NetworkInterfaces[i]
		if s := d.Subnet(n.SubnetId); s != nil {
			n.VpcId, n.AvailabilityZone = cmp.Or(n.VpcId, s.VpcId), cmp.Or(n.AvailabilityZone, s.AvailabilityZone)
			n.Account, n.Region = cmp.Or(n.Account, s.Account), cmp.Or(n.Region, s.Region)
			n.OwnerId = cmp.Or(n.OwnerId, s.OwnerId)
		}
		if n.Groups == nil && n.VpcId != "" && !d.stubs[n.Ref()] {
			n.Groups = []topology.GroupIdentifier{{GroupId: d.DefaultGroup(n.VpcId), GroupName: "default"}}
		}
	}
	for i := range d.Snapshot.Instances {
		x := &d.Snapshot.Instances[i]
		if s := d.Subnet(x.SubnetId); s != nil {
			x.VpcId, x.Placement.AvailabilityZone = cmp.Or(x.VpcId, s.VpcId), cmp.Or(x.Placement.AvailabilityZone, s.AvailabilityZone)
		}
	}
	for i := range d.Snapshot.NatGateways {
		x := &d.Snapshot.NatGateways[i]
		x.VpcId = cmp.Or(x.VpcId, d.vpcOf(x.SubnetId))
	}
	for i := range d.Snapshot.LoadBalancers {
		d.placeBalancer(&d.Snapshot.LoadBalancers[i])
	}
}

// DefaultGroup is the id of a VPC's default security group.
func (d *Draft) DefaultGroup(vpc string) string {
	for _, s := range []*topology.Snapshot{d.Snapshot, d.base} {
		if s == nil {
			continue
		}
		for i := range s.SecurityGroups {
			if g := &s.SecurityGroups[i]; g.VpcId == vpc && g.GroupName == "default" {
				return g.GroupId
			}
		}
	}
	return DefaultsOf(vpc).SecurityGroup
}

// primaryOf is the first interface of an instance in the Draft; nil if it has none there.
func (d *Draft) primaryOf(instance string) *topology.NetworkInterface {
	at := slices.IndexFunc(d.Snapshot.NetworkInterfaces, func(n topology.NetworkInterface) bool {
		return n.Attachment != nil && n.Attachment.InstanceId == instance && n.Attachment.DeviceIndex == 0
	})
	if at < 0 {
		return nil
	}
	return &d.Snapshot.NetworkInterfaces[at]
}

// AddDatabase adds a database instance, with an interface in one subnet of its group: the service draws which.
func (d *Draft) AddDatabase(b topology.DBInstance) {
	b.DBInstanceStatus = cmp.Or(b.DBInstanceStatus, "available")
	Put(d, &d.Snapshot.DBInstances, b)
	d.later(placing, func() {
		group := Get(d, &d.Snapshot.DBSubnetGroups, b.DBSubnetGroup.DBSubnetGroupName)
		if group == nil {
			return
		}
		n := topology.NetworkInterface{Meta: b.Meta, Description: "RDSNetworkInterface", InterfaceType: "interface", Groups: []topology.GroupIdentifier{}}
		for _, g := range b.VpcSecurityGroups {
			n.Groups = append(n.Groups, topology.GroupIdentifier{GroupId: g.VpcSecurityGroupId})
		}
		if len(n.Groups) == 0 {
			n.Groups = nil
		}
		if b.PubliclyAccessible {
			n.Association = &topology.NetworkInterfaceAssociation{}
		}
		row := Get(d, &d.Snapshot.DBInstances, b.DBInstanceIdentifier)
		row.DBSubnetGroup = *group
		row.DBSubnetGroup.Meta = topology.Meta{}
		d.AddServiceInterfaces(b.DBInstanceIdentifier, n, d.subnetOf(row, group))
	})
}

// subnetOf is the subnet of a database: the one in its zone, or else the first of its group, whose zone it then gets.
func (d *Draft) subnetOf(b *topology.DBInstance, group *topology.DBSubnetGroup) []string {
	var ids []string
	for _, s := range group.Subnets {
		in := d.Subnet(s.SubnetIdentifier)
		if in == nil {
			continue
		}
		if b.AvailabilityZone == in.AvailabilityZone && b.AvailabilityZone != "" {
			return []string{s.SubnetIdentifier}
		}
		ids = append(ids, s.SubnetIdentifier)
	}
	if len(ids) > 0 && b.AvailabilityZone == "" {
		slices.Sort(ids)
		b.AvailabilityZone = d.Subnet(ids[0]).AvailabilityZone
	}
	return ids[:min(len(ids), 1)]
}

// AddFunction adds a Lambda function, with an interface in each of its subnets if it is in a VPC.
func (d *Draft) AddFunction(f topology.LambdaFunction) {
	Put(d, &d.Snapshot.LambdaFunctions, f)
	if f.VpcConfig == nil {
		return
	}
	n := topology.NetworkInterface{Meta: f.Meta, InterfaceType: "lambda", Description: "AWS Lambda VPC ENI-" + f.FunctionName, VpcId: f.VpcConfig.VpcId, Groups: GroupsOf(f.VpcConfig.SecurityGroupIds)}
	d.AddServiceInterfaces(f.FunctionName, n, f.VpcConfig.SubnetIds)
}

// GroupsOf are the identifiers of security groups; nil, which stands for a VPC's default group, if there are none.
func GroupsOf(ids []string) []topology.GroupIdentifier {
	var groups []topology.GroupIdentifier
	for _, id := range ids {
		groups = append(groups, topology.GroupIdentifier{GroupId: id})
	}
	return groups
}
