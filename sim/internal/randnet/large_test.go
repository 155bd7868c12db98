package randnet

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestLargeHasItsShape(t *testing.T) {
	const want = 10_000
	s := Large(1, want)
	hosts := 0
	for i := range s.NetworkInterfaces {
		if s.NetworkInterfaces[i].InterfaceType == "interface" {
			hosts++
		}
	}
	if hosts != want || len(s.Vpcs) != largeVpcs || len(s.Subnets) != largeVpcs*largeSubnets {
		t.Errorf("%d interfaces in %d subnets of %d VPCs", hosts, len(s.Subnets), len(s.Vpcs))
	}
	for i := range s.SecurityGroups {
		if g := &s.SecurityGroups[i]; g.GroupName != "default" && len(groupRules(g)) != 10 {
			t.Fatalf("%s has %d rules", g.GroupId, len(groupRules(g)))
		}
	}
	if !whole(s) {
		t.Error("documents are missing")
	}
}

func TestLargeIsDeterministic(t *testing.T) {
	a, b := Large(3, 1000), Large(3, 1000)
	if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(LargeFlows(a, 3, 500), LargeFlows(b, 3, 500)) {
		t.Error("the same seed gave two networks")
	}
}

// TestLargeAddressesAreUnique also holds that they lie in their subnets.
func TestLargeAddressesAreUnique(t *testing.T) {
	s := Large(2, 20_000)
	subnets := map[string]*subnetDraft{}
	for i := range s.Subnets {
		subnets[s.Subnets[i].SubnetId] = &subnetDraft{Subnet: &s.Subnets[i]}
	}
	held := map[netip.Prefix]bool{}
	for i := range s.NetworkInterfaces {
		for _, p := range blocksOf(&s.NetworkInterfaces[i]) {
			checkBlock(t, subnets[s.NetworkInterfaces[i].SubnetId], p)
			if held[p] {
				t.Fatalf("%v is held twice", p)
			}
			held[p] = true
		}
	}
}

// TestLargeFlowsAreHalfLocal counts the flows that stay in a VPC.
func TestLargeFlowsAreHalfLocal(t *testing.T) {
	s := Large(4, 2000)
	flows, local := LargeFlows(s, 4, 2000), 0
	for _, f := range flows {
		for i := range s.Vpcs {
			if (&topology.Vpc{CidrBlock: s.Vpcs[i].CidrBlock}).CidrBlock.Contains(f.SourceIP) && s.Vpcs[i].CidrBlock.Contains(f.To) {
				local++
			}
		}
	}
	if local < len(flows)*4/10 || local > len(flows)*6/10 {
		t.Errorf("%d of %d flows stay in a VPC", local, len(flows))
	}
}

func BenchmarkLarge(b *testing.B) {
	for b.Loop() {
		Large(1, 10_000)
	}
}
