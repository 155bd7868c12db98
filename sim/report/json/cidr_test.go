package json

import (
	"context"
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/peering"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// addresses are two peered VPCs, one with the addresses of one of them, and an entry of a list.
func addresses() *ipam.Inventory {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8::/56")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Vpc("vpc-c", "10.1.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2001:db8::/64")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.Peering("pcx-b", "vpc-a", "vpc-b")
	n.Peering("pcx-c", "vpc-a", "vpc-c")
	n.Route("vpc-a", "10.1.0.0/16", "pcx-b")
	return ipam.New(n.Snapshot(), ipam.Holding{Prefix: netip.MustParsePrefix("10.0.9.0/24"), Kind: ipam.Listed, Name: "lab", At: ipam.Position{Path: "l.txt", Line: 3}})
}

// cidrRecords are records of every kind about addresses.
func cidrRecords(t *testing.T) map[string]report.Sheeted {
	t.Helper()
	v := addresses()
	pool := netip.MustParsePrefix("10.0.0.0/8")
	overlapping, err := v.Overlaps(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	space := v.SpaceOf(pool)
	grants, err := space.Allocate([]ipam.Request{{Bits: 16, Family: netmath.IPv4}}, ipam.FirstFit)
	if err != nil {
		t.Fatal(err)
	}
	own := v.SpaceOf(netip.MustParsePrefix("10.0.0.0/16"))
	parts, err := own.Split(ipam.Split{Tiers: []ipam.Tier{{Name: "app", Hosts: 60}}, Zones: []string{"a", "b"}}, ipam.BestFit)
	if err != nil {
		t.Fatal(err)
	}
	join := v.Peer(v.Vpc("vpc-b"), v.Vpc("vpc-a"))
	n := whatif.Network{Snapshot: v.Snapshot}
	n.Graph, _ = graph.Compile(n.Snapshot, n.Options)
	asked, err := peering.Ask(context.Background(), n, join)
	if err != nil {
		t.Fatal(err)
	}
	vpcs, subnets := v.Use(func(string) bool { return true })
	waste := ipam.Aggregate([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("10.0.1.0/24")}, ipam.Waste{}, netmath.AddrSet{})
	plan := &ipam.Plan{
		Name: "acme", AnyZones: []string{"a"}, Tiers: []ipam.Tier{{Name: "app", Hosts: 9}}, Pools: []ipam.PlanPool{{Name: "all", Blocks: []netip.Prefix{pool}}},
		Accounts: []ipam.PlanAccount{{Name: "shop", Regions: []string{"eu-west-1"}, Vpcs: []ipam.PlanVpc{{Name: "main"}}}},
	}
	solved, err := v.Solve(plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]report.Sheeted{
		"check":     report.NewCIDRCheck(v.CheckNew([]netip.Prefix{pool}, v.Vpc("vpc-a"), nil), []string{"10.0.0.0/8"}, "vpc-a", "test"),
		"plan":      report.NewCIDRPlan(solved, ipam.Given{"gone": {pool}}, "test"),
		"info":      report.NewCIDRInfo(v.Info(netip.MustParsePrefix("10.0.1.0/24")), v, true, "test"),
		"overlaps":  report.NewCIDROverlaps(overlapping, v, "test", 10),
		"free":      report.NewCIDRFree(space, "test", 20, 5),
		"next":      report.NewCIDRNext(space, grants, ipam.FirstFit, "test", true),
		"split":     report.NewCIDRSplit(own, parts, ipam.BestFit, "test"),
		"aggregate": report.NewCIDRAggregate(waste, 2, "25%"),
		"tree":      report.NewCIDRTree(v.Tree(nil, subnets), "test", 0),
		"peer":      report.NewCIDRPeer(join, v, asked, "test"),
		"peer-all":  report.NewCIDRPeerAll(v.PeerAll(), v, "test", 9),
		"util":      report.NewCIDRUse(vpcs, subnets, "test", 24, &ipam.Growth{Hosts: 3}, "3"),
	}
}

func TestAddressesObeyTheirSchema(t *testing.T) {
	var root schema
	decode(t, CIDRSchema, &root)
	for name, r := range cidrRecords(t) {
		line, err := Line(r)
		if err != nil {
			t.Fatal(err)
		}
		var record any
		decode(t, line, &record)
		for _, problem := range root.check(alternative(root, name), record, "") {
			t.Errorf("%s%s", name, problem)
		}
		broken := strings.Replace(string(line), `"schema":"dryhop/cidr-`, `"schema":"dryhop/cider-`, 1)
		decode(t, []byte(broken), &record)
		if root.check(root, record, "") == nil {
			t.Errorf("%s: a wrong schema word went unnoticed", name)
		}
		for i, s := range r.Sheets() {
			for _, row := range s.Rows {
				if len(row) != len(s.Header) || s.Depth != nil && len(s.Depth) != len(s.Rows) {
					t.Errorf("%s: sheet %d has %d columns, and a row of %d", name, i, len(s.Header), len(row))
				}
			}
		}
	}
}

// alternative is the part of the schema that is about a record, so that what is wrong is told and not that nothing fits.
func alternative(root schema, name string) schema {
	for _, a := range root["anyOf"].([]any) {
		s := a.(map[string]any)
		if s["properties"].(map[string]any)["schema"].(map[string]any)["const"] == "dryhop/cidr-"+name+"/v1" {
			return s
		}
	}
	return root
}
