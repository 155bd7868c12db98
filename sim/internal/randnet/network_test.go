package randnet

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// seeds is how many networks each test looks at.
const seeds = 300

func forEachNetwork(t *testing.T, test func(t *testing.T, seed uint64, s *topology.Snapshot)) {
	t.Helper()
	for seed := range uint64(seeds) {
		test(t, seed, Network(seed))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestNetworkAndFlowsAreDeterministic(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, seed uint64, s *topology.Snapshot) {
		again := Network(seed)
		if !reflect.DeepEqual(s, again) {
			t.Error("the same seed gave two networks")
		}
		if !reflect.DeepEqual(Flows(s, seed, 40), Flows(again, seed, 40)) {
			t.Error("the same seed gave two sets of flows")
		}
	})
}

func TestSeedsDiffer(t *testing.T) {
	if reflect.DeepEqual(Network(1), Network(2)) || reflect.DeepEqual(Flows(Network(1), 1, 20), Flows(Network(1), 2, 20)) {
		t.Error("two seeds gave the same")
	}
}

// TestNetworksAreSmall keeps networks readable and quick to ask about.
func TestNetworksAreSmall(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		if n := len(s.Vpcs); n < 2 || n > 5 {
			t.Errorf("%d VPCs", n)
		}
		hosts := 0
		for i := range s.NetworkInterfaces {
			if e := &s.NetworkInterfaces[i]; e.InterfaceType == "interface" && e.Description == "" {
				hosts++
			}
		}
		if hosts > maxHosts || (hosts < 2 && s.Covers(ref.NetworkInterface, "", "") == topology.Whole && !hasLost(s)) {
			t.Errorf("%d interfaces of instances", hosts)
		}
	})
}

// hasLost reports whether the documents of some account lack a kind.
func hasLost(s *topology.Snapshot) bool {
	return strings.Contains(Describe(s), "missing: ")
}

func TestRowsAreSortedAndDocumented(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		for _, table := range s.Tables() {
			for i := range table.Len() {
				if i > 0 && ref.Compare(table.Ref(i-1), table.Ref(i)) > 0 {
					t.Errorf("%v comes before %v", table.Ref(i-1), table.Ref(i))
				}
				m, kind := table.Meta(i), table.Ref(i).Kind
				if m.Account == "" || m.Region == "" {
					t.Errorf("%v has no account or Region", table.Ref(i))
				}
				if s.Covers(kind, "", "") == topology.Absent && (kind != ref.TransitGatewayAttachment || !hasKey(s)) {
					t.Errorf("%v has no document", table.Ref(i))
				}
			}
		}
	})
}

// hasKey reports whether some answer about attachments of one kind is there.
func hasKey(s *topology.Snapshot) bool {
	return s.CoversKey(keys[0], "", "") != topology.Absent || s.CoversKey(keys[1], "", "") != topology.Absent
}

// TestFlowsAreWellFormed holds flows to what a packet can be.
func TestFlowsAreWellFormed(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, seed uint64, s *topology.Snapshot) {
		known := map[string]bool{"": true}
		for i := range s.NetworkInterfaces {
			known[s.NetworkInterfaces[i].NetworkInterfaceId] = true
		}
		for _, f := range Flows(s, seed, 100) {
			if !known[f.From] || !f.SourceIP.IsValid() || f.SourceIP.Is4() != f.To.Is4() {
				t.Errorf("%v: the ends do not fit", f)
			}
			if ported := f.Protocol == tcp || f.Protocol == udp; !ported && f.SourcePort+f.DestinationPort != 0 {
				t.Errorf("%v: ports without a protocol that has them", f)
			}
			if ping := f.Protocol == icmp || f.Protocol == icmpv6; !ping && f.ICMPType+f.ICMPCode != 0 {
				t.Errorf("%v: a message without ICMP", f)
			}
		}
	})
}
