package graph

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// sharing are three VPCs with the same addresses, one that is peered with two of them in part, and one that is not.
func sharing() *Graph {
	n := topologytest.New()
	for _, v := range []string{"a", "b", "c"} {
		n.Vpc("vpc-"+v, "10.0.0.0/16")
		n.Subnet("subnet-"+v, "vpc-"+v, "10.0.1.0/24")
		n.ENI("eni-"+v+"-10", "subnet-"+v, "10.0.1.10")
	}
	n.ENI("eni-a-11", "subnet-a", "10.0.1.11")
	n.ENI("eni-b-12", "subnet-b", "10.0.1.12").Address("10.0.1.13")
	n.ENI("eni-c-12", "subnet-c", "10.0.1.12")
	n.Vpc("vpc-d", "10.1.0.0/16")
	n.Subnet("subnet-d", "vpc-d", "10.1.1.0/24")
	n.ENI("eni-d", "subnet-d", "10.1.1.10")
	n.Peering("pcx-a", "vpc-d", "vpc-a")
	n.Peering("pcx-b", "vpc-d", "vpc-b")
	g, _ := Compile(n.Snapshot(), Options{})
	return g
}

// TestHolder asks who has an address as rules of a VPC may know.
func TestHolder(t *testing.T) {
	g := sharing()
	for _, c := range []struct {
		on, addr, want string
		one            bool
	}{
		{"eni-d", "10.0.1.11", "eni-a-11", true},
		{"eni-d", "10.0.1.12", "eni-b-12", true}, // vpc-c is no peer
		{"eni-d", "10.0.1.10", "", false},
		{"eni-d", "10.1.1.10", "eni-d", true},
		{"eni-d", "10.0.1.99", "", true},
		{"eni-a-10", "10.0.1.10", "eni-a-10", true},
		{"eni-a-10", "10.0.1.12", "", true},
		{"eni-a-10", "10.1.1.10", "eni-d", true},
		{"eni-c-10", "10.1.1.10", "", true},
	} {
		who, one := g.Holder(at(g, c.on), netip.MustParseAddr(c.addr))
		if one != c.one || one && nameOf(g, who) != c.want {
			t.Errorf("for %s %s is of %q (%v), want %q (%v)", c.on, c.addr, nameOf(g, who), one, c.want, c.one)
		}
	}
}

// TestTwins finds who shares the only address that they have, and nothing else is special about any of them.
func TestTwins(t *testing.T) {
	g := sharing()
	for id, want := range map[string][]string{
		"eni-a-10": {"eni-b-10", "eni-c-10"}, "eni-b-10": {"eni-a-10", "eni-c-10"}, "eni-c-10": {"eni-a-10", "eni-b-10"},
		"eni-a-11": nil, "eni-b-12": nil, "eni-c-12": nil, "eni-d": nil,
	} {
		var got []string
		for _, twin := range g.Twins(at(g, id)) {
			got = append(got, nameOf(g, twin))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("twins of %s: %v, want %v", id, got, want)
		}
		if shares := want != nil || id == "eni-b-12" || id == "eni-c-12"; g.Special(at(g, id)) != shares {
			t.Errorf("%s is special: %v, want %v", id, !shares, shares)
		}
	}
}

func nameOf(g *Graph, id InterfaceID) string {
	if id == NoInterface {
		return ""
	}
	return g.Interface(id).Ref.ID
}
