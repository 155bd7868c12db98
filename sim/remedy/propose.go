package remedy

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
)

// A proposal is edits that may take a blocker away together.
type proposal []edit.Edit

// A proposer knows what may take blockers of a code away: proposals that open the least come first.
type proposer func(*scene) []proposal

var proposers = map[graph.Code]proposer{
	graph.EniSGRulesMismatch:       admitByGroup,
	graph.SGHasNoRules:             admitByGroup,
	graph.SGReferencesNotPreserved: admitByGroup,
	graph.SGReferencingSupport:     admitAcrossTransit,
	graph.SubnetACLRestriction:     admitByACL,
	graph.ELBACLRestriction:        admitByACL,

	graph.NoRouteToDestination:  routeFromHere,
	graph.NoPossibleDestination: routeToHolder,
	graph.BadStateRoute:         routeElsewhere,
	graph.TGWBadStateRoute:      routeElsewhere,

	graph.TGWMissingAssociation: associate,
	graph.TGWRouteAZRestriction: enterZone,
	graph.AsymmetricInspection:  pinZone,

	graph.EniSourceDestCheckRestriction: uncheck,
	graph.BadState:                      repair,
	graph.BadStateAttachment:            reattach,
	graph.NoPath:                        attachInternet,
	graph.VPCBlockPublicAccess:          exempt,
	graph.ClientVPNNotAuthorized:        authorize,
	graph.SourceAddressPreservation:     hideClient,
	graph.NLBHairpin:                    hideClient,
	graph.NoTargetsInZone:               crossZones,

	graph.NoPublicAddress:      nothing,
	graph.NoAddressInFamily:    nothing,
	graph.NoInterfaceHolds:     nothing,
	graph.NotListening:         nothing,
	graph.NotInitiating:        nothing,
	graph.VPCEIntraVPCTraffic:  nothing,
	graph.ReservedAddress:      nothing,
	graph.EntersElsewhere:      nothing,
	graph.SourceNotRouted:      nothing,
	graph.ProtocolRestriction:  nothing,
	graph.DenyAllIGWTraffic:    nothing,
	graph.ELBListenersMismatch: nothing,

	graph.ELBV2ListenersMismatch:   nothing,
	graph.ListenerHasNoTargets:     nothing,
	graph.FirewallRulesRestriction: nothing,
	graph.FirewallHandshakeOnly:    nothing,
	graph.DXPrefixNotAllowed:       nothing,
}

// nothing is for what no edit takes away.
func nothing(*scene) []proposal { return nil }

// proposals are what may take a blocker of an attempt away. Where nobody knows better, it is another route.
func (f *finder) proposals(t *attempt, x *sim.Explanation) []proposal {
	propose, known := proposers[x.Code]
	if !known {
		propose = routeElsewhere
	}
	sc := &scene{finder: f, attempt: t, x: x}
	var can []proposal
	for _, p := range propose(sc) {
		if _, err := edit.Apply(t.Snapshot, p); err == nil && len(p) > 0 && !undoes(t.Edits, p) && sayable(t.Snapshot, p) {
			can = append(can, p)
		}
	}
	return can
}

// sayable reports whether edits can be given back as text: ids that nothing in the snapshot has cannot.
func sayable(in *topology.Snapshot, p proposal) bool {
	return !slices.ContainsFunc(p, func(e edit.Edit) bool {
		again, err := edit.ParseIn(in, e.String())
		return err != nil || again != e
	})
}

// undoes reports whether a proposal changes what earlier edits have made: then those were not needed.
func undoes(edits []edit.Edit, p proposal) bool {
	for _, e := range p {
		for _, before := range edits {
			if topicOf(e) == topicOf(before) {
				return true
			}
		}
	}
	return false
}

// topicOf is what can be one way or the other, and is decided by an edit.
func topicOf(e edit.Edit) any {
	switch x := e.What.(type) {
	case edit.Route:
		x.Target = ""
		return x
	case edit.Entry:
		return e.Ref()
	case edit.Setting:
		x.Value = ""
		return x
	case edit.Association:
		x.Table = ""
		return x
	case edit.Exclusion:
		x.Mode = ""
		return x
	}
	return e
}

// direct are the proposers whose proposals take just their blocker away. Others are guesses at another way.
var direct = []graph.Code{
	graph.EniSGRulesMismatch, graph.SGHasNoRules, graph.SGReferencesNotPreserved, graph.SGReferencingSupport, graph.SubnetACLRestriction,
	graph.ELBACLRestriction, graph.TGWRouteAZRestriction, graph.EniSourceDestCheckRestriction, graph.VPCBlockPublicAccess, graph.ClientVPNNotAuthorized,
}

func isDirect(x *sim.Explanation) bool { return slices.Contains(direct, x.Code) }
