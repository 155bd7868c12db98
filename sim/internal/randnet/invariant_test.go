package randnet

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// strangers are the ids that nothing has, by intention: other accounts' resources, and what oddities name.
var strangers = map[string]bool{
	"sg-97": true, "sg-98": true, "sg-99": true, "vpc-99": true, "nat-99": true, "eni-99": true, "pcx-97": true, "vgw-99": true, "i-99": true,
	"tgw-01": true, "tgw-02": true, "cagw-01": true, "vpce-99": true, "lgw-01": true, "arn:aws:networkmanager::" + homeAccount + ":core-network/core-network-01": true, coreArn(coreID): true,
	dynamoList: true, "local": true, "": true,
}

// ids are all that a snapshot has rows of.
func ids(s *topology.Snapshot) map[string]bool {
	known := map[string]bool{}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			known[t.Ref(i).ID] = true
		}
	}
	for _, f := range s.NetworkFirewalls { // some endpoints are told of by their firewalls alone
		for _, state := range f.FirewallStatus.SyncStates {
			known[state.Attachment.EndpointId] = true
		}
	}
	for _, a := range s.FirewallEndpointAssociations {
		for _, state := range a.AssociationSyncState {
			known[state.Attachment.EndpointId] = true
		}
	}
	return known
}

// whole reports whether nothing is missing, so that every id should resolve.
func whole(s *topology.Snapshot) bool {
	for _, k := range kinds {
		if s.Covers(k, "", "") == topology.Absent {
			return false
		}
	}
	return !hasLost(s)
}

func TestIdsResolve(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		if !whole(s) {
			return
		}
		known := ids(s)
		check := func(by ref.Ref, id string) {
			if !known[id] && !strangers[id] {
				t.Errorf("%v names %q, which is nowhere", by, id)
			}
		}
		checkVpcs(s, check)
		checkInterfaces(s, check)
		checkTables(s, check)
		checkTransit(s, check)
	})
}

func checkVpcs(s *topology.Snapshot, check func(ref.Ref, string)) {
	for i := range s.Subnets {
		check(s.Subnets[i].Ref(), s.Subnets[i].VpcId)
	}
	for i := range s.NatGateways {
		g := &s.NatGateways[i]
		check(g.Ref(), g.VpcId)
		check(g.Ref(), g.SubnetId)
		check(g.Ref(), g.RouteTableId)
	}
	for i := range s.NetworkAcls {
		for _, a := range s.NetworkAcls[i].Associations {
			check(s.NetworkAcls[i].Ref(), a.SubnetId)
		}
	}
	for i := range s.VpcPeeringConnections {
		p := &s.VpcPeeringConnections[i]
		check(p.Ref(), p.RequesterVpcInfo.VpcId)
		check(p.Ref(), p.AccepterVpcInfo.VpcId)
	}
	for i := range s.SecurityGroups {
		g := &s.SecurityGroups[i]
		forEachPair(g, func(pair *topology.UserIdGroupPair) {
			check(g.Ref(), pair.GroupId)
		})
	}
}

func checkInterfaces(s *topology.Snapshot, check func(ref.Ref, string)) {
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		check(e.Ref(), e.SubnetId)
		for _, g := range e.Groups {
			check(e.Ref(), g.GroupId)
		}
	}
	for i := range s.Instances {
		for _, e := range s.Instances[i].NetworkInterfaces {
			check(s.Instances[i].Ref(), e.NetworkInterfaceId)
		}
	}
	for i := range s.Addresses {
		check(s.Addresses[i].Ref(), s.Addresses[i].NetworkInterfaceId)
	}
	for i := range s.VpcEndpoints {
		for _, id := range s.VpcEndpoints[i].NetworkInterfaceIds {
			check(s.VpcEndpoints[i].Ref(), id)
		}
	}
}

func checkTables(s *topology.Snapshot, check func(ref.Ref, string)) {
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		for _, a := range t.Associations {
			check(t.Ref(), a.SubnetId)
			check(t.Ref(), a.GatewayId)
		}
		for j := range t.Routes {
			check(t.Ref(), t.Routes[j].DestinationPrefixListId)
			if field := target(&t.Routes[j]); field != nil {
				check(t.Ref(), *field)
			}
		}
	}
}

