package oracle

import "github.com/dryhop/dryhop/topology"

// inspection is what an endpoint, or the attachment of a firewall to a transit gateway, remembers of a leg.
type inspection struct {
	id       string
	service  string                    // of a Gateway Load Balancer
	stateful truth                     // the firewall's stateful engine had it
	firewall *topology.NetworkFirewall // nil if it was not captured
	isBalancer,
	crossZone bool
}

// isTheSame: the same endpoint, or two of one service whose load balancer takes targets of all zones (R12.8).
func (a inspection) isTheSame(b inspection) bool {
	return a.id == b.id || a.isBalancer && b.isBalancer && a.service == b.service && a.crossZone
}

// remembered tells whether a leg's packet was seen before, for all endpoints that stand for the same one.
func remembered(all []inspection, wanted inspection) truth {
	seen := no
	for _, x := range all {
		if x.isTheSame(wanted) {
			seen = max(seen, x.stateful)
		}
	}
	return seen
}

// isSymmetric tells whether a reply that has come home took the way that stateful appliances on the way of its request need: only
// TCP notices at a firewall (R2.15, R7.11).
func (l *leg) isSymmetric() truth {
	all := yes
	for _, x := range l.request.inspections {
		switch back := remembered(l.inspections, x); {
		case back == yes || x.stateful == no:
		case x.isBalancer:
			all = min(all, maybe)
		case l.sent.proto != protoTCP:
		default:
			all = min(all, l.survives(x, back))
		}
	}
	return all
}

// survives tells what becomes of a TCP connection of which a stateful engine sees one direction only, perhaps.
func (l *leg) survives(x inspection, back truth) truth {
	switch takesMidstream(l.policyOf(x.firewall)) {
	case yes:
		return yes
	case no:
		if x.stateful == yes && back == no {
			return no
		}
	}
	return maybe
}

// takesMidstream tells whether a policy judges what it sees from the middle on as if it were new (R12.8).
func takesMidstream(policy *topology.FirewallPolicy) truth {
	if policy == nil {
		return maybe
	}
	return truthOf(policy.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy == "CONTINUE")
}
