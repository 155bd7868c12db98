package diff_test

import (
	"flag"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

var damages = flag.Int("damages", 120, "how many damaged networks to compare")

// network has something of everything that has rules. Called twice it makes two snapshots that share nothing.
func network() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16", "2001:db8:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.SG("sg-web", "vpc-a").Ingress("tcp/443", "10.0.0.0/8").Ingress("tcp/22", "10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32")
	n.SG("sg-db", "vpc-a").Ingress("tcp/5432", "sg-web")
	n.NACL("acl-a", "vpc-a", "subnet-a").Ingress(100, "allow", "tcp/443", "10.0.0.0/8").Egress(100, "allow", "all", "0.0.0.0/0")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a")
	n.RouteTable("rtb-b", "vpc-a").Route("0.0.0.0/0", "igw-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-web")
	n.IGW("igw-a", "vpc-a")
	n.PrefixList("pl-a", "10.8.0.0/16")
	n.TGW("tgw-a")
	n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
	n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a").Route("10.9.0.0/16", "tgw-attach-a")
	n.TransitTable("tgw-rtb-b", "tgw-a")
	n.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.16.0.0/22")
	s := n.Snapshot()
	s.TransitGatewayAttachments[0].Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: "tgw-rtb-a", State: "associated"}
	from, to := int32(22), int32(22)
	s.SecurityGroupRules = []topology.SecurityGroupRule{{
		SecurityGroupRuleId: "sgr-1", GroupId: "sg-web", IpProtocol: "tcp", FromPort: &from, ToPort: &to, CidrIpv4: netip.MustParsePrefix("192.0.2.0/24"),
	}}
	return s
}

// TestSupposedHostsComeWithTheirSubnets: a host that is supposed to be in a subnet is part of what happens to that, and no change of its own.
func TestSupposedHostsComeWithTheirSubnets(t *testing.T) {
	before, after := network(), network()
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
	after.Subnets = append(after.Subnets, n.Snapshot().Subnets...)
	after.Subnets[1].MapPublicIpOnLaunch = true
	both := provision.SupposeHosts(before, after)
	all := diff.Of(both[0], both[1])
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].String()
	}
	if want := []string{"subnet-b: MapPublicIpOnLaunch changed", "subnet-c added"}; !slices.Equal(texts, want) {
		t.Fatalf("changes %q; want %q", texts, want)
	}
	for i, id := range []string{"host-in:subnet-b", "host-in:subnet-c"} {
		done := diff.Apply(both[0], all[i])
		at := slices.IndexFunc(done.NetworkInterfaces, func(e topology.NetworkInterface) bool { return e.NetworkInterfaceId == id })
		if at < 0 || i == 0 && done.NetworkInterfaces[at].Association == nil {
			t.Errorf("with %q there is %d of %s", texts[i], at, id)
		}
	}
}

// TestEditsAreFoundAgain does an edit: it is the one change, by its text and as the edit that it was.
func TestEditsAreFoundAgain(t *testing.T) {
	for text, want := range map[string]string{
		"add sg-web ingress udp/53 from 10.0.0.0/8":          "sg-web: ingress udp/53 from 10.0.0.0/8 added",
		"remove sg-web ingress tcp/22 from 192.0.2.0/24":     "sg-web: ingress tcp/22 from 192.0.2.0/24 removed",
		"remove sg-db ingress tcp/5432 from sg-web":          "sg-db: ingress tcp/5432 from sg-web removed",
		"add acl-a ingress 90 deny tcp/22 from 192.0.2.0/24": "acl-a: ingress 90 deny tcp/22 from 192.0.2.0/24 added",
		"replace acl-a ingress 100 deny all from 0.0.0.0/0":  "acl-a: ingress 100 deny all from 0.0.0.0/0 changed",
		"replace rtb-b 0.0.0.0/0 to nat-1":                   "rtb-b: 0.0.0.0/0 to nat-1 changed",
		"remove rtb-b 0.0.0.0/0":                             "rtb-b: 0.0.0.0/0 to igw-a removed",
		"add rtb-b for subnet-a":                             "rtb-b: for subnet-a changed",
		"add rtb-b for subnet-b":                             "rtb-b: for subnet-b added",
		"add eni-a in sg-db":                                 "eni-a: in sg-db added",
		"add tgw-rtb-b for tgw-attach-a":                     "tgw-rtb-b: for tgw-attach-a changed",
		"remove tgw-rtb-a for tgw-attach-a":                  "tgw-rtb-a: for tgw-attach-a removed",
		"add tgw-rtb-b propagates tgw-attach-a":              "tgw-rtb-b: propagates tgw-attach-a added",
		"set eni-a source-dest-check off":                    "eni-a: SourceDestCheck changed",
	} {
		e, err := edit.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		before := network()
		after, err := edit.Apply(before, []edit.Edit{e})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		changes := diff.Of(before, after)
		if len(changes) == 0 || changes[0].String() != want && !slices.ContainsFunc(changes, func(c diff.Change) bool { return c.String() == want }) {
			t.Errorf("%s: it is %v", text, changes)
		}
		if strings.HasPrefix(text, "add tgw-rtb-b propagates") { // the routes that come with it are changes, too
			continue
		}
		if len(changes) != 1 {
			t.Errorf("%s: %d changes: %v", text, len(changes), changes)
		}
	}
}

