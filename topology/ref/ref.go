package ref

import (
	"fmt"
	"slices"
	"strings"
)

// Ref names a resource, or with Rule set one rule of it. The zero Ref names nothing.
type Ref struct {
	Kind Kind
	ID   string // the provider's own id, name or ARN
	Rule string // empty for the resource itself
}

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// Resource drops the rule and names the resource that holds it.
func (r Ref) Resource() Ref { return Ref{Kind: r.Kind, ID: r.ID} }

// WithRule names one rule of r's resource.
func (r Ref) WithRule(rule string) Ref { return Ref{Kind: r.Kind, ID: r.ID, Rule: rule} }

// Short is the id as people say it: of an ARN, what comes after partition, service, Region and account, and of load
// balancers and what belongs to them without the random end.
//
//	arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/edge               stateful-rulegroup/edge
//	arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188   loadbalancer/app/web
func Short(id string) string {
	parts := strings.SplitN(id, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[5] == "" {
		return id
	}
	words := strings.Split(parts[5], "/")
	if parts[2] == "elasticloadbalancing" {
		words = slices.DeleteFunc(words, isRandom)
	}
	return strings.Join(words, "/")
}

// isRandom recognises the 16 hexadecimal digits that end the ARNs of load balancers.
func isRandom(word string) bool {
	return len(word) == 16 && strings.Trim(word, "0123456789abcdef") == ""
}

// escape keeps '#' and '%' out of an id, so that the first '#' of a printed Ref ends the id.
var escape = strings.NewReplacer("%", "%25", "#", "%23")
var unescape = strings.NewReplacer("%23", "#", "%25", "%")

// String prints kind/id or kind/id#rule; Parse reads it back.
func (r Ref) String() string {
	if r.IsZero() {
		return ""
	}
	s := r.Kind.String() + "/" + escape.Replace(r.ID)
	if r.Rule != "" {
		s += "#" + r.Rule
	}
	return s
}

// Parse reads what String printed. The empty string is the zero Ref.
func Parse(s string) (Ref, error) {
	if s == "" {
		return Ref{}, nil
	}
	name, rest, found := strings.Cut(s, "/")
	kind, known := KindOf(name)
	if !found || !known {
		return Ref{}, fmt.Errorf("reference %q: want KIND/ID or KIND/ID#RULE with a known kind", s)
	}
	id, rule, _ := strings.Cut(rest, "#")
	if id == "" {
		return Ref{}, fmt.Errorf("reference %q: the id is empty", s)
	}
	return Ref{Kind: kind, ID: unescape.Replace(id), Rule: rule}, nil
}

// Compare orders by kind, id and rule.
func Compare(a, b Ref) int {
	if a.Kind != b.Kind {
		return int(a.Kind) - int(b.Kind)
	}
	if c := strings.Compare(a.ID, b.ID); c != 0 {
		return c
	}
	return strings.Compare(a.Rule, b.Rule)
}
