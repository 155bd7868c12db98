package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// balancer is a load balancer of any kind: one of its documents is set.
type balancer struct {
	doc     *topology.LoadBalancer
	classic *topology.ClassicLoadBalancer
}

// Beginnings of the descriptions of nodes (B1): an interface of a load balancer, an application's, a network's or a gateway's.
const (
	nodePrefix        = "ELB "
	networkNodePrefix = "ELB net/"
	gatewayNodePrefix = "ELB gwy/"
)

// isNode tells whether an interface is a load balancer's. It never initiates and never forwards as a route's target.
func isNode(e *topology.NetworkInterface) bool { return strings.HasPrefix(e.Description, nodePrefix) }

func isNetworkNode(e *topology.NetworkInterface) bool {
	return kindOf(e) == "networkloadbalancer" || strings.HasPrefix(e.Description, networkNodePrefix)
}

func isGatewayNode(e *topology.NetworkInterface) bool {
	return strings.HasPrefix(e.Description, gatewayNodePrefix)
}

// balancerOf is the load balancer that an interface is a node of, or nil: "ELB app/NAME/HASH" ends the load balancer's ARN, "ELB NAME"
// names a classic one in the VPC.
func (r *run) balancerOf(e *topology.NetworkInterface) *balancer {
	name := strings.TrimPrefix(e.Description, nodePrefix)
	for i := range r.s.LoadBalancers {
		if b := (balancer{doc: &r.s.LoadBalancers[i]}); b.hasNode(name, e) {
			return &b
		}
	}
	for i := range r.s.ClassicLoadBalancers {
		if b := (balancer{classic: &r.s.ClassicLoadBalancers[i]}); b.hasNode(name, e) {
			return &b
		}
	}
	return nil
}

func (b *balancer) hasNode(name string, e *topology.NetworkInterface) bool {
	if b.classic != nil {
		return b.classic.LoadBalancerName == name && b.classic.VPCId == e.VpcId
	}
	return name != "" && strings.HasSuffix(b.doc.LoadBalancerArn, ":loadbalancer/"+name)
}

// balancerByArn is a documented load balancer, or nil.
func (r *run) balancerByArn(arn string) *balancer {
	if doc := find(r.s.LoadBalancers, arn, func(b *topology.LoadBalancer) string { return b.LoadBalancerArn }); doc != nil {
		return &balancer{doc: doc}
	}
	return nil
}

// nodesOf are the interfaces of a load balancer.
func (r *run) nodesOf(b *balancer) []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for i := range r.s.NetworkInterfaces {
		e := &r.s.NetworkInterfaces[i]
		if isNode(e) && b.hasNode(strings.TrimPrefix(e.Description, nodePrefix), e) {
			all = append(all, e)
		}
	}
	return all
}

func (b *balancer) name() string {
	if b.classic != nil {
		return b.classic.VPCId + "/" + b.classic.LoadBalancerName
	}
	return b.doc.LoadBalancerArn
}

func (b *balancer) vpc() string {
	if b.classic != nil {
		return b.classic.VPCId
	}
	return b.doc.VpcId
}

func (b *balancer) isNetwork() bool {
	return b.doc != nil && strings.Contains(b.doc.LoadBalancerArn, ":loadbalancer/net/")
}

func (b *balancer) isApplication() bool {
	return b.doc != nil && strings.Contains(b.doc.LoadBalancerArn, ":loadbalancer/app/")
}

// works reads the state (R11.1).
func (b *balancer) works() bool {
	if b.classic != nil {
		return true
	}
	switch b.doc.State.Code {
	case "active", "active_impaired", "":
		return true
	}
	return false
}

// attribute is the value of a setting, or "" where the documents do not tell.
func attribute(all []topology.Attribute, known bool, key string) string {
	if !known {
		return ""
	}
	for _, a := range all {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

// A node is an interface of a load balancer that has taken a packet.
type node struct {
	eni  *topology.NetworkInterface
	of   *balancer
	link bool // the packet came by an interface endpoint (R10.7)
}

// receiveAtNode: the filters let the packet in to an interface of a load balancer (B1).
func (l *leg) receiveAtNode(e *topology.NetworkInterface, p packet) end {
	b := l.balancerOf(e)
	switch {
	case isGatewayNode(e):
		return dropped("R11.11: %s takes nothing from clients", e.NetworkInterfaceId)
	case b == nil:
		return unclear("the load balancer of %s was not captured", e.NetworkInterfaceId)
	}
	return l.balance(node{eni: e, of: b}, p)
}

// balance takes a packet from a node to a target (R11.1).
func (l *leg) balance(n node, p packet) end {
	switch {
	case !n.of.works():
		return dropped("R11.1: %s is not active", n.of.name())
	case !p.hasPorts():
		return dropped("R11.1: %s takes TCP and UDP only", n.of.name())
	}
	if n.of.classic != nil {
		return l.balanceClassic(n, p)
	}
	return l.listen(n, p)
}

// comesBack tells whether the packet was at a listener before.
func (l *leg) comesBack(listener string) bool {
	again := "listened by " + listener
	before := l.visited[again]
	l.visited[again] = true
	return before
}

// answers ends at a node that answers by itself, or for a function behind it.
func (n node) answers(what string, p packet) end {
	return end{place: atInterface, why: what, id: n.eni.NetworkInterfaceId, packet: p}
}