// TestBothDocumentsOfARule: a rule that two documents tell of goes from both, and comes back to both.
func TestBothDocumentsOfARule(t *testing.T) {
	e, _ := edit.Parse("remove sg-web ingress tcp/22 from 192.0.2.0/24")
	before := network()
	after, _ := edit.Apply(before, []edit.Edit{e})
	if len(after.SecurityGroupRules) != 0 {
		t.Fatal("the edit leaves the rule in one document")
	}
	for _, pair := range [][2]*topology.Snapshot{{before, after}, {after, before}} {
		done := diff.Apply(pair[0], diff.Of(pair[0], pair[1])...)
		if d := cmp.Diff(pair[1].SecurityGroupRules, done.SecurityGroupRules, likewise); d != "" {
			t.Error(d)
		}
	}
}

// TestWhatIsDeclaredApart: rules and routes of new resources that a plan declares by themselves are changes of their own, and can be left out.
func TestWhatIsDeclaredApart(t *testing.T) {
	before, after := network(), network()
	before.SecurityGroups = slices.DeleteFunc(before.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == "sg-web" })
	before.SecurityGroupRules = nil
	before.RouteTables = slices.DeleteFunc(before.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == "rtb-b" })
	after.SecurityGroupRules[0].Address = "aws_vpc_security_group_ingress_rule.ssh"
	for i := range after.RouteTables {
		if table := &after.RouteTables[i]; table.RouteTableId == "rtb-b" {
			table.Address = "aws_route_table.b"
			for j := range table.Routes {
				if table.Routes[j].GatewayId != "local" {
					table.Routes[j].DeclaredAs = "aws_route.default"
				}
			}
		}
	}
	changes := diff.Of(before, after)
	want := []string{
		"route-table/rtb-b rtb-b added", "route-table/rtb-b#0.0.0.0/0 rtb-b: 0.0.0.0/0 to igw-a added",
		"security-group/sg-web sg-web added", "security-group/sg-web#ingress tcp/22 from 192.0.2.0/24 sg-web: ingress tcp/22 from 192.0.2.0/24 added",
	}
	if d := cmp.Diff(want, texts(changes)); d != "" {
		t.Fatal(d)
	}
	if changes[1].Address != "aws_route.default" || changes[3].Address != "aws_vpc_security_group_ingress_rule.ssh" {
		t.Errorf("addresses are %q and %q", changes[1].Address, changes[3].Address)
	}
	equal(t, 0, "all changes", diff.Apply(before, changes...), after)
	part := diff.Apply(before, changes[0], changes[2])
	if d := cmp.Diff([]string{want[1], want[3]}, texts(diff.Of(part, after))); d != "" {
		t.Errorf("without the rules: %s", d)
	}
	alone := diff.Apply(before, changes[1], changes[3])
	if len(alone.RouteTables) != len(before.RouteTables) || len(alone.SecurityGroups) != len(before.SecurityGroups) {
		t.Error("rules bring their resources along")
	}
}

