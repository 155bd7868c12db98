package cloudformation

import (
	"reflect"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

// taggedBy finds the resources of a stack in a Snapshot, by the tags that CloudFormation gives: ids by logical id.
func taggedBy(base *topology.Snapshot, stack string) map[string]string {
	found := map[string]string{}
	if base == nil {
		return found
	}
	for _, t := range base.Tables() {
		if t.Len() == 0 || tagsOf(t.Row(0)) == nil {
			continue
		}
		for i := range t.Len() {
			tags := *tagsOf(t.Row(i))
			if len(tags) == 0 || tags.Get("aws:cloudformation:stack-name") != stack {
				continue
			}
			if logical := tags.Get("aws:cloudformation:logical-id"); logical != "" && found[logical] == "" {
				found[logical] = t.Ref(i).ID
			}
		}
	}
	return found
}

// tagsOf are the tags of a row; nil if rows of its table have none.
func tagsOf(row any) *topology.Tags {
	for _, name := range []string{"Tags", "TagSet", "TagList"} {
		if f := reflect.ValueOf(row).Elem().FieldByName(name); f.IsValid() {
			if tags, ok := f.Addr().Interface().(*topology.Tags); ok {
				return tags
			}
		}
	}
	return nil
}

// defaultsOf are the ids of what AWS made with a VPC: those in the network below if it is there.
func (b *builder) defaultsOf(vpc string) provision.Defaults {
	ids := provision.DefaultsOf(vpc)
	if b.base == nil {
		return ids
	}
	for i := range b.base.RouteTables {
		t := &b.base.RouteTables[i]
		for _, a := range t.Associations {
			if t.VpcId == vpc && a.Main {
				ids.RouteTable = t.RouteTableId
			}
		}
	}
	for i := range b.base.NetworkAcls {
		if a := &b.base.NetworkAcls[i]; a.VpcId == vpc && a.IsDefault {
			ids.NetworkAcl = a.NetworkAclId
		}
	}
	for i := range b.base.SecurityGroups {
		if g := &b.base.SecurityGroups[i]; g.VpcId == vpc && g.GroupName == "default" {
			ids.SecurityGroup = g.GroupId
		}
	}
	return ids
}

// interfaceInUse is an interface of an instance that exists; nil if it has none of that device number.
func (b *builder) interfaceInUse(instance string, device int) *topology.NetworkInterface {
	if b.base == nil {
		return nil
	}
	for i := range b.base.NetworkInterfaces {
		if n := &b.base.NetworkInterfaces[i]; n.Attachment != nil && n.Attachment.InstanceId == instance && n.Attachment.DeviceIndex == device {
			return n
		}
	}
	return nil
}

// keepNumbers gives an interface that exists its id and its addresses: AWS chose them once.
func keepNumbers(n *topology.NetworkInterface, exists *topology.NetworkInterface) {
	if exists == nil {
		return
	}
	n.NetworkInterfaceId = exists.NetworkInterfaceId
	if !n.PrivateIpAddress.IsValid() || n.PrivateIpAddress == exists.PrivateIpAddress {
		n.PrivateIpAddress, n.PrivateIpAddresses, n.Ipv6Addresses = exists.PrivateIpAddress, exists.PrivateIpAddresses, exists.Ipv6Addresses
		n.Association = exists.Association
	}
}
