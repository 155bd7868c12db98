package cidrfile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/ipam"
)

// shown is a list as text: block, kind, name, id, account, line.
func shown(all []ipam.Holding) string {
	var b strings.Builder
	for _, h := range all {
		fmt.Fprintf(&b, "%v %v %q %s %s %d\n", h.Prefix, h.Kind, h.Name, h.Ref.ID, h.Account, h.At.Line)
	}
	return b.String()
}

func TestShapesOfFiles(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"text":         {"# office\n10.0.0.0/16  the office # by hand\n\n2001:db8::/32\n", "10.0.0.0/16 listed \"the office\"   2\n2001:db8::/32 listed \"\"   4\n"},
		"text, commas": {"10.0.0.0/16,office\n10.1.0.0/16\n", "10.0.0.0/16 listed \"office\"   1\n10.1.0.0/16 listed \"\"   2\n"},
		"one column":   {"cidr\n10.0.0.0/16\n", "10.0.0.0/16 listed \"\"   2\n"},
		"csv":          {"name,CIDR Block,id,Owner,kind\na,10.0.0.0/16,vpc-1,111122223333,vpc\n,10.0.1.0/24,subnet-1,,subnet\n,10.0.2.0-10.0.9.9,,,free\n", "10.0.0.0/16 listed \"a\" vpc-1 111122223333 2\n10.0.1.0/24 subnet \"\" subnet-1  3\n"},
		"netbox":       {"Prefix,Status,VRF,Description\n10.0.0.0/8,Container,,all\n10.0.0.0/16,Active,red,office\n", "10.0.0.0/8 ipam-pool \"all\"   2\n10.0.0.0/16 listed \"office\"   3\n"},
		"yaml":         {"- 10.0.0.0/16\n- {cidr: \"2001:db8::/32\", name: six}\n", "10.0.0.0/16 listed \"\"   1\n2001:db8::/32 listed \"six\"   2\n"},
		"split":        {"schema: dryhop/cidr-split/v1\npools: [10.0.0.0/8]\nsubnets:\n  - {name: app-a, cidr: 10.0.1.0/24}\n", "10.0.1.0/24 listed \"app-a\"   4\n"},
		"ipam":         {`{"IpamPoolAllocations": [{"Cidr": "10.2.0.0/16", "IpamPoolAllocationId": "ipam-pool-alloc-1", "ResourceId": "vpc-9", "ResourceType": "vpc", "Description": "d"}]}`, "10.2.0.0/16 listed \"d\" vpc-9  1\n"},
		"tree":         {"nodes:\n- cidr: 10.0.0.0/8\n  holdings: [{cidr: 10.0.0.0/8, kind: vpc, name: a}]\n  children:\n  - {cidr: 10.0.1.0/24, free: true, holdings: [], children: []}\n  - {cidr: 10.0.2.0/24, holdings: [{cidr: 10.0.2.0/24, kind: subnet, name: b}], children: []}\n", "10.0.0.0/8 listed \"a\"   3\n10.0.2.0/24 subnet \"b\"   6\n"},
	} {
		got, err := Read("f", strings.NewReader(c.text))
		if s := shown(got); s != c.want || err != nil {
			t.Errorf("%s: %v\ngot  %q\nwant %q", name, err, s, c.want)
		}
	}
}

func TestErrorsTellFileLineAndRemedy(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "f:1: there is nothing in it; write a block a line",
		"10.0.0.0/16\n10.0.0.9/16":          `f:2: "10.0.0.9/16" has bits beyond its prefix length; write 10.0.0.0/16`,
		"10.0.0.0/16\n10.0.0.0":             `f:2: "10.0.0.0" is not a usable CIDR block`,
		"a,b\n1,2":                          "f:1: no column is called cidr or prefix: there are a, b",
		"name,cidr\n\"a,10.0.0.0/8":         "f:1: ",
		"{}":                                "f:1: it has none of the lists",
		"- [10.0.0.0/8]":                    "f:1: it is neither a block nor an object with one",
		"- {name: a}":                       "f:1: the object has no cidr",
		"{{{":                               "f:1: it is neither a list of blocks, nor CSV",
		strings.Repeat("- {name: a}\n", 30): "f: and 10 more errors",
	} {
		got, err := Read("f", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q (%v)", text, err, want, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"10.0.0.0/8 a", "cidr\n::/0", "- {cidr: 10.0.0.0/8}", `{"IpamResourceCidrs": [{}]}`, "nodes: [{children: [{holdings: x}]}]", "&a [*a]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Read("f", strings.NewReader(text))
		for _, h := range all {
			if !h.Prefix.IsValid() || h.Prefix != h.Prefix.Masked() || h.At.Line < 1 {
				t.Errorf("%+v", h)
			}
		}
		if err == nil && len(all) == 0 && text == "" {
			t.Error("an empty file is no list")
		}
	})
}
