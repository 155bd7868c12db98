package report

import (
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// openRemedy is what to do about a resource that stands for an attribute of a plan or template which is not known yet ("aws_route.a.vpc_endpoint_id"); "" if it is another.
func openRemedy(r ref.Ref) string {
	if !isOpenAttribute(r.ID) {
		return ""
	}
	return "Say what it is with --assume " + Quoted(r.ID+"=ADDRESS") + "; `dryhop snapshot check` lists what else is open."
}

// isOpenAttribute tells the addresses of attributes from those of resources: aws_vpc.a.id and stack/Vpc.CidrBlock from module.net["x.y"].aws_vpc.a and stack/Vpc.
func isOpenAttribute(id string) bool {
	parts := strings.Split(withoutKeys(id), ".")
	for len(parts) > 2 && parts[0] == "module" {
		parts = parts[2:]
	}
	if stack, _, nested := strings.Cut(parts[0], "/"); nested && stack != "" {
		return len(parts) > 1 && !strings.Contains(id, ":")
	}
	return len(parts) > 2 && strings.HasPrefix(parts[0], "aws")
}

// withoutKeys leaves out the keys of an address: all["a.b"] becomes all.
func withoutKeys(address string) string {
	var kept strings.Builder
	depth, quoted := 0, false
	for _, c := range address {
		switch {
		case c == '"' && depth > 0:
			quoted = !quoted
		case c == '[' && !quoted:
			depth++
		case c == ']' && !quoted:
			depth--
		case depth == 0:
			kept.WriteRune(c)
		}
	}
	return kept.String()
}
