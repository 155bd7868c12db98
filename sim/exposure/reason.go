package exposure

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Reason is what keeps a place from being reached, in a few words.
type Reason string

// reasons are the codes of blockers by reason, from the shape of the network to its last filter. Where several hold, the first
// counts: so what is counted as kept safe by a security group has nothing else to keep it safe.
var reasons = []struct {
	Reason Reason
	Codes  []graph.Code
}{
	{"takes no connections", []graph.Code{graph.NotListening, graph.VPCEIntraVPCTraffic}},
	{"no address", []graph.Code{graph.NoAddressInFamily}},
	{"no public address", []graph.Code{graph.NoPublicAddress, graph.PrivateIPv6, graph.IGWPrivateIPForIngress, graph.IngressRTBNoPublicIP, graph.EntersElsewhere}},
	{"block public access", []graph.Code{graph.VPCBlockPublicAccess, graph.DenyAllIGWTraffic}},
	{"no internet gateway", []graph.Code{graph.NoPath, graph.BadStateAttachment}},
	{"no route", []graph.Code{
		graph.NoRouteToDestination, graph.EIGWNoSession, graph.NATNoSession, graph.NGWRequiresSourceInVPC, graph.BadStateRoute, graph.TGWBadStateRoute,
		graph.NoPossibleDestination, graph.RoutingLoop, graph.ReplyElsewhere, graph.RequestElsewhere, graph.ReplyAddressMismatch, graph.SourceNotRouted,
		graph.IngressRTBTrafficRedirection, graph.TGWMissingAssociation, graph.TGWNoPolicy, graph.TGWRouteAZRestriction, graph.PCXRequiresAddressInVPC,
		graph.GatewayRejectsSpoofedTraffic, graph.IPv6NotCarried, graph.IPv4NotCarried, graph.BadStateVPN, graph.TGWBadStateVPN, graph.DXPrefixNotAllowed,
		graph.ClientVPNNotAuthorized,
	}},
	{"load balancer", []graph.Code{
		graph.ELBV2ListenersMismatch, graph.ELBListenersMismatch, graph.ListenerHasNoTargets, graph.NoTargetsInZone, graph.InstalledAZRestriction,
	}},
	{"network firewall", []graph.Code{graph.FirewallRulesRestriction, graph.FirewallHandshakeOnly, graph.AsymmetricInspection}},
	{"not running", []graph.Code{graph.BadState}},
	{"network ACL", []graph.Code{graph.SubnetACLRestriction, graph.ELBACLRestriction}},
	{"security group", []graph.Code{graph.EniSGRulesMismatch, graph.SGHasNoRules, graph.SGReferencesNotPreserved, graph.SGReferencingSupport}},
}

// other is the reason of codes without one.
const other = Reason("another reason")

var reasonOf = func() map[graph.Code]int {
	of := map[graph.Code]int{}
	for i, r := range reasons {
		for _, code := range r.Codes {
			of[code] = i
		}
	}
	return of
}()

// A why is what blocks one question.
type why struct {
	rank  int // of the reason; len(reasons) is another one
	code  graph.Code
	alone bool // nothing else does
}

// whyBlocked finds the reason that counts among an answer's blockers.
func whyBlocked(a *sim.Answer) why {
	best := why{rank: len(reasons) + 1, alone: true}
	for i := range a.Explanations {
		e := &a.Explanations[i]
		if e.Unknown || e.Context {
			continue
		}
		rank, known := reasonOf[e.Code]
		if !known {
			rank = len(reasons)
		}
		if best.code != "" && rank != best.rank {
			best.alone = false
		}
		if rank < best.rank {
			best.rank, best.code = rank, e.Code
		}
	}
	return best
}

func (w why) reason() Reason {
	if w.rank < len(reasons) {
		return reasons[w.rank].Reason
	}
	return other
}
