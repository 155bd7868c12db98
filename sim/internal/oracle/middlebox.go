package oracle

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// middlebox is the endpoint of a Gateway Load Balancer or of a Network Firewall, as the target of routes (R10.6, R12.1).
type middlebox struct {
	id, service string
	vpc, subnet string
	state       string // of the endpoint
	attachment  string // of the firewall
	isFirewall  bool
	firewall    *topology.NetworkFirewall // nil if it was not captured
}

// middleboxOf an endpoint id; nil if no document takes the endpoint for one.
func (r *run) middleboxOf(id string) *middlebox {
	if !strings.HasPrefix(id, "vpce-") {
		return nil
	}
	m := &middlebox{id: id}
	v := find(r.s.VpcEndpoints, id, func(v *topology.VpcEndpoint) string { return v.VpcEndpointId })
	a, firewall, isFirewall := r.firewallOf(id)
	if !isFirewall && (v == nil || v.VpcEndpointType != "GatewayLoadBalancer") {
		return nil
	}
	m.isFirewall, m.firewall, m.attachment = isFirewall, firewall, a.Status
	if v != nil {
		m.state, m.service, m.vpc = v.State, v.ServiceName, v.VpcId
	}
	m.subnet = r.subnetOfMiddlebox(v, a)
	if sub := r.subnet(m.subnet); sub != nil {
		m.vpc = sub.VpcId
	}
	return m
}

func (r *run) subnetOfMiddlebox(v *topology.VpcEndpoint, a topology.FirewallAttachment) string {
	switch {
	case v != nil && len(v.SubnetIds) > 0:
		return v.SubnetIds[0]
	case a.SubnetId != "" || v == nil:
		return a.SubnetId
	}
	for _, id := range v.NetworkInterfaceIds {
		if e := r.networkInterface(id); e != nil {
			return e.SubnetId
		}
	}
	return ""
}

// firewallOf is the firewall that has an endpoint, in its own VPC or in another one.
func (r *run) firewallOf(endpoint string) (topology.FirewallAttachment, *topology.NetworkFirewall, bool) {
	for i := range r.s.NetworkFirewalls {
		f := &r.s.NetworkFirewalls[i]
		for _, state := range f.FirewallStatus.SyncStates {
			if state.Attachment.EndpointId == endpoint {
				return state.Attachment, f, true
			}
		}
	}
	for i := range r.s.FirewallEndpointAssociations {
		x := &r.s.FirewallEndpointAssociations[i]
		for _, state := range x.AssociationSyncState {
			if state.Attachment.EndpointId == endpoint {
				return state.Attachment, r.firewall(x.FirewallArn), true
			}
		}
	}
	return topology.FirewallAttachment{}, nil, false
}

func (r *run) firewall(arn string) *topology.NetworkFirewall {
	return find(r.s.NetworkFirewalls, arn, func(f *topology.NetworkFirewall) string { return f.FirewallArn })
}

// toMiddlebox enters the endpoint's subnet, is inspected, and goes on from that subnet as it is (R10.6). The network ACL has a
// say even if the packet comes from the same subnet (R5.14).
func (l *leg) toMiddlebox(m *middlebox, from hop, p packet) end {
	again := fmt.Sprint("inspected by ", m.id, p.header())
	switch {
	case m.vpc != "" && m.vpc != from.vpc.VpcId:
		return dropped("R10.6: %s is in another VPC", m.id)
	case m.state != "" && !strings.EqualFold(m.state, "available"):
		return dropped("R10.6: %s is not available", m.id)
	case m.attachment != "" && m.attachment != "READY":
		return dropped("R12.1: %s is not ready", m.id)
	case l.subnet(m.subnet) == nil:
		return unclear("the subnet of %s was not captured", m.id)
	case l.visited[again]:
		return dropped("R10.6: the packet comes back to %s", m.id)
	}
	l.visited[again] = true
	l.goesBy(m.id)
	if !l.aclPasses(m.subnet, ingress, p) {
		return dropped("R5.14: the network ACL of %s lets it not in", m.subnet)
	}
	if why := l.inspect(m, p); why != "" {
		return dropped("%s", why)
	}
	l.note("R10.6: %s sends it on", m.id)
	return l.leaveAs(hop{subnet: l.subnet(m.subnet), firewall: m.isFirewall}, p.anonymous())
}

// inspect says why a packet does not come back from the appliances behind an endpoint.
func (l *leg) inspect(m *middlebox, p packet) string {
	if m.isFirewall {
		return l.passFirewall(m.id, m.firewall, p)
	}
	return l.passAppliances(m, p)
}
