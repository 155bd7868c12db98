package edit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

var texts = []string{
	"add sg-1 ingress tcp/443 from 10.0.0.0/8",
	"add sg-1 egress all to ::/0",
	"add sg-1 ingress icmp/8 from sg-2",
	"add sg-1 ingress icmpv6/128/0 from pl-1",
	"remove sg-1 ingress gre from 192.0.2.1/32",
	"remove sg-1 sgr-0a1",
	"add acl-1 ingress 90 allow tcp/443 from 10.0.0.0/8",
	"replace acl-1 egress 100 deny udp to 2001:db8::/32",
	"remove acl-1 ingress 90",
	"add rtb-1 0.0.0.0/0 to igw-1",
	"replace rtb-1 pl-1 to vpce-1",
	"remove rtb-1 0.0.0.0/0",
	"add tgw-rtb-1 10.0.0.0/8 to tgw-attach-1",
	"add tgw-rtb-1 10.0.0.0/8 to blackhole",
	"add cvpn-endpoint-1 10.0.0.0/8 to subnet-1",
	"add cvpn-endpoint-1 authorizes 10.0.0.0/8",
	"add rtb-1 for subnet-1",
	"add rtb-1 for vpc-1",
	"remove acl-1 for subnet-1",
	"add tgw-rtb-1 for tgw-attach-1",
	"add tgw-rtb-1 propagates tgw-attach-1",
	"add igw-1 at vpc-1",
	"remove vgw-1 at vpc-1",
	"add tgw-attach-1 at subnet-1",
	"add eni-1 in sg-1",
	"add subnet-1 exempt allow-egress",
	"remove vpc-1 exempt",
	"set eni-1 source-dest-check off",
	"set i-1 state running",
	"set tgw-attach-1 appliance-mode enable",
	"set arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/50dc6c495c0c9188 preserve_client_ip.enabled false",
}

func TestStringIsTheInverseOfParse(t *testing.T) {
	for _, text := range texts {
		e, err := edit.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if e.String() != text {
			t.Errorf("%q was read, and printed as %q", text, e)
		}
	}
}

func TestParseIsLenientAboutWhatIsMeant(t *testing.T) {
	for text, want := range map[string]string{
		"allow sg-1 ingress tcp/443 from 10.0.0.0/8":      "add sg-1 ingress tcp/443 from 10.0.0.0/8",
		"allow  sg-1 ingress -1  from 10.0.0.1":           "add sg-1 ingress all from 10.0.0.1/32",
		"add sg-1 ingress tcp/0-65535 from 10.0.0.0/8":    "add sg-1 ingress tcp from 10.0.0.0/8",
		"add sg-1 ingress 6/22 from 10.0.0.0/8":           "add sg-1 ingress tcp/22 from 10.0.0.0/8",
		"allow acl-1 ingress 90 tcp/443 from 10.0.0.0/8":  "add acl-1 ingress 90 allow tcp/443 from 10.0.0.0/8",
		"remove acl-1 ingress 90 deny all from 0.0.0.0/0": "remove acl-1 ingress 90 deny all from 0.0.0.0/0",
	} {
		if e, err := edit.Parse(text); err != nil || e.String() != want {
			t.Errorf("%s: %v, %v; want %s", text, e, err, want)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"": "begins with none of",
		"open sg-1 ingress tcp/443 from 10.0.0.0/8":       "begins with none of",
		"add web ingress tcp/443 from 10.0.0.0/8":         `"web" is no id`,
		"add sg-1 inbound tcp/443 from 10.0.0.0/8":        `"inbound" is neither ingress nor egress`,
		"add sg-1 ingress tpc/443 from 10.0.0.0/8":        `"tpc" is no protocol`,
		"add sg-1 ingress tcp/70000 from 10.0.0.0/8":      `"70000" is no number from 0 to 65535`,
		"add sg-1 ingress tcp/90-80 from 10.0.0.0/8":      "runs backwards",
		"add sg-1 ingress gre/4 from 10.0.0.0/8":          "know no ports of gre",
		"add sg-1 ingress tcp/443 to 10.0.0.0/8":          `lacks "from"`,
		"add sg-1 ingress tcp/443 from 10.0.0.1/8":        "write 10.0.0.0/8",
		"add sg-1 ingress tcp/443 from 10.0.0.0/8 please": `"please" is too much`,
		"add acl-1 ingress 0 allow all from 10.0.0.0/8":   "numbered from 1",
		"add acl-1 ingress 40000 allow all from ::/0":     "no number from 0 to 32766",
		"add acl-1 ingress 10 allow all from sg-1":        `"sg-1" is not an address`,
		"add rtb-1 0.0.0.0/0":                             `lacks "to"`,
		"add rtb-1 for":                                   "lacks whom",
		"add eni-1 sg-1":                                  `after "in"`,
		"add subnet-1 exempt everything":                  `"everything" is neither`,
		"set eni-1 source-dest-check maybe":               `on or off, and not "maybe"`,
		"set eni-1 speed high":                            `no setting "speed", only source-dest-check`,
		"set vpc-1 state on":                              "nothing to set",
	} {
		if _, err := edit.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want an error with %q", text, err, want)
		}
	}
}

func TestTextCallsThingsByTheirNames(t *testing.T) {
	names := func(r ref.Ref) string { return strings.Replace(r.ID, "sg-1", "sg-orders", 1) }
	for text, want := range map[string]string{
		"add sg-1 ingress tcp/5432 from sg-2": "add to sg-orders: ingress tcp/5432 from sg-2",
		"add sg-2 ingress tcp/5432 from sg-1": "add to sg-2: ingress tcp/5432 from sg-orders",
		"remove acl-1 ingress 90":             "remove from acl-1: ingress 90",
		"set eni-1 source-dest-check off":     "set on eni-1: source-dest-check off",
		"replace rtb-1 0.0.0.0/0 to nat-1":    "replace in rtb-1: 0.0.0.0/0 to nat-1",
	} {
		if e, err := edit.Parse(text); err != nil || e.Text(names) != want {
			t.Errorf("%s: %q, %v; want %q", text, e.Text(names), err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	for _, text := range addressed {
		f.Add(text)
	}
	s := planned()
	f.Fuzz(func(t *testing.T, text string) {
		e, err := edit.ParseIn(s, text)
		if plain, failed := edit.Parse(text); failed == nil && plain != e {
			t.Fatalf("%q is %#v by itself and %#v, %v in a snapshot", text, plain, e, err)
		}
		if err != nil {
			return
		}
		again, err := edit.ParseIn(s, e.String())
		if err != nil || again != e {
			t.Fatalf("%q was read as %#v, printed as %q and read again as %#v, %v", text, e, e, again, err)
		}
	})
}

func ExampleApply() {
	e, err := edit.Parse("add sg-db ingress tcp/5432 from 10.1.0.0/16")
	if err != nil {
		fmt.Println(err)
		return
	}
	was := network()
	edited, err := edit.Apply(was, []edit.Edit{e})
	fmt.Println(len(was.SecurityGroups[0].IpPermissions), len(edited.SecurityGroups[0].IpPermissions), err)
	// Output: 1 2 <nil>
}