// TestAnyPartOfTheChanges damages a network at random, and does a random part of the changes: what is left to the damaged
// network is the other part. All changes make the damaged network, and none leave the network as it is.
func TestAnyPartOfTheChanges(t *testing.T) {
	seen := 0
	for seed := range uint64(*damages) {
		seen += checkParts(t, seed)
		if t.Failed() {
			return
		}
	}
	if seen < *damages {
		t.Errorf("%d changes in %d damaged networks", seen, *damages)
	}
}

func checkParts(t *testing.T, seed uint64) int {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 1))
	before, after := network(), network()
	data := make([]byte, 10+dice.IntN(80))
	for i := range data {
		data[i] = byte(dice.Uint32())
	}
	topologytest.Mutate(after, data)
	for _, table := range after.Tables() {
		table.Fold(func(into, from any) {})
		for i := range table.Len() {
			undeclare(reflect.ValueOf(table.Row(i)).Elem())
		}
	}
	changes := diff.Of(before, after)
	equal(t, seed, "all changes", diff.Apply(before, changes...), after)
	equal(t, seed, "no change", diff.Apply(before), before)
	equal(t, seed, "before itself", before, network())
	var some, others []diff.Change
	for _, c := range changes {
		if dice.IntN(2) == 0 {
			some = append(some, c)
		} else {
			others = append(others, c)
		}
	}
	left := texts(diff.Of(diff.Apply(before, some...), after))
	if d := cmp.Diff(texts(others), left); d != "" {
		t.Errorf("seed %d: of %q, %q is done; left is not the rest: %s", seed, texts(changes), texts(some), d)
	}
	return len(changes)
}

// undeclare forgets what a plan calls things: what it declares apart cannot be done without its resource.
func undeclare(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			undeclare(v.Index(i))
		}
	case v.Kind() == reflect.Struct && v.CanSet():
		for i := range v.NumField() {
			switch name := v.Type().Field(i).Name; {
			case name == "DeclaredAs", name == "Address" && v.Type() == reflect.TypeFor[topology.Meta]():
				v.Field(i).SetString("")
			default:
				undeclare(v.Field(i))
			}
		}
	}
}

func texts(changes []diff.Change) []string {
	all := []string{}
	for i := range changes {
		all = append(all, changes[i].Ref.String()+" "+changes[i].String())
	}
	slices.Sort(all)
	return all
}

func equal(t *testing.T, seed uint64, what string, got, want *topology.Snapshot) {
	t.Helper()
	if d := cmp.Diff(want, got, likewise, cmpopts.IgnoreFields(topology.Snapshot{}, "Documents")); d != "" {
		t.Errorf("seed %d, %s: %s", seed, what, d)
	}
	for _, kind := range ref.Kinds() {
		if x, y := got.Covers(kind, topologytest.Account, topologytest.Region), want.Covers(kind, topologytest.Account, topologytest.Region); x != y {
			t.Errorf("seed %d, %s: coverage of %v is %v, not %v", seed, what, kind, x, y)
		}
	}
}

var likewise = cmp.Options{
	cmpopts.EquateEmpty(), cmpopts.IgnoreFields(topology.Meta{}, "Address"), cmp.FilterPath(declared, cmp.Ignore()), cmpopts.IgnoreTypes(topology.Source{}),
	cmp.FilterValues(func(a, b []topology.IpPermission) bool { return len(a)+len(b) > 0 }, cmp.Transformer("remotes", split)),
	cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }), cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

// declared are the fields that tell what a plan calls something.
func declared(p cmp.Path) bool { return p.Last().String() == ".DeclaredAs" }

// A rule is a permission with one remote: in how many permissions a group's rules come does not matter.
type rule struct {
	Protocol string
	From, To *int32
	Remote   any
}

func split(permissions []topology.IpPermission) []rule {
	var all []rule
	for _, p := range permissions {
		add := func(remote any) { all = append(all, rule{p.IpProtocol, p.FromPort, p.ToPort, remote}) }
		for _, r := range p.IpRanges {
			add(r)
		}
		for _, r := range p.Ipv6Ranges {
			add(r)
		}
		for _, r := range p.PrefixListIds {
			add(r)
		}
		for _, r := range p.UserIdGroupPairs {
			add(r)
		}
	}
	return all
}
