package remedy

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// admitByGroup adds a rule to the interface's group with the fewest members: from the group of who is at the other end, or from its
// address.
func admitByGroup(s *scene) []proposal {
	e := s.iface(s.x.At.ID)
	if e == nil || s.x.At.Kind != ref.NetworkInterface {
		return nil
	}
	groups, remote := s.groupsOf(e), s.remote()
	if len(groups) == 0 || !remote.IsValid() {
		return nil
	}
	var all []proposal
	for _, r := range s.remotes(e, remote) {
		var p proposal
		for _, service := range s.services() {
			p = append(p, add(edit.GroupRule{Group: groups[0], Permission: edit.Permission{
				Egress: s.x.Direction == graph.Egress.String(), Service: service, Remote: r,
			}}))
		}
		all = append(all, p)
	}
	return all
}

// remotes are the ways to name the other end in a rule.
func (s *scene) remotes(e *topology.NetworkInterface, a netip.Addr) []edit.Remote {
	block := edit.Remote{Prefix: s.block(a)}
	if s.x.Code == graph.SGReferencesNotPreserved || s.x.Code == graph.SGReferencingSupport {
		return []edit.Remote{block}
	}
	if other := s.holder(a, e.VpcId); other != nil {
		if groups := s.groupsOf(other); len(groups) > 0 {
			return []edit.Remote{{ID: groups[0]}, block}
		}
	}
	return []edit.Remote{block}
}

// admitAcrossTransit admits the address, or enables references on the transit gateway and its attachments.
func admitAcrossTransit(s *scene) []proposal {
	const name = "security-group-referencing"
	all := admitByGroup(s)
	var p proposal
	for i := range s.Snapshot.TransitGateways {
		if g := &s.Snapshot.TransitGateways[i]; s.meets(ref.TransitGateway, g.TransitGatewayId) && g.Options.SecurityGroupReferencingSupport != "enable" {
			p = append(p, set(g.TransitGatewayId, name, "enable"))
		}
	}
	for i := range s.Snapshot.TransitGatewayVpcAttachments {
		if a := &s.Snapshot.TransitGatewayVpcAttachments[i]; s.meets(ref.TransitGatewayAttachment, a.TransitGatewayAttachmentId) && a.Options.SecurityGroupReferencingSupport != "enable" {
			p = append(p, set(a.TransitGatewayAttachmentId, name, "enable"))
		}
	}
	return append(all, p)
}

// meets reports whether a component is on the way.
func (s *scene) meets(kind ref.Kind, id string) bool {
	for i := range s.Answer.Forward.Hops {
		if c := s.Answer.Forward.Hops[i].Component; c.Kind == kind && c.ID == id {
			return true
		}
	}
	return false
}

// lastNumber is the highest that an entry of a network ACL may have.
const lastNumber = 32766

// admitByACL adds an entry before the one that denies, or takes that away.
func admitByACL(s *scene) []proposal {
	acl := row(s.Snapshot.NetworkAcls, func(a *topology.NetworkAcl) bool { return a.NetworkAclId == s.x.Component.ID })
	if acl == nil || !s.remote().IsValid() {
		return nil
	}
	e := edit.Entry{ACL: acl.NetworkAclId, Egress: s.x.Direction == graph.Egress.String(), Action: "allow", Remote: edit.Remote{Prefix: s.block(s.remote())}}
	_, name, _ := strings.Cut(s.x.Rule.Rule, "/")
	denies, err := strconv.Atoi(name)
	if err != nil {
		denies = lastNumber + 1 // the last one, *
	}
	var p proposal
	var taken []int
	for _, service := range s.services() {
		e.Service, e.Number = service, free(acl, e.Egress, denies, taken)
		if e.Number == 0 {
			p = nil
			break
		}
		taken = append(taken, e.Number)
		p = append(p, add(e))
	}
	if err != nil {
		return []proposal{p}
	}
	return []proposal{p, {{Op: edit.Remove, What: edit.Entry{ACL: acl.NetworkAclId, Egress: e.Egress, Number: denies}}}}
}

// free is a number for an entry before another one: ten after the last entry there is, or the highest that is left below. 0 if none is.
func free(acl *topology.NetworkAcl, egress bool, before int, taken []int) int {
	last := 0
	for _, x := range acl.Entries {
		if x.Egress == egress && x.RuleNumber < before {
			taken, last = append(taken, x.RuleNumber), max(last, x.RuleNumber)
		}
	}
	if round := (last/10 + 1) * 10; before > lastNumber && round <= lastNumber && !slices.Contains(taken, round) {
		return round
	}
	for _, step := range []int{10, 1} {
		for n := (before - 1) / step * step; n > 0; n -= step {
			if !slices.Contains(taken, n) {
				return n
			}
		}
	}
	return 0
}
