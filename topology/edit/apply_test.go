package edit_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// network has one of everything that can be edited. Called twice it makes two snapshots that share nothing.
func network() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.SG("sg-web", "vpc-a").Ingress("tcp/443", "10.0.0.0/8").Ingress("tcp/22", "10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32")
	n.SG("sg-db", "vpc-a").Ingress("tcp/5432", "sg-web")
	n.NACL("acl-a", "vpc-a", "subnet-a").Ingress(100, "allow", "tcp/443", "10.0.0.0/8").Egress(100, "allow", "all", "0.0.0.0/0")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a")
	n.RouteTable("rtb-b", "vpc-a").Route("0.0.0.0/0", "igw-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-web")
	n.IGW("igw-a", "vpc-a")
	n.VGW("vgw-a", "vpc-a")
	n.BPA("block-bidirectional")
	n.BPAExclusion("vpcbpa-1", "subnet-b", "allow-egress")
	n.Peering("pcx-a", "vpc-a", "vpc-b")
	n.PrefixList("pl-a", "10.8.0.0/16")
	n.TGW("tgw-a")
	n.Attach("tgw-attach-a", "tgw-a", "subnet-a").Options.ApplianceModeSupport = "disable"
	n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a").Route("10.9.0.0/16", "tgw-attach-a")
	n.TransitTable("tgw-rtb-b", "tgw-a")
	n.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.16.0.0/22")
	s := n.Snapshot()
	s.TransitGatewayAttachments[0].Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: "tgw-rtb-a", State: "associated"}
	return s
}

var likewise = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreFields(topology.RouteTableAssociation{}, "RouteTableAssociationId"),
	cmpopts.IgnoreFields(topology.NetworkAclAssociation{}, "NetworkAclAssociationId"),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }), cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

