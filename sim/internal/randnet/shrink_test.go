package randnet

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// TestShrinkKeepsWhatMatters asks for an interface in a group that has a rule: nothing else should be left.
func TestShrinkKeepsWhatMatters(t *testing.T) {
	s := Network(5)
	want := s.NetworkInterfaces[0].NetworkInterfaceId
	group := s.NetworkInterfaces[0].Groups[0].GroupId
	keep := func(s *topology.Snapshot) bool {
		return some(s.NetworkInterfaces, func(e *topology.NetworkInterface) bool {
			return e.NetworkInterfaceId == want && some(e.Groups, func(g *topology.GroupIdentifier) bool { return g.GroupId == group })
		}) && some(s.SecurityGroups, func(g *topology.SecurityGroup) bool {
			return g.GroupId == group && some(g.IpPermissions, func(p *topology.IpPermission) bool { return len(p.IpRanges) > 0 })
		})
	}
	small := Shrink(s, keep)
	if !keep(small) {
		t.Fatal("the result does not hold any more")
	}
	rows := 0
	for _, table := range small.Tables() {
		rows += table.Len()
	}
	if rows != 2 || len(small.SecurityGroups[0].IpPermissions) != 1 || len(small.SecurityGroups[0].IpPermissions[0].IpRanges) != 1 || len(small.SecurityGroups[0].IpPermissionsEgress) != 0 {
		t.Errorf("too much is left:\n%s", Describe(small))
	}
	if len(small.Documents) != len(s.Documents) {
		t.Error("documents went: what is known of the network changed")
	}
}

// TestShrinkLeavesTheOriginalAlone compares it with a fresh one.
func TestShrinkLeavesTheOriginalAlone(t *testing.T) {
	s := Network(9)
	Shrink(s, func(s *topology.Snapshot) bool { return len(s.Vpcs) > 0 })
	Shrink(s, func(s *topology.Snapshot) bool { return len(s.RouteTables) > 1 && len(s.RouteTables[0].Routes) > 0 })
	if !reflect.DeepEqual(s, Network(9)) {
		t.Error("the snapshot that was shrunk changed")
	}
}

// TestDescribeNamesEveryResource looks for the ids in the text.
func TestDescribeNamesEveryResource(t *testing.T) {
	forEachNetwork(t, func(t *testing.T, _ uint64, s *topology.Snapshot) {
		text := Describe(s)
		for i := range s.Tables()[1].Len() {
			if id := s.Vpcs[i].VpcId; !strings.Contains(text, "\n"+id+" ") && !strings.HasPrefix(text, id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
		for i := range s.NetworkInterfaces {
			if id := s.NetworkInterfaces[i].NetworkInterfaceId; !strings.Contains(text, "\n"+id+" ") {
				t.Errorf("no line for %s", id)
			}
		}
	})
}
