package ipam

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// said are findings as "severity CODE", the worst first.
func said(found []Finding) string {
	var words []string
	for _, f := range found {
		words = append(words, f.Severity.String()+" "+string(f.Code))
	}
	return strings.Join(words, ", ")
}

func TestNewBlocks(t *testing.T) {
	for block, want := range map[string]string{
		"10.42.0.0/16":    "",
		"10.0.0.0/8":      "breaks VPC_BLOCK_SIZE, notice RANGE_COMMON, notice RANGE_EKS_SERVICES",
		"10.42.0.0/29":    "breaks VPC_BLOCK_SIZE",
		"10.0.0.0/16":     "notice RANGE_COMMON",
		"172.17.4.0/24":   "limits RANGE_DOCKER",
		"172.16.0.0/16":   "",
		"172.31.0.0/20":   "limits RANGE_DEFAULT_VPC",
		"192.168.4.0/24":  "notice RANGE_HOME",
		"100.64.0.0/16":   "notice RANGE_CGNAT",
		"169.254.9.0/24":  "breaks RANGE_LINK_LOCAL",
		"224.0.0.0/16":    "breaks RANGE_FORBIDDEN",
		"8.8.0.0/16":      "limits RANGE_PUBLIC",
		"203.0.113.0/24":  "limits RANGE_DOCUMENTATION",
		"2600:1f00::/56":  "",
		"2600:1f00::/57":  "breaks VPC_BLOCK_SIZE",
		"fd00:ec2::/56":   "breaks RANGE_AWS_SERVICES, notice RANGE_ULA",
		"2001:db8:1::/48": "limits RANGE_DOCUMENTATION",
	} {
		got := said(New(nil).CheckNew([]netip.Prefix{netip.MustParsePrefix(block)}, nil, nil))
		if got != want {
			t.Errorf("%s: %q, want %q", block, got, want)
		}
	}
}

func TestBlocksToBeAdded(t *testing.T) {
	for name, c := range map[string]struct {
		change func(n *topologytest.Network)
		block  string
		want   string
	}{
		"free":                   {nil, "10.50.0.0/16", ""},
		"its own":                {nil, "10.1.128.0/17", "breaks SECONDARY_OVERLAPS"},
		"another private range":  {nil, "192.168.0.0/24", "limits SECONDARY_RESTRICTED, notice RANGE_HOME"},
		"shared addresses":       {nil, "100.70.0.0/16", "notice RANGE_CGNAT"},
		"10.0/16 beside 10.0/15": {nil, "10.0.4.0/24", "limits SECONDARY_RESTRICTED, notice RANGE_COMMON"},
		"a route as large": {func(n *topologytest.Network) {
			n.TGW("tgw-1")
			n.Route("vpc-a", "10.60.0.0/16", "tgw-1")
		}, "10.60.0.0/16", "breaks SECONDARY_HIDES_ROUTE"},
		"a route that is larger": {func(n *topologytest.Network) {
			n.TGW("tgw-1")
			n.Route("vpc-a", "10.60.0.0/16", "tgw-1")
		}, "10.60.1.0/24", ""},
		"a peer's": {func(n *topologytest.Network) {
			n.Vpc("vpc-b", "10.70.0.0/16")
			n.Peering("pcx-b", "vpc-a", "vpc-b")
		}, "10.70.4.0/24", "breaks SECONDARY_OVERLAPS_PEER, limits LISTED_BLOCK_TAKEN"},
		"while its request is pending": {func(n *topologytest.Network) {
			n.Vpc("vpc-b", "10.70.0.0/16")
			n.Peering("pcx-b", "vpc-a", "vpc-b").Status("pending-acceptance")
		}, "10.80.0.0/16", "breaks SECONDARY_WHILE_PENDING"},
		"while another's is": {func(n *topologytest.Network) {
			n.Vpc("vpc-b", "10.70.0.0/16")
			n.Peering("pcx-b", "vpc-b", "vpc-a").Status("pending-acceptance")
		}, "10.80.0.0/16", ""},
		"beyond the quota": {func(n *topologytest.Network) {
			for _, b := range []string{"10.90.0.0/16", "10.91.0.0/16", "10.92.0.0/16", "10.93.0.0/16"} {
				n.VpcOf("vpc-a").Block(b, "associated")
			}
		}, "10.94.0.0/16", "notice VPC_BLOCK_QUOTA"},
	} {
		t.Run(name, func(t *testing.T) {
			n := topologytest.New()
			n.Vpc("vpc-a", "10.1.0.0/16")
			if c.change != nil {
				c.change(n)
			}
			v := New(n.Snapshot())
			if got := said(v.CheckNew([]netip.Prefix{netip.MustParsePrefix(c.block)}, v.Vpc("vpc-a"), nil)); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestSnapshotsAreChecked(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.1.0.0/16", "172.17.0.0/16", "10.1.4.0/24")
	n.Subnet("subnet-a", "vpc-a", "10.2.0.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.1.9.0/29")
	v := New(n.Snapshot())
	want := "breaks SECONDARY_OVERLAPS, breaks SUBNET_BLOCK_SIZE, breaks SUBNET_OUTSIDE_VPC, limits RANGE_DOCKER, limits SECONDARY_RESTRICTED"
	if got := said(v.Check(nil)); got != want {
		t.Errorf("%q", got)
	}
	override := Severities{RangeDocker: Off, SubnetSize: Off, SecondaryOverlaps: Notice, SubnetOutside: Limits}
	if got := said(v.Check(override)); got != "limits SUBNET_OUTSIDE_VPC, limits SECONDARY_RESTRICTED, notice SECONDARY_OVERLAPS" {
		t.Errorf("overridden: %q", got)
	}
	if got := said(New(&topology.Snapshot{Vpcs: []topology.Vpc{{VpcId: "vpc-d", IsDefault: true, CidrBlock: netip.MustParsePrefix("172.31.0.0/16")}}}).Check(nil)); got != "" {
		t.Errorf("a default VPC: %q", got)
	}
}

// TestEveryCodeIsExplained wants a text for every code that findings can have.
func TestEveryCodeIsExplained(t *testing.T) {
	known := map[string]bool{string(SubnetOutside): true, string(SubnetsOverlap): true}
	for _, texts := range [][]topology.CodeText{EffectTexts, JoinTexts, PlanTexts, CheckTexts} {
		for _, x := range texts {
			if known[x.Code] || x.Title == "" || x.Cause == "" || x.Remedy == "" {
				t.Errorf("%s is there twice, or not explained", x.Code)
			}
			known[x.Code] = true
		}
	}
	for _, x := range Ranges {
		if !known[string(x.Code)] {
			t.Errorf("%s is not explained", x.Code)
		}
	}
}
