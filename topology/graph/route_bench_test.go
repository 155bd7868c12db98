package graph

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// BenchmarkPick measures how a walk finds the route of a destination, over the destinations of a table in turn.
func BenchmarkPick(b *testing.B) {
	for _, routes := range []int{50, 1000, 10_000} {
		b.Run(fmt.Sprintf("routes=%d", routes), func(b *testing.B) {
			g, destinations := tableOf(b, routes)
			w := NewWalk(g, nil)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if w.pick(Node{RouterNode, 0}, g.subnets[0].table, destinations[i&1023]) == none {
					b.Fatal("no route")
				}
			}
		})
	}
}

// tableOf compiles a VPC with one table of random routes, and draws destinations that they hold.
func tableOf(b *testing.B, routes int) (*Graph, []netip.Addr) {
	r := rand.New(rand.NewPCG(1, uint64(routes)))
	table := topology.RouteTable{RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: []topology.RouteTableAssociation{{Main: true}}}
	var blocks []netip.Prefix
	for taken := map[netip.Prefix]bool{}; len(blocks) < routes; {
		a := netip.AddrFrom4([4]byte{172, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())})
		if p := netip.PrefixFrom(a, 12+r.IntN(17)).Masked(); !taken[p] {
			taken[p] = true
			blocks = append(blocks, p)
			table.Routes = append(table.Routes, topology.Route{DestinationCidrBlock: p, GatewayId: "igw-1", State: "active", Origin: "CreateRoute"})
		}
	}
	s := &topology.Snapshot{
		Vpcs:        []topology.Vpc{{VpcId: "vpc-1", CidrBlock: netip.MustParsePrefix("10.0.0.0/16")}},
		Subnets:     []topology.Subnet{{SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: netip.MustParsePrefix("10.0.0.0/24")}},
		RouteTables: []topology.RouteTable{table},
	}
	g, _ := Compile(s, Options{})
	destinations := make([]netip.Addr, 1024)
	for i := range destinations {
		p := blocks[r.IntN(len(blocks))]
		a, random := p.Addr().As4(), r.Uint32()>>p.Bits()
		for n := range a {
			a[n] |= byte(random >> (24 - 8*n))
		}
		destinations[i] = netip.AddrFrom4(a)
	}
	if g.subnets[0].table == none || len(g.tables[g.subnets[0].table].routes) < routes {
		b.Fatal("the routes were not compiled")
	}
	return g, destinations
}
