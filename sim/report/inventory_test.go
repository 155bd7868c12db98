package report

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func at(account, region string) topology.Meta {
	return topology.Meta{Account: account, Region: region}
}

// small is one VPC with one subnet, whose Region only the subnet tells, and a route to a gateway.
func small() *topology.Snapshot {
	return &topology.Snapshot{
		Documents: []topology.Document{
			{Kind: ref.Vpc, Account: "111122223333"}, {Kind: ref.Subnet, Account: "111122223333"},
			{Kind: ref.RouteTable, Account: "111122223333", Partial: true},
		},
		Vpcs: []topology.Vpc{{
			Meta: at("111122223333", ""), VpcId: "vpc-1", CidrBlock: netip.MustParsePrefix("10.0.0.0/16"),
			CidrBlockAssociationSet: []topology.VpcCidrBlockAssociation{
				{CidrBlock: netip.MustParsePrefix("10.0.0.0/16")},
				{CidrBlock: netip.MustParsePrefix("10.1.0.0/16"), CidrBlockState: topology.CidrBlockState{State: "associated"}},
				{CidrBlock: netip.MustParsePrefix("10.2.0.0/16"), CidrBlockState: topology.CidrBlockState{State: "failed"}},
			},
			Tags: topology.Tags{{Key: "Name", Value: "prod"}},
		}},
		Subnets: []topology.Subnet{{Meta: at("111122223333", "eu-west-1"), SubnetId: "subnet-1", VpcId: "vpc-1"}},
		RouteTables: []topology.RouteTable{{
			Meta: at("111122223333", "eu-west-1"), RouteTableId: "rtb-1", VpcId: "vpc-1",
			Routes: []topology.Route{{GatewayId: "igw-1"}},
		}},
	}
}

func TestInventoryPutsEverythingWhereItBelongs(t *testing.T) {
	inv := NewInventory(small(), "small", Assumables{ref.NetworkAcl: "default-nacls"})
	if len(inv.Accounts) != 1 || len(inv.Accounts[0].Regions) != 1 {
		t.Fatalf("%+v: want one account with one Region", inv.Accounts)
	}
	r := inv.Accounts[0].Regions[0]
	wantVpcs := []VpcInventory{{
		Component: Component{ID: "vpc-1", Type: "vpc", Name: "prod"}, CIDRs: []string{"10.0.0.0/16", "10.1.0.0/16"},
		Counts: []Count{{"subnet", 1}, {"route-table", 1}},
	}}
	if d := cmp.Diff(wantVpcs, r.Vpcs); d != "" {
		t.Errorf("VPCs (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Count{{"vpc", 1}, {"subnet", 1}, {"route-table", 1}}, r.Counts); d != "" {
		t.Errorf("counts (-want +got):\n%s", d)
	}
}

func TestMissingTellsWhatMatters(t *testing.T) {
	inv := NewInventory(small(), "small", Assumables{ref.NetworkAcl: "default-nacls"})
	missing := inv.Accounts[0].Regions[0].Missing
	find := func(kind string) Missing {
		i := slices.IndexFunc(missing, func(m Missing) bool { return m.Type == kind })
		if i < 0 {
			return Missing{}
		}
		return missing[i]
	}
	for kind, want := range map[string]struct {
		there, partly, used bool
		assume              string
	}{
		"vpc":              {},
		"route-table":      {there: true, partly: true, used: true},
		"network-acl":      {there: true, used: true, assume: "default-nacls"},
		"internet-gateway": {there: true, used: true},
		"vpn-gateway":      {there: true},
		"db-instance":      {there: true},
		"transit-gateway":  {there: true},
	} {
		m := find(kind)
		if (m.Type != "") != want.there || m.Partly != want.partly || m.Used != want.used || m.Assume != want.assume {
			t.Errorf("%s: %+v, want %+v", kind, m, want)
		}
	}
}

func TestCheckPutsErrorsFirst(t *testing.T) {
	c := NewCheck(small(), []topology.Diagnostic{
		{Severity: topology.Info, Code: "A"}, {Severity: topology.Error, Code: "C", Path: "b"},
		{Severity: topology.Warning, Code: "B"}, {Severity: topology.Error, Code: "C", Path: "a", Line: 2}, {Severity: topology.Error, Code: "C", Path: "a", Line: 1},
	}, "small", Assumables{ref.NetworkAcl: "default-nacls"})
	var order []string
	for _, d := range c.Diagnostics {
		order = append(order, d.Severity+" "+d.Code+d.Path)
	}
	if d := cmp.Diff([]string{"error Ca", "error Ca", "error Cb", "warning B", "info A"}, order); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	if want := (SeverityTotals{Errors: 3, Warnings: 1, Infos: 1}); c.Totals != want {
		t.Errorf("totals %+v, want %+v", c.Totals, want)
	}
	if d := cmp.Diff([]AssumableGaps{{"default-nacls", "aws ec2 describe-network-acls", []string{"111122223333 eu-west-1"}}}, c.Assumable); d != "" {
		t.Errorf("gaps (-want +got):\n%s", d)
	}
}

func TestCodesAreUnique(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range Codes().Codes {
		if seen[c.Code] {
			t.Errorf("%s is there twice", c.Code)
		}
		seen[c.Code] = true
	}
}
