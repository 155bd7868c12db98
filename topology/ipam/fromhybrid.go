package ipam

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// addHybrid adds what is known of networks outside: by VPNs, virtual private gateways, transit gateways and Client VPN.
func (v *Inventory) addHybrid() {
	doors := doors{v: v, networks: map[ref.Ref]int32{}}
	for i := range v.Snapshot.VpnConnections {
		c := &v.Snapshot.VpnConnections[i]
		for _, r := range c.Routes {
			doors.hold(c.Meta, Holding{Prefix: r.DestinationCidrBlock, Kind: VpnRoute, Ref: c.Ref()})
		}
	}
	doors.gatewayRoutes()
	doors.transitRoutes()
	for i := range v.Snapshot.TransitGateways {
		g := &v.Snapshot.TransitGateways[i]
		for _, p := range g.Options.TransitGatewayCidrBlocks {
			doors.hold(g.Meta, Holding{Prefix: p, Kind: TransitBlock, Ref: g.Ref()})
		}
	}
	for i := range v.Snapshot.ClientVpnEndpoints {
		e := &v.Snapshot.ClientVpnEndpoints[i]
		doors.hold(e.Meta, Holding{Prefix: e.ClientCidrBlock, Kind: ClientBlock, Ref: e.Ref(), Vpc: e.VpcId})
	}
}

// doors are the ways out of AWS. What lies behind one is a network.
type doors struct {
	v        *Inventory
	networks map[ref.Ref]int32
}

// hold adds what lies behind a door. A default route says nothing of who holds what.
func (d *doors) hold(m topology.Meta, h Holding) {
	if !h.Prefix.IsValid() || h.Prefix.Bits() == 0 {
		return
	}
	n, known := d.networks[h.Ref]
	if !known {
		n = d.v.network(Network{Ref: h.Ref, Account: m.Account, Region: m.Region, Kind: h.Kind})
		d.networks[h.Ref] = n
	}
	h.Account, h.Region, h.At = m.Account, m.Region, d.v.at(m)
	d.v.hold(n, h)
}

// gatewayRoutes adds the destinations of routes to virtual private gateways, propagated or not. A static route of a VPN is
// the VPN's own already.
func (d *doors) gatewayRoutes() {
	static := map[netip.Prefix]bool{}
	for i := range d.v.Snapshot.VpnConnections {
		for _, r := range d.v.Snapshot.VpnConnections[i].Routes {
			static[r.DestinationCidrBlock.Masked()] = true
		}
	}
	for i := range d.v.Snapshot.RouteTables {
		t := &d.v.Snapshot.RouteTables[i]
		for j := range t.Routes {
			r := &t.Routes[j]
			if p := destination(r); strings.HasPrefix(r.GatewayId, "vgw-") && !static[p] {
				d.hold(t.Meta, Holding{Prefix: p, Kind: VpnRoute, Ref: ref.Ref{Kind: ref.VpnGateway, ID: r.GatewayId}})
			}
		}
	}
}

// destination is where a route of a VPC leads; the zero Prefix of one to a prefix list.
func destination(r *topology.Route) netip.Prefix {
	if r.DestinationCidrBlock.IsValid() {
		return r.DestinationCidrBlock.Masked()
	}
	return r.DestinationIpv6CidrBlock.Masked()
}

// transitRoutes adds what transit gateways send to attachments that are no VPCs. What goes to a transit gateway of the snapshot ends
// at attachments of that one.
func (d *doors) transitRoutes() {
	known := map[string]bool{}
	for i := range d.v.Snapshot.TransitGatewayAttachments {
		a := &d.v.Snapshot.TransitGatewayAttachments[i]
		known[a.TransitGatewayAttachmentId] = known[a.TransitGatewayAttachmentId] || a.ResourceType == "peering" && d.hasGateway(a.ResourceId)
	}
	for i := range d.v.Snapshot.TransitGatewayRouteTables {
		t := &d.v.Snapshot.TransitGatewayRouteTables[i]
		for j := range t.Routes {
			r := &t.Routes[j]
			for _, a := range r.TransitGatewayAttachments {
				if a.ResourceType == "vpc" || a.TransitGatewayAttachmentId == "" || a.ResourceType == "peering" && (known[a.TransitGatewayAttachmentId] || d.hasGateway(a.ResourceId)) {
					continue
				}
				d.hold(t.Meta, Holding{
					Prefix: r.DestinationCidrBlock, Kind: TransitRoute, Note: a.ResourceType,
					Ref: ref.Ref{Kind: ref.TransitGatewayAttachment, ID: a.TransitGatewayAttachmentId},
				})
			}
		}
	}
}

func (d *doors) hasGateway(id string) bool {
	return slices.ContainsFunc(d.v.Snapshot.TransitGateways, func(g topology.TransitGateway) bool { return g.TransitGatewayId == id })
}

// addPools adds what IPAM pools hold, and what was taken out of them for something that the snapshot does not show.
func (v *Inventory) addPools() {
	for i := range v.Snapshot.IpamPools {
		p := &v.Snapshot.IpamPools[i]
		h := Holding{Kind: PoolBlock, Ref: p.Ref(), Name: p.Description, Account: p.Account, Region: p.Locale, At: v.at(p.Meta)}
		for _, c := range p.IpamPoolCidrs {
			h.Prefix = c.Cidr
			v.hold(-1, h)
		}
		for _, a := range p.IpamPoolAllocations {
			if n, known := v.vpcs[a.ResourceId]; a.ResourceType == "ipam-pool" || known && v.Networks[n].Kind == VpcBlock {
				continue
			}
			taken := Network{Ref: ref.Ref{Kind: ref.Other, ID: a.IpamPoolAllocationId}, Name: a.Description, Account: a.ResourceOwner, Region: a.ResourceRegion, Kind: Allocation}
			v.hold(v.network(taken), Holding{
				Prefix: a.Cidr, Kind: Allocation, Ref: taken.Ref, Name: a.Description, Account: a.ResourceOwner, Region: a.ResourceRegion, Note: a.ResourceId, At: h.At,
			})
		}
	}
}

// addListed adds a block of a user's list. One that a VPC of the snapshot holds, by its id, is that VPC's.
func (v *Inventory) addListed(h Holding) {
	if n, known := v.vpcs[h.Ref.ID]; known && v.Networks[n].Kind == VpcBlock {
		return
	}
	v.hold(v.network(Network{Ref: h.Ref, Name: h.Name, Account: h.Account, Region: h.Region, Kind: h.Kind}), h)
}
