package edit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/topologytest"
)

const (
	planVpc   = "module.vpc.aws_vpc.this[0]"
	planACL   = planVpc + "#default-network-acl"
	planTable = "module.vpc.aws_route_table.private[0]"
	blueGreen = `aws_security_group.app["blue green"]`
)

// planned is what plans and templates give: ids are addresses.
func planned() *topology.Snapshot {
	n := topologytest.New()
	n.Vpc(planVpc, "10.0.0.0/16")
	n.Subnet(`aws_subnet.app["a"]`, planVpc, "10.0.1.0/24")
	n.Subnet("sg-stack/Subnet", planVpc, "10.0.2.0/24")
	n.SG(blueGreen, planVpc).Ingress("tcp/443", "10.0.0.0/8")
	n.SG("web/Group", planVpc)
	n.SG("stack/Web Tier", planVpc)
	n.NACL(planACL, planVpc).Ingress(100, "allow", "all", "0.0.0.0/0")
	n.RouteTable(planTable, planVpc)
	n.IGW("web/Gateway", planVpc)
	n.ENI("aws_instance.web#interface", `aws_subnet.app["a"]`, "10.0.1.10", "web/Group").Attachment = &topology.NetworkInterfaceAttachment{InstanceId: "aws_instance.web"}
	s := n.Snapshot()
	s.Instances = slices.Insert(s.Instances, 0, topology.Instance{InstanceId: "aws_instance.web", State: topology.InstanceState{Code: 16, Name: "running"}})
	return s
}

// addressed are texts of edits, each before the one that takes it back.
var addressed = []string{
	`add web/Group ingress tcp/443 from aws_security_group.app["blue green"]`,
	`remove web/Group ingress tcp/443 from aws_security_group.app["blue green"]`,
	`add aws_security_group.app["blue green"] egress all to web/Group`,
	`remove aws_security_group.app["blue green"] egress all to web/Group`,
	"add " + planACL + " ingress 90 deny tcp/22 from 0.0.0.0/0",
	"remove " + planACL + " ingress 90",
	"add " + planTable + " 0.0.0.0/0 to web/Gateway",
	"remove " + planTable + " 0.0.0.0/0",
	"add " + planTable + ` for aws_subnet.app["a"]`,
	"remove " + planTable + ` for aws_subnet.app["a"]`,
	"add " + planTable + " for sg-stack/Subnet",
	"remove " + planTable + " for sg-stack/Subnet",
	`add "stack/Web Tier" ingress all from 10.0.0.0/8`,
	`remove "stack/Web Tier" ingress all from 10.0.0.0/8`,
	`add aws_instance.web#interface in aws_security_group.app["blue green"]`,
	`remove aws_instance.web#interface in aws_security_group.app["blue green"]`,
	"remove web/Gateway at " + planVpc,
	"add web/Gateway at " + planVpc,
	"add sg-stack/Subnet exempt allow-egress",
	"remove sg-stack/Subnet exempt",
	"set aws_instance.web state stopped",
	"set aws_instance.web state running",
}

// TestAddresses: what is called by an address is edited like what is called by an id, and the text is read back.
func TestAddresses(t *testing.T) {
	for i := 0; i < len(addressed); i += 2 {
		was := planned()
		s := was
		for _, text := range addressed[i : i+2] {
			e, err := edit.ParseIn(s, text)
			if err != nil || e.String() != text {
				t.Fatalf("%s is read as %s: %v", text, e, err)
			}
			if named, err := edit.NamesOf(s).Parse(text); err != nil || named != e {
				t.Errorf("%s is %s by name: %v", text, named, err)
			}
			before := s
			if s, err = edit.Apply(s, []edit.Edit{e}); err != nil {
				t.Fatal(err)
			}
			if cmp.Equal(before, s, likewise) {
				t.Errorf("%s changed nothing", text)
			}
		}
		if diff := cmp.Diff(was, s, likewise); diff != "" {
			t.Errorf("%s: %s", addressed[i:i+2], diff)
		}
	}
}

// TestAddressesAsPeopleWriteThem: brackets keep a word together, an instance stands for its interface, and what is misspelt is found.
func TestAddressesAsPeopleWriteThem(t *testing.T) {
	names := edit.NamesOf(planned())
	for text, want := range map[string]string{
		"allow web/Group ingress tcp/443 from " + blueGreen:                             addressed[0],
		`add "web/Group" ingress tcp/443 from "aws_security_group.app[\"blue green\"]"`: addressed[0],
		"add web/Group: ingress tcp/443 from " + blueGreen:                              addressed[0],
		"allow aws_instance.web in " + blueGreen:                                        addressed[14],
		"add web/Group ingress tcp/443 from aws_security_group.app":                     "nothing in the snapshot is called aws_security_group.app",
		"add module.vpc.aws_route_table.private[1] 0.0.0.0/0 to igw-1":                  "did you mean " + planTable + "?",
		"add web/Group ingress tcp/443 from 10.0.0.1/8":                                 "write 10.0.0.0/8",
		"add web/Group ingress tcp/443 from web/Gateway":                                "is not an address",
		"add " + planTable + ` for aws_subnet.app["b"]`:                                 `did you mean aws_subnet.app["a"]?`,
		`add "web/Group" ingress all from "aws_security_group.app[\"b"`:                 "nothing in the snapshot is called",
		`add "web/Group ingress all from 10.0.0.0/8`:                                    "did you mean web/Group?",
	} {
		e, err := names.Parse(text)
		got := e.String()
		if err != nil {
			got = err.Error()
		}
		if got != want && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}
