package oracle

import "slices"

// cameTo tells whether a request came to an interface, or to a node of a load balancer. Where VPCs have the same addresses, the one that it is
// in is asked, and the others never hear of it (R2.5, R6.7); what one of its load balancers sends on may come to them yet.
func (l *leg) cameTo(meant string) bool {
	return meant == "" || slices.ContainsFunc(l.takers, func(id string) bool {
		return id == meant || l.isNodeOf(id, meant)
	})
}

func (l *leg) isNodeOf(id, arn string) bool {
	e := l.networkInterface(id)
	if e == nil || !isNode(e) {
		return false
	}
	b := l.balancerOf(e)
	return b != nil && b.doc != nil && b.doc.LoadBalancerArn == arn
}
