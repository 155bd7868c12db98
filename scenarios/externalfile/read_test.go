package externalfile

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology/graph"
)

func prefixes(list ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, s := range list {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

func TestReadYAMLAndJSON(t *testing.T) {
	want := []graph.External{
		{Name: "office", Prefixes: prefixes("192.168.0.0/16", "2001:db8:77::/48"), Behind: "vpn-0a1"},
		{Name: "lab", Prefixes: prefixes("10.9.0.0/16"), Behind: "main gateway"},
	}
	for name, text := range map[string]string{
		"yaml": `# the office
networks:
  - name: office
    prefixes: [192.168.0.0/16, "2001:db8:77::/48"]
    behind: vpn-0a1
  - {name: lab, prefixes: [10.9.0.0/16], behind: main gateway}
`,
		"json": `{"networks": [
  {"name": "office", "prefixes": ["192.168.0.0/16", "2001:db8:77::/48"], "behind": "vpn-0a1"},
  {"behind": "main gateway", "prefixes": ["10.9.0.0/16"], "name": "lab"}]}`,
	} {
		got, err := Read("x", strings.NewReader(text))
		if d := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); d != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, d)
		}
	}
}

func TestReadTellsFileLineAndRemedy(t *testing.T) {
	const whole = "name: a, prefixes: [10.0.0.0/8], behind: vgw-1"
	for text, says := range map[string]string{
		"":                    "x:1:1: there is nothing in it; write it like",
		"[]":                  "x:1:1: the file is not an object with networks",
		"nets: []":            `x:1:1: the key "nets" means nothing in the file`,
		"netwroks: []":        `did you mean "networks"?`,
		"{}":                  "x:1:1: it has no networks",
		"networks: office":    "x:1:11: networks is not a list",
		"networks:\n- office": "x:2:3: a network is not an object with name, prefixes, behind",
		"networks:\n- {prefixes: [10.0.0.0/8], behind: vgw-1}":          "x:2:3: the network has no name",
		"networks:\n- {name: 5, prefixes: [10.0.0.0/8], behind: vgw-1}": "x:2:10: name is not a text",
		"networks:\n- {name: a, behind: vgw-1}":                         "x:2:3: the network has no list of prefixes",
		"networks:\n- {name: a, prefixes: 10.0.0.0/8, behind: vgw-1}":   "x:2:3: the network has no list of prefixes",
		"networks:\n- {name: a, prefixes: [10.0.0.0], behind: vgw-1}":   "it has no prefix length",
		"networks:\n- {name: a, prefixes: [10.0.0.1/8], behind: vgw-1}": "write 10.0.0.0/8",
		"networks:\n- {name: a, prefixes: [10.0.0.0/8]}":                "x:2:3: the network has no behind",
		"networks:\n- {" + whole + "}\n- {" + whole + "}":               `x:3:3: the name "a" is taken by the network of line 2`,
		"networks:\n- {" + whole + ", name: b}":                         `the key "name" is there twice`,
		"networks: [":                                                   "x: ",
		"a: &a [*a]":                                                    "",
	} {
		got, err := Read("x", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is read as %v, %v; want an error that says %q", text, got, err, says)
		}
	}
}

// FuzzRead: no file makes it panic, and what is accepted is whole.
func FuzzRead(f *testing.F) {
	f.Add("networks: [{name: a, prefixes: [10.0.0.0/8], behind: vgw-1}]")
	f.Add(`{"networks": []}`)
	f.Add("networks: &a [*a]")
	f.Fuzz(func(t *testing.T, s string) {
		all, err := Read("x", strings.NewReader(s))
		if err != nil {
			return
		}
		for _, n := range all {
			if n.Name == "" || n.Behind == "" || len(n.Prefixes) == 0 {
				t.Errorf("%+v is not whole", n)
			}
		}
	})
}
