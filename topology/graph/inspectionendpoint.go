package graph

// Implements R5.14, R10.6, R12.1 and R12.8: endpoints of Gateway Load Balancers and network firewalls as targets of routes.

import (
	"maps"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An inspectionEndpoint takes what routes send to it, has it inspected, and sends it on by its own subnet's table.
type inspectionEndpoint struct {
	ref      ref.Ref
	subnet   int32 // none if the snapshot does not tell, or lacks it
	works    bool
	untold   bool  // no document tells the state
	firewall int32 // whose endpoint it is; none of a Gateway Load Balancer's

	service   string // the endpoint service's name
	crossZone bool   // its load balancer treats all endpoints of the service as one (symmetry.go)
	balancers []balancing
}

// compileInspectionEndpoints makes the endpoints that describe-vpc-endpoints and firewalls tell of.
func (c *compiler) compileInspectionEndpoints() {
	attachments := c.firewallEndpointStates()
	for i := range c.s.VpcEndpoints {
		d := &c.s.VpcEndpoints[i]
		_, ofFirewall := c.firewallEndpoints[d.VpcEndpointId]
		if d.VpcEndpointId != "" && (ofFirewall || strings.EqualFold(d.VpcEndpointType, "GatewayLoadBalancer")) {
			c.addInspectionEndpoint(d, attachments[d.VpcEndpointId])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.firewallEndpoints)) {
		if find(c.inspectIDs, id) == none {
			c.addInspectionEndpoint(&topology.VpcEndpoint{VpcEndpointId: id}, attachments[id])
		}
	}
	for i := range c.g.transitAttachments {
		if a := &c.g.transitAttachments[i]; a.kind == functionAttachment {
			a.firewall, a.functions = find(c.firewallAttachments, a.ref.ID), c.functions(a.ref.ID)
		}
	}
}

// functions reports whether no firewall says that its attachment to a transit gateway is out of order.
func (c *compiler) functions(attachment string) bool {
	for i := range c.s.NetworkFirewalls {
		s := &c.s.NetworkFirewalls[i].FirewallStatus.TransitGatewayAttachmentSyncState
		if s.AttachmentId == attachment && s.TransitGatewayAttachmentStatus != "" && s.TransitGatewayAttachmentStatus != "READY" {
			return false
		}
	}
	return true
}

// firewallEndpointStates lists what firewalls tell of their endpoints.
func (c *compiler) firewallEndpointStates() map[string]topology.FirewallAttachment {
	states := map[string]topology.FirewallAttachment{}
	add := func(zones map[string]topology.FirewallSyncState) {
		for _, zone := range slices.Sorted(maps.Keys(zones)) {
			if a := zones[zone].Attachment; a.EndpointId != "" {
				states[a.EndpointId] = a
			}
		}
	}
	for i := range c.s.NetworkFirewalls {
		add(c.s.NetworkFirewalls[i].FirewallStatus.SyncStates)
	}
	for i := range c.s.FirewallEndpointAssociations {
		add(c.s.FirewallEndpointAssociations[i].AssociationSyncState)
	}
	return states
}

func (c *compiler) addInspectionEndpoint(d *topology.VpcEndpoint, a topology.FirewallAttachment) {
	e := inspectionEndpoint{
		ref: ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}, subnet: c.inspectionSubnet(d, a), service: d.ServiceName,
		works:    (d.State == "" || strings.EqualFold(d.State, "available")) && (a.Status == "" || a.Status == "READY"),
		untold:   d.State == "" && a.Status == "",
		firewall: find(c.firewallEndpoints, d.VpcEndpointId),
	}
	if e.firewall == none {
		c.balance(&e)
	}
	c.inspectIDs[d.VpcEndpointId] = int32(len(c.g.inspections))
	c.g.inspections = append(c.g.inspections, e)
}

