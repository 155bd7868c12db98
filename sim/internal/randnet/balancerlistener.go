package randnet

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/topology"
)

// listening is what listeners of each kind of load balancer are for.
var listening = map[string][]share[string]{
	"application": {{60, "HTTP 80"}, {40, "HTTPS 443"}},
	"network":     {{30, "TCP 80"}, {25, "TCP 443"}, {15, "TLS 443"}, {10, "TCP 22"}, {10, "UDP 53"}, {15, "TCP_UDP 53"}, {4, "QUIC 443"}, {4, "TCP_QUIC 443"}},
}

func portNumber(text string) int32 {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return int32(n)
}

// addListeners gives a load balancer one to three listeners, of different ports.
func (d *draft) addListeners(v *vpcDraft, b *topology.LoadBalancer) {
	taken := map[int32]bool{}
	for range d.between(1, 3) {
		var protocol, port string
		if _, err := fmt.Sscan(draw(d.dice, listening[b.Type]...), &protocol, &port); err != nil {
			panic(err)
		}
		l := &topology.Listener{
			Meta: b.Meta, LoadBalancerArn: b.LoadBalancerArn, Protocol: protocol, Port: portNumber(port),
			ListenerArn: balancingArn(v, "listener", b.LoadBalancerArn[len(balancingArn(v, "loadbalancer", "")):]) + fmt.Sprintf("/%016x", len(d.listeners)+1),
		}
		if taken[l.Port] {
			continue
		}
		taken[l.Port] = true
		d.listeners = append(d.listeners, l)
		l.DefaultActions = d.actions(v, b, l)
		for b.Type == "application" && d.chance(35) {
			d.addRule(v, b, l)
		}
	}
}

// actions are those of a listener or a rule: mostly they forward.
func (d *draft) actions(v *vpcDraft, b *topology.LoadBalancer, l *topology.Listener) []topology.ListenerAction {
	group := d.addTargetGroup(v, b, l)
	forward := topology.ListenerAction{Type: "forward", TargetGroupArn: group.TargetGroupArn}
	switch {
	case b.Type == "application" && d.chance(10):
		return []topology.ListenerAction{{Type: pick(d.dice, "redirect", "fixed-response")}}
	case b.Type == "application" && d.chance(10):
		return []topology.ListenerAction{{Type: "authenticate-oidc", Order: 1}, forward}
	case d.chance(20):
		d.weigh(&forward, group, d.addTargetGroup(v, b, l))
	case d.chance(3):
		return nil
	}
	return []topology.ListenerAction{forward}
}

// weigh forwards to two groups with weights, some of them zero.
func (d *draft) weigh(a *topology.ListenerAction, groups ...*topology.TargetGroup) {
	a.TargetGroupArn = ""
	a.ForwardConfig = &struct {
		TargetGroups []struct {
			TargetGroupArn string
			Weight         *int
		}
	}{}
	for _, g := range groups {
		weight := pick(d.dice, 0, 1, 1, 50)
		at := &weight
		if d.chance(15) {
			at = nil
		}
		a.ForwardConfig.TargetGroups = append(a.ForwardConfig.TargetGroups, struct {
			TargetGroupArn string
			Weight         *int
		}{g.TargetGroupArn, at})
	}
}

func (d *draft) addRule(v *vpcDraft, b *topology.LoadBalancer, l *topology.Listener) {
	r := &topology.ListenerRule{
		Meta: l.Meta, Priority: strconv.Itoa(len(d.rules) + 1), Actions: d.actions(v, b, l),
		RuleArn: balancingArn(v, "listener-rule", l.ListenerArn[len(balancingArn(v, "listener", "")):]) + fmt.Sprintf("/%016x", len(d.rules)+1),
	}
	if d.chance(50) {
		r.Conditions = append(r.Conditions, topology.ListenerRuleCondition{Field: "path-pattern", Values: []string{"/api/*"}})
	}
	if d.chance(50) {
		var blocks []netip.Prefix
		for range d.between(1, 2) {
			blocks = append(blocks, pick(d.dice, append(pick(d.dice, d.vpcs...).blocks(), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("0.0.0.0/0"))...))
		}
		r.Conditions = append(r.Conditions, topology.ListenerRuleCondition{Field: "source-ip", SourceIpConfig: &struct{ Values []netip.Prefix }{blocks}})
	}
	d.rules = append(d.rules, r)
}
