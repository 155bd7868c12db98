package graph

import (
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestGroupHomes finds groups without members, with some in one VPC, and with some in several; and who refers to members elsewhere.
func TestGroupHomes(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	for _, id := range []string{"sg-none", "sg-a", "sg-both", "sg-plain"} {
		g := n.SG(id, "vpc-a")
		if id == "sg-both" {
			g.Associated("vpc-b")
		}
	}
	n.SG("sg-b", "vpc-b")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a", "sg-both")
	n.ENI("eni-b", "subnet-b", "10.1.1.10", "sg-b")
	n.ENI("eni-c", "subnet-b", "10.1.1.11", "sg-both", "sg-b")
	curious := []struct {
		remote string
		want   bool
	}{{"sg-none", false}, {"sg-a", false}, {"sg-b", true}, {"sg-both", true}, {"10.1.0.0/16", false}}
	for i, c := range curious {
		id := fmt.Sprint(i)
		n.SG("sg-asks-"+id, "vpc-a").Ingress("tcp/443", c.remote)
		n.ENI("eni-"+id, "subnet-a", "10.0.1.2"+id, "sg-plain", "sg-asks-"+id)
	}
	n.SG("sg-sends", "vpc-a").NoEgress().Egress("tcp/443", "sg-b")
	n.ENI("eni-sends", "subnet-a", "10.0.1.30", "sg-sends")
	g, _ := Compile(n.Snapshot(), Options{})
	homes := g.GroupHomes()
	a, b := GroupHome(g.VpcIndex(at(g, "eni-a"))), GroupHome(g.VpcIndex(at(g, "eni-b")))
	for id, want := range map[string]GroupHome{"sg-none": nowhereHome, "sg-a": a, "sg-b": b, "sg-both": severalHome, "sg-plain": a} {
		for i := range homes {
			if g.groupAt(int32(i)).ref.ID == id && homes[i] != want {
				t.Errorf("members of %s are in %d, want %d", id, homes[i], want)
			}
		}
	}
	for i, c := range curious {
		if got := g.Curious(at(g, fmt.Sprint("eni-", i)), homes); got != c.want {
			t.Errorf("who asks for %s is curious: %v, want %v", c.remote, got, c.want)
		}
	}
	if g.Curious(at(g, "eni-sends"), homes) {
		t.Error("who sends to others is curious who asks")
	}
}

func at(g *Graph, id string) InterfaceID { return InterfaceID(g.interfaceOf(id)) }
