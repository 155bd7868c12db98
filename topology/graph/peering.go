package graph

// Implements R6.1-R6.8, R6.10, and R3.11 (a NAT gateway's replies return over the peering they left by).

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A peering joins two VPCs.
type peering struct {
	ref    ref.Ref
	active bool
	sides  [2]peeringSide
}

// A peeringSide is one VPC of a peering.
type peeringSide struct {
	id     string
	vpc    int32 // none if the snapshot lacks it
	region string
	blocks []netip.Prefix // as the peering's document prints them
}

func (c *compiler) compilePeerings() {
	for i := range c.s.VpcPeeringConnections {
		d := &c.s.VpcPeeringConnections[i]
		p := peering{ref: ref.Ref{Kind: ref.VpcPeeringConnection, ID: d.VpcPeeringConnectionId}, active: d.Status.Code == "active"}
		p.sides[0], p.sides[1] = c.peeringSide(&d.RequesterVpcInfo), c.peeringSide(&d.AccepterVpcInfo)
		c.pcxIDs[d.VpcPeeringConnectionId] = int32(len(c.g.peerings))
		c.name(p.ref, d.Tags.Name())
		c.g.peerings = append(c.g.peerings, p)
		if p.active && p.sameRegion() {
			c.joinGroups(&p, 0, 1)
			c.joinGroups(&p, 1, 0)
		}
	}
}

func (c *compiler) peeringSide(d *topology.VpcPeeringConnectionVpcInfo) peeringSide {
	s := peeringSide{id: d.VpcId, vpc: find(c.vpcIDs, d.VpcId), region: d.Region}
	if s.vpc != none && len(c.g.vpcs[s.vpc].blocks) == 0 && !c.g.vpcs[s.vpc].documented {
		s.vpc = none // some document names the VPC, but nothing is known of it
	}
	for _, b := range d.CidrBlockSet {
		s.addBlock(b.CidrBlock)
	}
	for _, b := range d.Ipv6CidrBlockSet {
		s.addBlock(b.Ipv6CidrBlock)
	}
	if len(d.CidrBlockSet) == 0 {
		s.addBlock(d.CidrBlock)
	}
	return s
}

func (s *peeringSide) addBlock(p netip.Prefix) {
	if p.IsValid() {
		s.blocks = append(s.blocks, p.Masked())
	}
}

// sameRegion reports whether rules may refer to groups across the peering (R6.8).
func (p *peering) sameRegion() bool { return p.sides[0].region == p.sides[1].region }

// joinGroups lets rules of one side refer to members in the other (R4.6).
func (c *compiler) joinGroups(p *peering, here, there int) {
	v := p.sides[here].vpc
	if v == none {
		return
	}
	if other := p.sides[there].vpc; other != none {
		c.g.vpcs[v].peers = append(c.g.vpcs[v].peers, other)
	} else {
		c.g.vpcs[v].unseenPeers = append(c.g.vpcs[v].unseenPeers, p.sides[there].blocks...)
	}
}

// acrossPeering takes a packet into the peer VPC, where it is delivered as if it were local (R6.4).
func (w *Walk) acrossPeering(pi int32, p Packet) next {
	pcx := &w.g.peerings[pi]
	at := Node{PeeringNode, pi}
	w.note(GatewayEvent, at, &p)
	w.require(truthOf(pcx.active), BadState, BadState, at)
	vi := w.g.subnets[w.from].vpc
	far := pcx.sides[0]
	if far.vpc == vi {
		far = pcx.sides[1]
	} else if pcx.sides[1].vpc != vi {
		w.drop(BadStateAttachment, at, Egress)
		return finished(Dropped)
	}
	if !w.within(vi, p.Src) {
		w.drop(GatewayRejectsSpoofedTraffic, at, Egress)
	}
	if far.vpc == none {
		return w.unseenPeer(at, &far, p)
	}
	if !w.within(far.vpc, p.Dst) {
		w.drop(PCXRequiresAddressInVPC, at, Egress)
		return finished(Dropped)
	}
	if !w.reply && w.nowTranslated() {
		w.remember(translation{at: at, before: p, after: p})
	}
	w.from = none
	return next{at: Node{VpcNode, far.vpc}, packet: p}
}

// unseenPeer ends a leg at a VPC that the snapshot lacks.
func (w *Walk) unseenPeer(at Node, far *peeringSide, p Packet) next {
	if len(far.blocks) > 0 && !anyContains(far.blocks, w.seenFrom(p.Dst, far.blocks)) {
		w.drop(PCXRequiresAddressInVPC, at, Egress)
		return finished(Dropped)
	}
	w.doubt(UnknownDestination, at, Egress, ref.Ref{Kind: ref.Vpc, ID: far.id})
	return finished(Doubted)
}

// returnsToSender takes a reply for a NAT gateway back over the peering that the request came by, whatever the
// replier's route table says (R3.11).
func (w *Walk) returnsToSender(p *Packet) (next, bool) {
	for i := w.remembers - 1; i > 0; i-- {
		t, before := &w.session[i], &w.session[i-1]
		if t.at.Kind != PeeringNode || before.at.Kind != NatGatewayNode || !t.answeredBy(p) {
			continue
		}
		w.note(GatewayEvent, t.at, p)
		w.from = none
		return next{at: Node{VpcNode, w.g.nats[before.at.Index].vpc}, packet: *p}, true
	}
	return next{}, false
}
