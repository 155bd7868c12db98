package provision

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// listDifference does to a list what differs between two declarations of it: elements that were declared and are no longer are taken away, those that were not are
// added. An element of the list is the one that was declared if it has the same key.
func listDifference(list, was, is reflect.Value) reflect.Value {
	if list.Type() == reflect.TypeFor[[]topology.IpPermission]() {
		permissions := permissionDifference(list.Interface().([]topology.IpPermission), was.Interface().([]topology.IpPermission), is.Interface().([]topology.IpPermission))
		return reflect.ValueOf(permissions)
	}
	kept := reflect.MakeSlice(list.Type(), 0, list.Len()+is.Len())
	for i := range list.Len() {
		x := list.Index(i)
		if now, declared := find(is, x); declared && says(was, now) {
			kept = reflect.Append(kept, declaredBy(x, now))
		} else if _, gone := find(was, x); !gone && !declared {
			kept = reflect.Append(kept, x)
		}
	}
	for i := range is.Len() {
		if x := is.Index(i); !says(was, x) {
			kept = reflect.Append(kept, x)
		}
	}
	return kept
}

// find looks for the element of a key.
func find(list, x reflect.Value) (reflect.Value, bool) {
	key := elementKey(x)
	for i := range list.Len() {
		if elementKey(list.Index(i)) == key {
			return list.Index(i), true
		}
	}
	return reflect.Value{}, false
}

// says reports whether a list has an element that says the same.
func says(list, x reflect.Value) bool {
	for i := range list.Len() {
		if equal(list.Index(i), x) {
			return true
		}
	}
	return false
}

// declaredBy is an element with the address of what declares it.
func declaredBy(x, now reflect.Value) reflect.Value {
	if x.Kind() != reflect.Struct || !x.FieldByName("DeclaredAs").IsValid() {
		return x
	}
	copied := reflect.New(x.Type()).Elem()
	copied.Set(x)
	copied.FieldByName("DeclaredAs").Set(now.FieldByName("DeclaredAs"))
	return copied
}

// elementKey is what an element of a list is known by, whatever it says.
func elementKey(x reflect.Value) string {
	switch e := x.Interface().(type) {
	case topology.Route:
		return fmt.Sprint(e.DestinationCidrBlock, e.DestinationIpv6CidrBlock, e.DestinationPrefixListId, e.Origin == "EnableVgwRoutePropagation")
	case topology.RouteTableAssociation:
		return fmt.Sprint(e.SubnetId, e.GatewayId, e.Main)
	case topology.NetworkAclEntry:
		return fmt.Sprint(e.Egress, e.RuleNumber)
	case topology.NetworkAclAssociation:
		return e.SubnetId
	case topology.VpcCidrBlockAssociation:
		return e.CidrBlock.String()
	case topology.VpcIpv6CidrBlockAssociation:
		return e.Ipv6CidrBlock.String()
	case topology.TransitGatewayRoute:
		return fmt.Sprint(e.DestinationCidrBlock, e.PrefixListId, e.Type)
	case topology.TransitGatewayRouteTableAssociation:
		return e.TransitGatewayAttachmentId
	case topology.TransitGatewayRouteTablePropagation:
		return e.TransitGatewayAttachmentId
	case topology.TransitGatewayPrefixListReference:
		return e.PrefixListId
	case topology.PrefixListEntry:
		return e.Cidr.String()
	case topology.GroupIdentifier:
		return e.GroupId
	case topology.NetworkInterfacePrivateIpAddress:
		return e.PrivateIpAddress.String()
	case topology.NatGatewayAddress:
		return e.NetworkInterfaceId
	case topology.LoadBalancerZone:
		return e.SubnetId
	case topology.TargetHealthDescription:
		return fmt.Sprint(e.Target)
	case topology.ClientVpnRoute:
		return fmt.Sprint(e.DestinationCidr, e.TargetSubnet)
	case topology.ClientVpnAuthorizationRule:
		return fmt.Sprint(e.DestinationCidr, e.GroupId)
	case topology.ClientVpnTargetNetwork:
		return e.TargetNetworkId
	}
	return fmt.Sprint(x.Interface())
}

// equal compares two values, but for who declares them.
func equal(a, b reflect.Value) bool {
	if a.Kind() == reflect.Struct && a.Type().Kind() == reflect.Struct && a.NumField() > 0 && a.FieldByName("DeclaredAs").IsValid() {
		x, y := reflect.New(a.Type()).Elem(), reflect.New(a.Type()).Elem()
		x.Set(a)
		y.Set(b)
		x.FieldByName("DeclaredAs").SetString("")
		y.FieldByName("DeclaredAs").SetString("")
		a, b = x, y
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// permissionDifference does to the permissions of a group what differs between two declarations of them, remote by remote.
func permissionDifference(list, was, is []topology.IpPermission) []topology.IpPermission {
	result := apart(list)
	before, after := apart(was), apart(is)
	for _, p := range before {
		if !slices.ContainsFunc(after, func(q topology.IpPermission) bool { return sameRule(&p, &q) }) {
			result = slices.DeleteFunc(result, func(q topology.IpPermission) bool { return sameRule(&p, &q) })
		}
	}
	var joined []topology.IpPermission
	for _, p := range result {
		AddPermission(&joined, p)
	}
	for _, p := range after {
		if !slices.ContainsFunc(before, func(q topology.IpPermission) bool { return sameRule(&p, &q) }) {
			AddPermission(&joined, p)
		}
	}
	return joined
}

// apart is a list of permissions with one remote each.
func apart(list []topology.IpPermission) []topology.IpPermission {
	var all []topology.IpPermission
	for _, p := range list {
		bare := topology.IpPermission{IpProtocol: p.IpProtocol, FromPort: p.FromPort, ToPort: p.ToPort}
		for _, r := range p.IpRanges {
			one := bare
			one.IpRanges = []topology.IpRange{r}
			all = append(all, one)
		}
		for _, r := range p.Ipv6Ranges {
			one := bare
			one.Ipv6Ranges = []topology.Ipv6Range{r}
			all = append(all, one)
		}
		for _, r := range p.PrefixListIds {
			one := bare
			one.PrefixListIds = []topology.PrefixListId{r}
			all = append(all, one)
		}
		for _, r := range p.UserIdGroupPairs {
			one := bare
			one.UserIdGroupPairs = []topology.UserIdGroupPair{r}
			all = append(all, one)
		}
	}
	return all
}

// sameRule compares permissions with one remote each, descriptions and owners aside.
func sameRule(p, q *topology.IpPermission) bool {
	return ruleKey(p) == ruleKey(q)
}

func ruleKey(p *topology.IpPermission) string {
	key := p.IpProtocol
	if p.IpProtocol != "-1" && p.FromPort != nil && p.ToPort != nil {
		key += fmt.Sprint(" ", *p.FromPort, " ", *p.ToPort)
	}
	for _, r := range p.IpRanges {
		key += " " + r.CidrIp.String()
	}
	for _, r := range p.Ipv6Ranges {
		key += " " + r.CidrIpv6.String()
	}
	for _, r := range p.PrefixListIds {
		key += " " + r.PrefixListId
	}
	for _, r := range p.UserIdGroupPairs {
		key += " " + r.GroupId
	}
	return key
}
