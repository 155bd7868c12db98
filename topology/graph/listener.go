package graph

// Implements R11.3, R11.4: on which ports a load balancer listens, and to which target groups it may send.

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A listener takes connections to one port of a load balancer.
type listener struct {
	ref      ref.Ref
	balancer int32
	protocol string // as documented
	port     uint16
	tcp, udp bool
	actions  []action
	unruled  bool // its rules were not captured: only the default actions are known
}

// An action is something that a listener does with a request.
type action struct {
	pool   int32            // of targets; none: the load balancer answers by itself
	from   [][]netip.Prefix // of each condition on the client's address, where it has to be; an empty one holds for nobody
	byRule string           // the rule's priority, or "" of a default action
}

// transports are the protocols that a listener's protocol is carried by.
var transports = map[string]struct{ tcp, udp bool }{
	"HTTP": {tcp: true}, "HTTPS": {tcp: true}, "TCP": {tcp: true}, "TLS": {tcp: true}, "SSL": {tcp: true},
	"UDP": {udp: true}, "QUIC": {udp: true}, "TCP_UDP": {tcp: true, udp: true}, "TCP_QUIC": {tcp: true, udp: true},
}

func (l *listener) carries(p netmath.Protocol) bool {
	return l.port != 0 && ((p == netmath.TCP && l.tcp) || (p == netmath.UDP && l.udp))
}

// text is the listener as people say it: "HTTPS:443".
func (l *listener) text() string { return l.protocol + ":" + strconv.Itoa(int(l.port)) }

func (c *compiler) rulesByListener() map[string][]*topology.ListenerRule {
	rules := map[string][]*topology.ListenerRule{}
	for i := range c.s.ListenerRules {
		r := &c.s.ListenerRules[i]
		rules[r.ListenerArn()] = append(rules[r.ListenerArn()], r)
	}
	return rules
}

func (c *compiler) addListener(d *topology.Listener, rules []*topology.ListenerRule) {
	bi := find(c.balancers.bySuffix, suffixOf(d.LoadBalancerArn))
	if bi == none || !c.g.balancers[bi].documented {
		return
	}
	b := &c.g.balancers[bi]
	t := transports[d.Protocol]
	l := listener{ref: d.Ref(), balancer: bi, protocol: d.Protocol, port: listenerPort(d.Port), tcp: t.tcp, udp: t.udp}
	c.addActions(&l, d.DefaultActions, nil, "")
	if b.kind == applicationBalancer {
		l.unruled = len(rules) == 0
		for _, r := range rules {
			c.addActions(&l, r.Actions, sourcesOf(r.Conditions), r.Priority)
		}
	}
	c.name(l.ref, b.name+" "+l.text())
	b.listeners = append(b.listeners, int32(len(c.g.listeners)))
	c.g.listeners = append(c.g.listeners, l)
}

// listenerPort reads a documented port; what cannot be one is 0, to which nobody connects.
func listenerPort(n int32) uint16 {
	if n < 0 || n > 65535 {
		return 0
	}
	return uint16(n)
}

// sourcesOf reads the conditions on the client's address. One whose prefixes cannot be read may hold for anybody.
func sourcesOf(conditions []topology.ListenerRuleCondition) [][]netip.Prefix {
	var from [][]netip.Prefix
	for _, d := range conditions {
		if d.Field != "source-ip" || d.SourceIpConfig == nil || slices.ContainsFunc(d.SourceIpConfig.Values, func(p netip.Prefix) bool { return !p.IsValid() }) {
			continue
		}
		from = append(from, d.SourceIpConfig.Values)
	}
	return from
}

// addActions lists what some actions can come to: a target group each, or the load balancer's own answer. Authentication
// is passed over, as whoever passes it goes on to the action after it.
func (c *compiler) addActions(l *listener, actions []topology.ListenerAction, from [][]netip.Prefix, byRule string) {
	for i := range actions {
		d := &actions[i]
		switch d.Type {
		case "redirect", "fixed-response":
			l.actions = append(l.actions, action{pool: none, from: from, byRule: byRule})
		case "forward":
			for _, arn := range forwardedTo(d) {
				l.actions = append(l.actions, action{pool: c.pool(l.balancer, c.targetGroup(arn)), from: from, byRule: byRule})
			}
		}
	}
}

// forwardedTo lists the target groups of a forward action. One of weight 0 gets nothing, unless all have it.
func forwardedTo(d *topology.ListenerAction) []string {
	var weighted, all []string
	if d.ForwardConfig != nil {
		for _, g := range d.ForwardConfig.TargetGroups {
			if g.Weight == nil || *g.Weight != 0 {
				weighted = append(weighted, g.TargetGroupArn)
			}
			all = append(all, g.TargetGroupArn)
		}
	}
	switch {
	case len(weighted) > 0:
		return weighted
	case len(all) > 0:
		return all
	case d.TargetGroupArn != "":
		return []string{d.TargetGroupArn}
	}
	return nil
}

// mayHold reports whether the conditions of an action on the client's address can hold.
func (a *action) mayHold(src netip.Addr) bool {
	for _, prefixes := range a.from {
		if !anyContains(prefixes, src) {
			return false
		}
	}
	return true
}

// repeats reports whether an earlier action that can hold does the same.
func (l *listener) repeats(i int, src netip.Addr) bool {
	for j := range l.actions[:i] {
		if l.actions[j].pool == l.actions[i].pool && l.actions[j].mayHold(src) {
			return true
		}
	}
	return false
}

// alternatives counts what may become of a request from an address, and finds one of them by its number.
func (l *listener) alternatives(src netip.Addr, number int) (count int, one *action) {
	for i := range l.actions {
		if a := &l.actions[i]; a.mayHold(src) && !l.repeats(i, src) {
			if count == number {
				one = a
			}
			count++
		}
	}
	return count, one
}

// prefixes are those that the listener's rules compare the client's address with.
func (l *listener) prefixes() []netip.Prefix {
	var all []netip.Prefix
	for i := range l.actions {
		for _, from := range l.actions[i].from {
			all = append(all, from...)
		}
	}
	return all
}

// actionText tells what a listener does with a request: "HTTPS:443 forwards to web".
func (g *Graph) actionText(l *listener, a *action) string {
	text := l.text()
	if a.byRule != "" && !strings.EqualFold(a.byRule, "default") {
		text += ", rule " + a.byRule
	}
	if a.pool == none {
		return text + ": answers by itself"
	}
	r := g.targetGroups[g.pools[a.pool].group].ref
	return text + " → " + label(r.ID, g.named(r))
}
