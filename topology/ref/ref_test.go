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
