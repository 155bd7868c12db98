package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// transports are what the protocols of listeners travel by (R11.3, R11.4, R11.11).
var transports = map[string][]uint8{
	"HTTP": {protoTCP}, "HTTPS": {protoTCP}, "TCP": {protoTCP}, "TLS": {protoTCP}, "SSL": {protoTCP}, "UDP": {protoUDP}, "QUIC": {protoUDP},
	"TCP_UDP": {protoTCP, protoUDP}, "TCP_QUIC": {protoTCP, protoUDP},
}

func listens(protocol string, port int32, p packet) bool {
	for _, proto := range transports[protocol] {
		if proto == p.proto && port == int32(p.dport) {
			return true
		}
	}
	return false
}

// listen finds the listener and one of the choices that it has (B2, B3).
func (l *leg) listen(n node, p packet) end {
	listener, known := l.listenerOf(n.of.doc, p)
	switch {
	case listener == nil && !known:
		return unclear("the listeners of %s were not captured", n.of.name())
	case listener == nil:
		return dropped("R11.1: %s has no listener for %v", n.of.name(), p)
	}
	if l.comesBack(listener.ListenerArn) {
		return dropped("R2.16: the packet comes back to %s", listener.ListenerArn)
	}
	choices := l.choicesOf(n.of, listener, p.src)
	if len(choices) == 0 {
		return unclear("R11.3: the actions of %s cannot be read", listener.ListenerArn)
	}
	made := choices[l.awsPicks(len(choices))]
	if made.answers {
		return n.answers("R11.3: "+n.of.name()+" answers by itself", p)
	}
	g := find(l.s.TargetGroups, made.group, func(g *topology.TargetGroup) string { return g.TargetGroupArn })
	if g == nil {
		return unclear("target group %s was not captured", made.group)
	}
	l.note("R11.3: %s forwards to %s", listener.ListenerArn, made.group)
	return l.toGroup(n, g, p)
}

// listenerOf is the listener for a packet. Listeners are captured for one load balancer at a time, so where there is none at
// all, the documents may be to blame.
func (r *run) listenerOf(b *topology.LoadBalancer, p packet) (listener *topology.Listener, known bool) {
	for i := range r.s.Listeners {
		x := &r.s.Listeners[i]
		if x.LoadBalancerArn != b.LoadBalancerArn {
			continue
		}
		known = true
		if listens(x.Protocol, x.Port, p) {
			return x, true
		}
	}
	return nil, known
}

// choice is what a listener may do with a request: forward to a target group, or answer by itself.
type choice struct {
	group   string
	answers bool
}

// choicesOf are all that the listener may do with a client's requests: its default, and of an application's its rules (R11.3).
func (r *run) choicesOf(b *balancer, listener *topology.Listener, client netip.Addr) []choice {
	all := choicesBy(listener.DefaultActions)
	for i := range r.s.ListenerRules {
		rule := &r.s.ListenerRules[i]
		if b.isApplication() && rule.ListenerArn() == listener.ListenerArn && mayHold(rule.Conditions, client) {
			all = append(all, choicesBy(rule.Actions)...)
		}
	}
	return distinct(all)
}

func distinct(all []choice) []choice {
	var once []choice
	seen := map[choice]bool{}
	for _, w := range all {
		if !seen[w] {
			once = append(once, w)
		}
		seen[w] = true
	}
	return once
}

// mayHold: only conditions on the client's address can be told from a packet.
func mayHold(conditions []topology.ListenerRuleCondition, client netip.Addr) bool {
	for _, c := range conditions {
		if c.Field == "source-ip" && c.SourceIpConfig != nil && !mayContain(c.SourceIpConfig.Values, client) {
			return false
		}
	}
	return true
}

func mayContain(blocks []netip.Prefix, a netip.Addr) bool {
	for _, b := range blocks {
		if !b.IsValid() || b.Masked().Contains(a) {
			return true
		}
	}
	return len(blocks) == 0
}

// choicesBy reads actions: forward, redirect, fixed-response; those that authenticate come before another.
func choicesBy(actions []topology.ListenerAction) []choice {
	var all []choice
	for _, a := range actions {
		switch a.Type {
		case "forward":
			all = append(all, forwardsBy(a)...)
		case "redirect", "fixed-response":
			all = append(all, choice{answers: true})
		}
	}
	return all
}

// forwardsBy: groups of weight 0 get nothing, unless all have it.
func forwardsBy(a topology.ListenerAction) []choice {
	if a.ForwardConfig == nil || len(a.ForwardConfig.TargetGroups) == 0 {
		if a.TargetGroupArn == "" {
			return nil
		}
		return []choice{{group: a.TargetGroupArn}}
	}
	var weighty, all []choice
	for _, g := range a.ForwardConfig.TargetGroups {
		all = append(all, choice{group: g.TargetGroupArn})
		if g.Weight == nil || *g.Weight != 0 {
			weighty = append(weighty, choice{group: g.TargetGroupArn})
		}
	}
	if len(weighty) > 0 {
		return weighty
	}
	return all
}
