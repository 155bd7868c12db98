package load

import (
	"cmp"
	"iter"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// A resource's contents come from other calls than the resource: contentsOf pairs each list with the flag that
// says that it is known. join moves the contents of one view to another, so that views can then be compared.

// content is a list inside an element with its Known flag.
type content struct {
	list  reflect.Value
	known *bool
}

// contentsOf lists what an element holds of other calls' answers; nothing for most.
func contentsOf(row any) []content {
	switch r := row.(type) {
	case *topology.PrefixList:
		return contents(&r.Entries, &r.EntriesKnown)
	case *topology.TransitGatewayRouteTable:
		return slices.Concat(contents(&r.Associations, &r.AssociationsKnown), contents(&r.Propagations, &r.PropagationsKnown),
			contents(&r.Routes, &r.StaticRoutesKnown), contents((*[]struct{})(nil), &r.PropagatedRoutesKnown),
			contents(&r.PrefixListReferences, &r.PrefixListReferencesKnown))
	case *topology.TransitGatewayPolicyTable:
		return slices.Concat(contents(&r.Entries, &r.EntriesKnown), contents(&r.Associations, &r.AssociationsKnown))
	case *topology.LoadBalancer:
		return contents(&r.Attributes, &r.AttributesKnown)
	case *topology.TargetGroup:
		return slices.Concat(contents(&r.TargetHealthDescriptions, &r.TargetHealthKnown), contents(&r.Attributes, &r.AttributesKnown))
	case *topology.ClientVpnEndpoint:
		return slices.Concat(contents(&r.Routes, &r.RoutesKnown), contents(&r.AuthorizationRules, &r.AuthorizationRulesKnown),
			contents(&r.ClientVpnTargetNetworks, &r.TargetNetworksKnown))
	case *topology.IpamPool:
		return slices.Concat(contents(&r.IpamPoolCidrs, &r.CidrsKnown), contents(&r.IpamPoolAllocations, &r.AllocationsKnown))
	case *topology.NetworkFirewall:
		return contents((*[]struct{})(nil), &r.StatusKnown)
	case *topology.FirewallEndpointAssociation:
		return contents((*[]struct{})(nil), &r.StatusKnown)
	case *topology.FirewallPolicy:
		return contents((*[]struct{})(nil), &r.PolicyKnown)
	case *topology.FirewallRuleGroup:
		return contents((*[]struct{})(nil), &r.RulesKnown)
	case *topology.CoreNetwork:
		return slices.Concat(contents((*[]struct{})(nil), &r.PolicyKnown), contents(&r.RouteTables, new(bool)))
	}
	return nil
}

func contents[R any](list *[]R, known *bool) []content {
	return []content{{list: reflect.ValueOf(list), known: known}}
}

// join moves the contents that from holds to into.
func join(into, from any) {
	if p, ok := into.(*topology.VpcPeeringConnection); ok {
		joinSides(p, from.(*topology.VpcPeeringConnection))
		return
	}
	theirs := contentsOf(from)
	for i, mine := range contentsOf(into) {
		*mine.known = *mine.known || *theirs[i].known
		*theirs[i].known = false
		if mine.list.IsNil() {
			continue
		}
		unite(mine.list.Elem(), theirs[i].list.Elem())
		theirs[i].list.Elem().SetZero()
	}
}

// unite appends what a list has not yet.
func unite(into, from reflect.Value) {
	if from.Len() == 0 {
		return
	}
	seen := map[string]bool{}
	united := reflect.MakeSlice(into.Type(), 0, into.Len()+from.Len())
	for _, list := range []reflect.Value{into, from} {
		for i := range list.Len() {
			if text := print(list.Index(i)); !seen[text] {
				seen[text] = true
				united = reflect.Append(united, list.Index(i))
			}
		}
	}
	into.Set(united)
}

// arrange puts the rows of contents, which may come from several answers, into an order of their own.
func arrange(row any) {
	for _, c := range contentsOf(row) {
		if c.list.IsNil() || c.list.Elem().Len() < 2 {
			continue
		}
		list := c.list.Elem()
		order := make([]int, list.Len())
		texts := make([]string, list.Len())
		for i := range order {
			order[i], texts[i] = i, print(list.Index(i))
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(texts[a], texts[b]) })
		arranged := reflect.MakeSlice(list.Type(), 0, list.Len())
		for _, i := range order {
			arranged = reflect.Append(arranged, list.Index(i))
		}
		list.Set(arranged)
	}
}

// joinSides gives both views of a peering all blocks: each side's account prints its own in full.
func joinSides(into, from *topology.VpcPeeringConnection) {
	for _, side := range [][2]*topology.VpcPeeringConnectionVpcInfo{
		{&into.RequesterVpcInfo, &from.RequesterVpcInfo}, {&into.AccepterVpcInfo, &from.AccepterVpcInfo},
	} {
		a, b := side[0], side[1]
		unite(reflect.ValueOf(&a.CidrBlockSet).Elem(), reflect.ValueOf(b.CidrBlockSet))
		unite(reflect.ValueOf(&a.Ipv6CidrBlockSet).Elem(), reflect.ValueOf(b.Ipv6CidrBlockSet))
		b.CidrBlockSet, b.Ipv6CidrBlockSet = a.CidrBlockSet, a.Ipv6CidrBlockSet
		completeSide(a, b)
		completeSide(b, a)
	}
}

func completeSide(a, b *topology.VpcPeeringConnectionVpcInfo) {
	if !a.CidrBlock.IsValid() {
		a.CidrBlock = b.CidrBlock
	}
	if a.PeeringOptions == nil {
		a.PeeringOptions = b.PeeringOptions
	}
	if a.Region == "" {
		a.Region = b.Region
	}
}

// adopt replaces a view by another, but for the contents, which were joined into the first.
func adopt(into, from any) {
	mine, theirs := contentsOf(into), contentsOf(from)
	for i := range mine {
		*theirs[i].known = *mine[i].known
		if !mine[i].list.IsNil() {
			theirs[i].list.Elem().Set(mine[i].list.Elem())
		}
	}
	reflect.ValueOf(into).Elem().Set(reflect.ValueOf(from).Elem())
}

// holdsSources reports whether rows inside elements of this type have sources of their own.
func holdsSources(row any) bool {
	switch row.(type) {
	case *topology.TransitGatewayRouteTable, *topology.ClientVpnEndpoint, *topology.CoreNetwork:
		return true
	}
	return false
}

// rowSources are the sources that rows inside an element have of their own.
func rowSources(row any) iter.Seq[*topology.Source] {
	return func(yield func(*topology.Source) bool) {
		switch r := row.(type) {
		case *topology.TransitGatewayRouteTable:
			for i := range r.Routes {
				yield(&r.Routes[i].Source)
			}
			for i := range r.PrefixListReferences {
				yield(&r.PrefixListReferences[i].Source)
			}
		case *topology.ClientVpnEndpoint:
			for i := range r.Routes {
				yield(&r.Routes[i].Source)
			}
			for i := range r.AuthorizationRules {
				yield(&r.AuthorizationRules[i].Source)
			}
		case *topology.CoreNetwork:
			for i := range r.RouteTables {
				yield(&r.RouteTables[i].Source)
			}
		}
	}
}
