package randnet

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// NetworkToCome is the network of a seed in which some interfaces are declared and not made yet, so that their addresses are stand-ins, and
// in which rules, entries and routes hold some of the addresses that they may get and not others.
func NetworkToCome(seed uint64) *topology.Snapshot {
	s := Network(seed)
	d := newDice(seed, toComeStream)
	for range d.between(1, 2) {
		d.forgetAddresses(s)
	}
	if len(s.SecurityGroupRules) > 0 && len(s.SecurityGroups) > 0 {
		s.SecurityGroupRules = nil
		for i := range s.SecurityGroups {
			s.SecurityGroupRules = append(s.SecurityGroupRules, groupRules(&s.SecurityGroups[i])...)
		}
		countElements(s)
	}
	return s
}

// forgetAddresses makes an interface one to come, and cuts the block that its address is in.
func (d dice) forgetAddresses(s *topology.Snapshot) {
	for range attempts {
		e := pick(d, toCome(s)...)
		if e == nil {
			return
		}
		if e.InterfaceType != "interface" && d.chance(70) {
			continue
		}
		e.Symbolic = true
		for _, block := range subnetBlocks(s, e.SubnetId) {
			for range d.between(1, 5) {
				d.cutInside(s, block)
			}
		}
		return
	}
}

// toCome are the interfaces that may be yet to come: whose addresses are nobody else's, in no VPC and in no text.
func toCome(s *topology.Snapshot) []*topology.NetworkInterface {
	times := map[netip.Addr]int{}
	for i := range s.NetworkInterfaces {
		for _, a := range addressesOf(&s.NetworkInterfaces[i]) {
			times[a]++
		}
	}
	for i := range s.TargetGroups {
		for _, h := range s.TargetGroups[i].TargetHealthDescriptions {
			if a, err := netip.ParseAddr(h.Target.Id); err == nil {
				times[a]++
			}
		}
	}
	var all []*topology.NetworkInterface
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		own := addressesOf(e)
		if len(own) > 0 && len(own) < 4 && !e.Symbolic && !slices.ContainsFunc(own, func(a netip.Addr) bool { return times[a] > 1 }) {
			all = append(all, e)
		}
	}
	return all
}

func addressesOf(e *topology.NetworkInterface) []netip.Addr {
	var all []netip.Addr
	for _, a := range e.PrivateIpAddresses {
		all = append(all, a.PrivateIpAddress)
	}
	for _, a := range e.Ipv6Addresses {
		all = append(all, a.Ipv6Address)
	}
	return all
}

func subnetBlocks(s *topology.Snapshot, subnet string) []netip.Prefix {
	var all []netip.Prefix
	for i := range s.Subnets {
		if x := &s.Subnets[i]; x.SubnetId == subnet {
			if x.CidrBlock.IsValid() {
				all = append(all, x.CidrBlock)
			}
			for _, b := range x.Ipv6CidrBlockAssociationSet {
				all = append(all, b.Ipv6CidrBlock)
			}
		}
	}
	return all
}

// cutInside narrows one of the prefixes that anything compares addresses with to a part of a block.
func (d dice) cutInside(s *topology.Snapshot, block netip.Prefix) {
	var wide []reflect.Value
	note := func(v reflect.Value) {
		if p := prefixOf(v); p.IsValid() && p.Contains(block.Addr()) && p.Bits() <= block.Bits() {
			wide = append(wide, v)
		}
	}
	for _, t := range []any{s.SecurityGroups, s.SecurityGroups, s.NetworkAcls, s.RouteTables, s.PrefixLists, s.TransitGatewayRouteTables, s.ListenerRules, s.FirewallRuleGroups, s.TransitGatewayPolicyTables} {
		prefixesIn(reflect.ValueOf(t), note)
	}
	for i := range s.ClientVpnEndpoints {
		prefixesIn(reflect.ValueOf(s.ClientVpnEndpoints[i].Routes), note)
		prefixesIn(reflect.ValueOf(s.ClientVpnEndpoints[i].AuthorizationRules), note)
	}
	part := d.partOf(block)
	switch v := pick(d, wide...); {
	case !v.IsValid():
	case v.Kind() == reflect.String:
		v.SetString(part.String())
	default:
		v.Set(reflect.ValueOf(part))
	}
}

// prefixOf reads a prefix that is a text perhaps.
func prefixOf(v reflect.Value) netip.Prefix {
	if v.Kind() == reflect.String {
		p, _ := netip.ParsePrefix(v.String())
		return p
	}
	return v.Interface().(netip.Prefix)
}

// partOf is a part of a block: a half or less, or a single address.
func (d dice) partOf(block netip.Prefix) netip.Prefix {
	long := min(block.Bits()+d.between(1, 4), block.Addr().BitLen())
	if d.chance(35) {
		long = block.Addr().BitLen()
	}
	b := block.Addr().AsSlice()
	for bit := block.Bits(); bit < long; bit++ {
		if d.chance(50) {
			b[bit/8] |= 0x80 >> (bit % 8)
		}
	}
	a, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(a, long)
}

// prefixesIn shows all prefixes and texts in a value, but those of routes that stay in a VPC.
func prefixesIn(v reflect.Value, see func(reflect.Value)) {
	switch known := v.Interface().(type) {
	case netip.Prefix:
		see(v)
		return
	case netip.Addr:
		return
	case topology.Route:
		if known.GatewayId == "local" {
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		see(v)
	case reflect.Slice:
		for i := range v.Len() {
			prefixesIn(v.Index(i), see)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			prefixesIn(v.Elem(), see)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				prefixesIn(v.Field(i), see)
			}
		}
	}
}

// aboutToCome begins a flow from an interface to come, or to one: mostly from or to somebody in the same VPC.
func (g *ground) aboutToCome() (Flow, *topology.NetworkInterface) {
	e := pick(g.dice, g.toCome...)
	own := pick(g.dice, addressesOf(e)...)
	switch {
	case g.chance(50):
		to := g.destination(e)
		f := Flow{From: e.NetworkInterfaceId, To: to.addr}
		if to.addr.IsValid() {
			f.SourceIP = g.source(e, to.addr.Is4())
		}
		return f, to.of
	case len(g.senders) > 0 && g.chance(80):
		from := pick(g.dice, g.senders...)
		if near := g.byVpc[e.VpcId]; len(near) > 0 && g.chance(60) {
			from = pick(g.dice, near...)
		}
		return Flow{From: from.NetworkInterfaceId, SourceIP: g.source(from, own.Is4()), To: own}, e
	case len(e.PrivateIpAddresses) > 0 && e.PrivateIpAddresses[0].Association != nil:
		own = e.PrivateIpAddresses[0].Association.PublicIp
	}
	f, _ := g.fromOutside()
	f.To = own
	return f, e
}
