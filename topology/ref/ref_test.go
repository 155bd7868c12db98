package ref

import "testing"

func TestParseIsTheInverseOfString(t *testing.T) {
	for _, kind := range Kinds() {
		for _, r := range []Ref{
			{Kind: kind, ID: "x-1"},
			{Kind: kind, ID: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a#b/50%23"},
			{Kind: kind, ID: "x-1", Rule: "ingress/sgr-1"},
			{Kind: kind, ID: "x-1", Rule: "10.0.0.0/16"},
		} {
			got, err := Parse(r.String())
			if err != nil || got != r {
				t.Errorf("Parse(%q) = %v, %v; want %v", r.String(), got, err, r)
			}
		}
	}
}

func TestParseRefusesWhatIsNoReference(t *testing.T) {
	for _, s := range []string{"vpc", "vpc/", "nonsense/x", "/x", "vpc/#rule"} {
		if got, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("security-group/sg-1#ingress/*")
	f.Add("vpc/%25%23")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(r.String())
		if err != nil || again != r {
			t.Fatalf("Parse(%q) = %v, printed and read again: %v, %v", s, r, again, err)
		}
	})
}

func TestShort(t *testing.T) {
	for id, want := range map[string]string{
		"eni-0a1": "eni-0a1",
		"arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/edge":                                "stateful-rulegroup/edge",
		"arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188":              "loadbalancer/app/web",
		"arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2": "listener/app/web",
		"arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/73e2d6bc24d8a067":                   "targetgroup/web",
		"arn:aws:lambda:eu-west-1:111122223333:function:orders":                                                  "function:orders",
		"arn:aws:ec2:eu-west-1:111122223333:":                                                                    "arn:aws:ec2:eu-west-1:111122223333:",
		"arn:":                                                                                                   "arn:", "": "",
	} {
		if got := Short(id); got != want {
			t.Errorf("Short(%q) = %q, want %q", id, got, want)
		}
	}
}