func parsed(t *testing.T, text string) edit.Edit {
	t.Helper()
	e, err := edit.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestUndone does edits and takes them back: what comes out is what there was, and what there was has not changed meanwhile.
func TestUndone(t *testing.T) {
	for do, undo := range map[string]string{
		"add sg-web ingress udp/53 from 10.0.0.0/8":              "remove sg-web ingress udp/53 from 10.0.0.0/8",
		"add sg-db egress icmp/8 to sg-web":                      "remove sg-db egress icmp/8 to sg-web",
		"add sg-db ingress all from pl-a":                        "remove sg-db ingress all from pl-a",
		"add acl-a ingress 90 deny icmp/8 from 10.3.0.0/16":      "remove acl-a ingress 90 deny icmp/8 from 10.3.0.0/16",
		"add acl-a egress 90 allow gre to 2001:db8::/32":         "remove acl-a egress 90",
		"replace acl-a ingress 100 deny tcp/443 from 10.0.0.0/8": "replace acl-a ingress 100 allow tcp/443 from 10.0.0.0/8",
		"add rtb-a 0.0.0.0/0 to igw-a":                           "remove rtb-a 0.0.0.0/0",
		"add rtb-a pl-a to pcx-a":                                "remove rtb-a pl-a",
		"add rtb-a ::/0 to eni-a":                                "remove rtb-a ::/0 to eni-a",
		"add rtb-b for igw-a":                                    "remove rtb-b for igw-a",
		"add rtb-b for subnet-b":                                 "remove rtb-b for subnet-b",
		"add rtb-b for vpc-a":                                    "add rtb-main-vpc-a for vpc-a",
		"add acl-a for subnet-b":                                 "remove acl-a for subnet-b",
		"add tgw-rtb-a 10.7.0.0/16 to tgw-attach-a":              "remove tgw-rtb-a 10.7.0.0/16",
		"add tgw-rtb-a 10.7.0.0/16 to blackhole":                 "remove tgw-rtb-a 10.7.0.0/16",
		"add tgw-rtb-a pl-a to tgw-attach-a":                     "remove tgw-rtb-a pl-a",
		"add tgw-rtb-b propagates tgw-attach-a":                  "remove tgw-rtb-b propagates tgw-attach-a",
		"add tgw-rtb-b for tgw-attach-a":                         "add tgw-rtb-a for tgw-attach-a",
		"add cvpn-endpoint-a 10.1.0.0/16 to subnet-a":            "remove cvpn-endpoint-a 10.1.0.0/16",
		"add cvpn-endpoint-a authorizes 10.1.0.0/16":             "remove cvpn-endpoint-a authorizes 10.1.0.0/16",
		"remove igw-a at vpc-a":                                  "add igw-a at vpc-a",
		"remove vgw-a at vpc-a":                                  "add vgw-a at vpc-a",
		"add tgw-attach-a at subnet-b":                           "remove tgw-attach-a at subnet-b",
		"add eni-a in sg-db":                                     "remove eni-a in sg-db",
		"add vpc-a exempt allow-bidirectional":                   "remove vpc-a exempt",
		"set eni-a source-dest-check off":                        "set eni-a source-dest-check on",
		"set i-a state stopped":                                  "set i-a state running",
		"set tgw-attach-a appliance-mode enable":                 "set tgw-attach-a appliance-mode disable",
	} {
		was := network()
		edited, err := edit.Apply(was, []edit.Edit{parsed(t, do)})
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(network(), was, likewise); diff != "" {
			t.Errorf("%s changed the original: %s", do, diff)
		}
		if cmp.Equal(was, edited, likewise) {
			t.Errorf("%s changed nothing", do)
		}
		again, err := edit.Apply(edited, []edit.Edit{parsed(t, undo)})
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(was, again, likewise); diff != "" {
			t.Errorf("%s, then %s: %s", do, undo, diff)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"add sg-none ingress all from 10.0.0.0/8":           "no security-group of the snapshot is called sg-none",
		"add sg-web ingress tcp/443 from 10.0.0.0/8":        "has this rule already",
		"remove sg-web ingress tcp/443 from 10.0.0.0/9":     "no such rule",
		"remove sg-web sgr-1":                               "no rule of sg-web is called sgr-1",
		"replace sg-web ingress tcp/443 from 10.0.0.0/8":    "cannot be replaced",
		"add acl-a ingress 100 allow all from 10.0.0.0/8":   "entry 100 already",
		"remove acl-a ingress 101":                          "no ingress entry 101",
		"remove acl-a ingress 100 deny all from 10.0.0.0/8": "says something else",
		"add rtb-b 0.0.0.0/0 to igw-a":                      "already: replace it",
		"replace rtb-a 0.0.0.0/0 to igw-a":                  "no route of its own",
		"remove rtb-a 10.0.0.0/16":                          "no local route",
		"add rtb-a 0.0.0.0/0 to vpc-b":                      "no route can lead to vpc-b",
		"add tgw-rtb-a 10.7.0.0/16 to tgw-attach-none":      "called tgw-attach-none",
		"remove rtb-a for subnet-b":                         "rtb-a does not serve subnet-b",
		"add rtb-a for vpc-b":                               "a table of vpc-a",
		"add igw-a at vpc-b":                                "attached to vpc-a: detach it first",
		"remove subnet-a exempt":                            "not exempt",
		"add subnet-none exempt allow-egress":               "called subnet-none",
	} {
		_, err := edit.Apply(network(), []edit.Edit{parsed(t, text)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want an error with %q", text, err, want)
		}
	}
	if _, err := edit.Apply(network(), []edit.Edit{{}}); err == nil {
		t.Error("an empty edit was applied")
	}
}

// TestRemoveLeavesTheOtherRemotes: a permission of a document is a rule for each of its remotes.
func TestRemoveLeavesTheOtherRemotes(t *testing.T) {
	s, err := edit.Apply(network(), []edit.Edit{parsed(t, "remove sg-web ingress tcp/22 from 192.0.2.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range s.SecurityGroups {
		if g.GroupId == "sg-web" && (len(g.IpPermissions) != 2 || len(g.IpPermissions[1].IpRanges) != 1 || len(g.IpPermissions[1].Ipv6Ranges) != 1) {
			t.Errorf("%+v", g.IpPermissions)
		}
	}
}

// TestEditsSeeEachOther: of edits done together, the second finds what the first did.
func TestEditsSeeEachOther(t *testing.T) {
	s, err := edit.Apply(network(), []edit.Edit{
		parsed(t, "add rtb-a 0.0.0.0/0 to igw-a"), parsed(t, "add rtb-a for subnet-b"), parsed(t, "replace rtb-a 0.0.0.0/0 to pcx-a"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range s.RouteTables {
		if table.RouteTableId == "rtb-a" && (len(table.Associations) != 2 || table.Routes[len(table.Routes)-1].VpcPeeringConnectionId != "pcx-a") {
			t.Errorf("%+v", table)
		}
	}
}

// TestShared: what no edit touches is the same memory.
func TestShared(t *testing.T) {
	was := network()
	s, err := edit.Apply(was, []edit.Edit{parsed(t, "add sg-web ingress udp/53 from 10.0.0.0/8")})
	if err != nil {
		t.Fatal(err)
	}
	if &s.RouteTables[0] != &was.RouteTables[0] || &s.NetworkInterfaces[0] != &was.NetworkInterfaces[0] {
		t.Error("tables were copied that no edit touches")
	}
	if &s.SecurityGroups[0] == &was.SecurityGroups[0] {
		t.Error("the table of security groups is shared")
	}
}