// inspectionSubnet is the subnet of an endpoint: as its own document tells, or the firewall's, or that of its interface.
func (c *compiler) inspectionSubnet(d *topology.VpcEndpoint, a topology.FirewallAttachment) int32 {
	switch {
	case len(d.SubnetIds) > 0:
		return find(c.subnetIDs, d.SubnetIds[0])
	case a.SubnetId != "":
		return find(c.subnetIDs, a.SubnetId)
	}
	for _, id := range d.NetworkInterfaceIds {
		if e := c.interfaceAt(id); e != none {
			return c.g.interfaces[e].subnet
		}
	}
	return none
}

// throughInspection has a packet inspected that a route sent to an endpoint, and lets it leave from there unchanged.
func (w *Walk) throughInspection(ei int32, p Packet) next {
	e, at := &w.g.inspections[ei], Node{InspectionNode, ei}
	w.note(GatewayEvent, at, &p)
	w.require(truthOf(e.works), BadState, BadState, at)
	if e.untold {
		w.assume(AssumeEndpointAvailable, at)
	}
	switch {
	case e.subnet == none:
		w.doubt(UnknownResource, at, Ingress, ref.Ref{Kind: ref.Subnet})
		return finished(Doubted)
	case w.from != none && !w.sameVpc(ei, w.g.subnets[w.from].vpc):
		w.drop(BadState, at, Ingress) // another VPC's
		return finished(Dropped)
	case w.from == e.subnet && w.wentThrough(at):
		w.drop(RoutingLoop, at, Ingress) // its own look-up finds itself
		return finished(Dropped)
	}
	w.narrow(w.filterACL(e.subnet, Ingress, &p)) // even if it is in this subnet already (R5.14)
	w.from = e.subnet
	w.sender = NoInterface // no reference holds beyond (R4.7)
	if e.firewall != none {
		w.inspectAt(at, e.firewall, p)
	} else {
		w.balanceAt(ei)
	}
	w.through = append(w.through, at)
	w.recommendApplianceMode(e.subnet)
	n := w.leave(e.subnet, p)
	w.left = at
	return n
}

// sameVpc reports whether an endpoint lies in a VPC.
func (w *Walk) sameVpc(ei, vi int32) bool {
	si := w.g.inspections[ei].subnet
	return si != none && w.g.subnets[si].vpc == vi
}

// recommendApplianceMode remarks that what came by a transit gateway may come back through another zone's endpoint (R7.11).
func (w *Walk) recommendApplianceMode(si int32) {
	if w.transit.into != w.g.subnets[si].vpc || w.transit.by == none {
		return
	}
	if a := &w.g.transitAttachments[w.transit.by]; !a.appliance && len(a.subnets) > 1 {
		w.event(Event{Kind: StateEvent, Code: TGWApplianceMode, At: Node{TransitAttachmentNode, w.transit.by}, Table: none, Rule: none})
	}
}

// throughFunction has a packet inspected by the firewall that is attached to a transit gateway, where it is looked up again,
// as having come in by that attachment (R7.14).
func (w *Walk) throughFunction(ai int32, p Packet) next {
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	if a.firewall == none {
		w.doubt(UnsupportedComponent, at, Egress, a.to)
		return finished(Doubted)
	}
	w.require(truthOf(a.functions), BadState, BadState, at)
	w.inspectAt(at, a.firewall, p)
	w.through = append(w.through, at)
	w.sender, w.transit.refers = NoInterface, no
	return w.lookUpTransit(ai, p)
}

// Inspector names who inspects at the endpoint of an event: a firewall, or a Gateway Load Balancer if the
// snapshot tells which; ok is false if nobody does.
func (g *Graph) Inspector(e Event) (by ref.Ref, ok bool) {
	if e.Kind != GatewayEvent || e.At.Kind != InspectionNode {
		return ref.Ref{}, false
	}
	switch x := &g.inspections[e.At.Index]; {
	case x.firewall != none:
		return g.firewalls[x.firewall].ref, true
	case len(x.balancers) == 1:
		return x.balancers[0].ref, true
	}
	return ref.Ref{}, true
}
