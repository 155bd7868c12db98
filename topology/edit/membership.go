package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Membership puts a network interface into a security group.
type Membership struct{ Interface, Group string }

// Ref names the interface.
func (m Membership) Ref() ref.Ref { return ref.Ref{Kind: ref.NetworkInterface, ID: m.Interface} }

func (m Membership) says(names func(ref.Ref) string) string {
	return "in " + names(ref.Ref{Kind: ref.SecurityGroup, ID: m.Group})
}

func (m Membership) do(d *draft, op Op) error {
	e, err := row(d, &d.s.NetworkInterfaces, ref.NetworkInterface, m.Interface)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(e.Groups, func(g topology.GroupIdentifier) bool { return g.GroupId == m.Group })
	switch {
	case op != Add && op != Remove:
		return cannot(op, "a membership")
	case op == Add && at >= 0:
		return fmt.Errorf("%s is in %s already", m.Interface, m.Group)
	case op == Remove && at < 0:
		return fmt.Errorf("%s is not in %s", m.Interface, m.Group)
	case op == Remove:
		e.Groups = without(e.Groups, at)
		return nil
	}
	i := index(d.s.SecurityGroups, m.Group)
	if i < 0 {
		return missing(ref.SecurityGroup, m.Group)
	}
	e.Groups = with(e.Groups, topology.GroupIdentifier{GroupId: m.Group, GroupName: d.s.SecurityGroups[i].GroupName})
	return nil
}