// TestAddressesLieInTheirSubnets also holds that no two interfaces of a VPC share an address.
func TestAddressesLieInTheirSubnets(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		subnets := map[string]*topology.Subnet{}
		for i := range s.Subnets {
			subnets[s.Subnets[i].SubnetId] = &s.Subnets[i]
		}
		held := map[string][]netip.Prefix{}
		for i := range s.NetworkInterfaces {
			e := &s.NetworkInterfaces[i]
			sub := &subnetDraft{Subnet: subnets[e.SubnetId]}
			if sub.Subnet == nil {
				continue
			}
			for _, p := range blocksOf(e) {
				checkBlock(t, sub, p)
				if overlap(held[e.VpcId], []netip.Prefix{p}) {
					t.Errorf("%s: %v is held twice", e.NetworkInterfaceId, p)
				}
				held[e.VpcId] = append(held[e.VpcId], p)
			}
		}
	})
}

// blocksOf are an interface's addresses and delegated prefixes.
func blocksOf(e *topology.NetworkInterface) []netip.Prefix {
	var all []netip.Prefix
	for _, a := range e.PrivateIpAddresses {
		all = append(all, netip.PrefixFrom(a.PrivateIpAddress, 32))
	}
	for _, a := range e.Ipv6Addresses {
		all = append(all, netip.PrefixFrom(a.Ipv6Address, 128))
	}
	for _, p := range e.Ipv4Prefixes {
		all = append(all, p.Ipv4Prefix)
	}
	for _, p := range e.Ipv6Prefixes {
		all = append(all, p.Ipv6Prefix)
	}
	return all
}

// checkBlock holds a block inside its subnet and off the reserved addresses (R1.8).
func checkBlock(t *testing.T, s *subnetDraft, p netip.Prefix) {
	t.Helper()
	in := s.CidrBlock
	if p.Addr().Is6() {
		in = s.block6()
	}
	if !in.IsValid() || !in.Contains(p.Addr()) || !in.Contains(last(p)) {
		t.Errorf("%v is outside of %s %v", p, s.SubnetId, in)
		return
	}
	if p.Contains(last(in)) || p.Addr().Less(offset(in.Addr(), 4)) {
		t.Errorf("%v holds reserved addresses of %v", p, in)
	}
}

// TestSubnetsLieInTheirVpc also holds that subnets of a VPC are apart.
func TestSubnetsLieInTheirVpc(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		vpcs := map[string]*vpcDraft{}
		for i := range s.Vpcs {
			vpcs[s.Vpcs[i].VpcId] = &vpcDraft{Vpc: &s.Vpcs[i]}
		}
		taken := map[string][]netip.Prefix{}
		for i := range s.Subnets {
			sub := &subnetDraft{Subnet: &s.Subnets[i]}
			for _, p := range []netip.Prefix{sub.CidrBlock, sub.block6()} {
				if !p.IsValid() {
					continue
				}
				if !overlap(vpcs[sub.VpcId].blocks(), []netip.Prefix{p}) {
					t.Errorf("%s: %v is no part of its VPC", sub.SubnetId, p)
				}
				if overlap(taken[sub.VpcId], []netip.Prefix{p}) {
					t.Errorf("%s: %v overlaps another subnet", sub.SubnetId, p)
				}
				taken[sub.VpcId] = append(taken[sub.VpcId], p)
			}
		}
	})
}

// TestEverySubnetHasOneTableAndAcl holds as long as their documents are there.
func TestEverySubnetHasOneTableAndAcl(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		if !whole(s) {
			return
		}
		tables, acls, mains := map[string]int{}, map[string]int{}, map[string]int{}
		for i := range s.RouteTables {
			for _, a := range s.RouteTables[i].Associations {
				tables[a.SubnetId]++
				if a.Main {
					mains[s.RouteTables[i].VpcId]++
				}
			}
		}
		for i := range s.NetworkAcls {
			for _, a := range s.NetworkAcls[i].Associations {
				acls[a.SubnetId]++
			}
		}
		for i := range s.Subnets {
			if id := s.Subnets[i].SubnetId; tables[id] > 1 || acls[id] != 1 || mains[s.Subnets[i].VpcId] != 1 {
				t.Errorf("%s: %d tables, %d ACLs, %d main tables", id, tables[id], acls[id], mains[s.Subnets[i].VpcId])
			}
		}
	})
}
