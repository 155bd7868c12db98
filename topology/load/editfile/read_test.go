package editfile

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestRead(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.SG("sg-a", "vpc-a")
	n.RouteTable("rtb-a", "vpc-a")
	s := n.Snapshot()
	for text, want := range map[string]string{
		"changes: [{add: sg-a ingress tcp/1 from 10.0.0.0/8}, {remove: rtb-a 0.0.0.0/0}]": "add sg-a ingress tcp/1 from 10.0.0.0/8; remove rtb-a 0.0.0.0/0",
		`{"changes": [{"allow": "sg-a egress udp/53 to 10.0.0.2/32"}]}`:                   "add sg-a egress udp/53 to 10.0.0.2/32",
		"": "f:1:1: there is nothing in it",
		"- add: sg-a ingress tcp/1 from 10.0.0.0/8": "f:1:1: the file is not an object",
		"changes: []": "f:1:1: it changes nothing",
		"changes: x":  "f:1:10: changes is not a list",
		"change:\n  - add: sg-a ingress tcp/1 from 10.0.0.0/8":                       `f:1:1: the key "change" means nothing in the file; did you mean "changes"?`,
		"changes:\n  - ad: sg-a ingress tcp/1 from 10.0.0.0/8":                       `f:2:5: "ad" is no verb of an edit; did you mean "add"?`,
		"changes:\n  - add: [sg-a]":                                                  "f:2:10: what is to be done is no text",
		"changes:\n  - add: sg-b ingress tcp/1 from 10.0.0.0/8":                      "f:2:10: edit \"add sg-b ingress tcp/1 from 10.0.0.0/8\": nothing in the snapshot is called sg-b: did you mean sg-a?",
		"changes:\n  - add: sg-a ingress tcp/1 from 10.0.0.0/8\n    remove: rtb-a 0": "f:2:5: an edit is one verb with what it does",
		"changes:\n  - add: sg-a ingress tcp/99999 from 10.0.0.0/8":                  "no number from 0 to 65535",
		"a: b: c": "f: mapping values are not allowed",
	} {
		edits, err := Read("f", strings.NewReader(text), s)
		var words []string
		for _, e := range edits {
			words = append(words, e.String())
		}
		got := strings.Join(words, "; ")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
		if err == nil && !Is([]byte(text)) {
			t.Errorf("%q is not recognised", text)
		}
	}
	if Is([]byte(`{"Vpcs": []}`)) || Is([]byte("networks: []")) {
		t.Error("other documents are taken for edits")
	}
}
