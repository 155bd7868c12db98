package graph

// Implements R3.20 as far as it is about EC2 Instance Connect Endpoints: they start connections into the VPC for who
// calls them from outside, and take none.

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileInstanceConnect gives the endpoints their interfaces.
func (c *compiler) compileInstanceConnect() {
	for i := range c.s.InstanceConnectEndpoints {
		d := &c.s.InstanceConnectEndpoints[i]
		r := ref.Ref{Kind: ref.InstanceConnectEndpoint, ID: d.InstanceConnectEndpointId}
		c.name(r, d.Tags.Name())
		for _, id := range d.NetworkInterfaceIds {
			ei := c.interfaceAt(id)
			if ei == none {
				continue
			}
			e := &c.g.interfaces[ei]
			e.owner, e.role = r, connectRole
			e.preserves = d.PreserveClientIp != nil && *d.PreserveClientIp
			if d.State != "create-complete" && d.State != "" {
				e.answers = no
			}
		}
	}
}

// emits drops what an interface may not send: another's address, and of an Instance Connect Endpoint anything but TCP.
func (w *Walk) emits(id InterfaceID, p *Packet) {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	w.opened.odd = w.opened.odd || e.role == connectRole
	if e.role == connectRole && !w.reply && p.Protocol != netmath.TCP {
		w.drop(ProtocolRestriction, at, Egress)
	}
	if e.checked && !e.owns(p.Src) && !(e.preserves && !w.reply) {
		w.drop(EniSourceDestCheckRestriction, at, Egress)
	}
}

// callerOf is the interface of the Instance Connect Endpoint that a reply goes back to, since it is for the client whose
// address the endpoint kept: AWS hands it over in the endpoint's own VPC, whatever the replier's route table says.
func (w *Walk) callerOf(p *Packet) (InterfaceID, bool) {
	if !w.reply || w.origin == NoInterface || p.Dst != w.asked.Src || w.transit.into != none {
		return NoInterface, false
	}
	e := &w.g.interfaces[w.origin]
	return w.origin, e.preserves && !e.owns(p.Dst) && w.g.subnets[w.from].vpc == e.vpc
}

// instanceConnectEntities lets the endpoints be named.
func (c *compiler) instanceConnectEntities() {
	owned := c.owned(ref.InstanceConnectEndpoint)
	for i := range c.s.InstanceConnectEndpoints {
		d := &c.s.InstanceConnectEndpoints[i]
		r := ref.Ref{Kind: ref.InstanceConnectEndpoint, ID: d.InstanceConnectEndpointId}
		c.entity(r, d.Meta, d.VpcId, d.Tags, owned[d.InstanceConnectEndpointId], d.InstanceConnectEndpointArn)
	}
}
