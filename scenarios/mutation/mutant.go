package mutation

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// A Mutant is one way to break a network.
type Mutant struct {
	Operator string // remove, flip or widen
	Edit     edit.Edit
}

// Mutants lists the ways to break a network that the edits of topology/edit know: each rule, entry, written route, association and
// propagation taken away; each entry of a network ACL turned from allow to deny or back; each rule of a group that admits some, opened
// to everybody.
func Mutants(s *topology.Snapshot) []Mutant {
	var all []Mutant
	for _, piece := range edit.Pieces(s) {
		all = append(all, Mutant{"remove", edit.Edit{Op: edit.Remove, What: piece}})
		switch x := piece.(type) {
		case edit.Entry:
			x.Action = map[string]string{"allow": "deny", "deny": "allow"}[x.Action]
			if x.Action != "" {
				all = append(all, Mutant{"flip", edit.Edit{Op: edit.Replace, What: x}})
			}
		case edit.GroupRule:
			all = append(all, widened(x)...)
		}
	}
	return all
}

// everybody are all addresses of each family.
var everybody = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// widened are a rule's mutants that admit all addresses of a family: of its own, if it is about addresses.
func widened(r edit.GroupRule) (all []Mutant) {
	was := r.Remote.Prefix
	for _, p := range everybody {
		if was == p || was.IsValid() && was.Addr().Is4() != p.Addr().Is4() {
			continue
		}
		r.Remote = edit.Remote{Prefix: p}
		all = append(all, Mutant{"widen", edit.Edit{Op: edit.Add, What: r}})
	}
	return all
}
