package ipam

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// FindTransitGateway finds a transit gateway by its id or name.
func (v *Inventory) FindTransitGateway(word string) (*topology.TransitGateway, error) {
	var found []*topology.TransitGateway
	for i := range v.Snapshot.TransitGateways {
		if g := &v.Snapshot.TransitGateways[i]; g.TransitGatewayId == word || g.Tags.Name() == word {
			found = append(found, g)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("no transit gateway of the snapshot is called %q", word)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%q names several transit gateways: use an id, such as %s", word, found[0].TransitGatewayId)
}

// Attach tells what it takes to attach a VPC to a transit gateway, and to exchange routes with the VPCs that are attached: those in the
// table that new attachments are associated with.
func (v *Inventory) Attach(a *Network, g *topology.TransitGateway) *Join {
	j := &Join{A: a, Gateway: g.Ref(), Subnets: v.oneInEachZone(a)}
	own := v.vpcs[a.Ref.ID]
	for _, x := range v.links.attached[own] {
		if x.gateway == g.TransitGatewayId {
			j.Exists = ref.Ref{Kind: ref.TransitGatewayAttachment, ID: x.id}
		}
	}
	if len(j.Subnets) == 0 {
		j.find(TransitNoSubnet, Breaks, a.Ref, "%s has no subnet for an attachment to be in", a.Called())
	}
	others := v.attachedTo(g.TransitGatewayId, own)
	for _, n := range others {
		for _, c := range v.conflicts(a, n) {
			c.Other = n.Called()
			j.Conflicts = append(j.Conflicts, c)
		}
	}
	var blocks []netip.Prefix
	for _, n := range others {
		v.routesTo(j, n, a.Blocks, g.TransitGatewayId)
		blocks = append(blocks, n.Blocks...)
	}
	v.routesTo(j, a, blocks, g.TransitGatewayId)
	v.transitQuotas(j, g)
	v.routeQuotas(j)
	j.sort()
	return j
}

// attachedTo are the VPCs on a transit gateway, but for one.
func (v *Inventory) attachedTo(gateway string, but int32) []*Network {
	var all []*Network
	for n := range int32(len(v.Networks)) {
		if n == but || !isVpc(v.Networks[n].Kind) {
			continue
		}
		if slices.ContainsFunc(v.links.attached[n], func(a attachment) bool { return a.gateway == gateway }) {
			all = append(all, &v.Networks[n])
		}
	}
	return all
}

// oneInEachZone picks a subnet with IPv4 in each zone of a VPC: the smallest, since attachments are best kept in subnets of their own.
func (v *Inventory) oneInEachZone(n *Network) []string {
	best := map[string]*topology.Subnet{}
	var zones []string
	for i := range v.Snapshot.Subnets {
		s := &v.Snapshot.Subnets[i]
		if s.VpcId != n.Ref.ID || !s.CidrBlock.IsValid() {
			continue
		}
		if best[s.AvailabilityZone] == nil {
			zones = append(zones, s.AvailabilityZone)
		}
		if b := best[s.AvailabilityZone]; b == nil || s.CidrBlock.Bits() > b.CidrBlock.Bits() {
			best[s.AvailabilityZone] = s
		}
	}
	slices.Sort(zones)
	var ids []string
	for _, z := range zones {
		ids = append(ids, best[z].SubnetId)
	}
	return ids
}

func (v *Inventory) transitQuotas(j *Join, g *topology.TransitGateway) {
	attachments, routes, gateways := 1, len(j.A.Blocks), 1
	for n := range v.Networks {
		for _, a := range v.links.attached[int32(n)] {
			if a.gateway == g.TransitGatewayId {
				attachments++
			}
		}
	}
	for _, t := range v.links.transit {
		if t.TransitGatewayId == g.TransitGatewayId {
			routes += len(t.Routes)
		}
	}
	for _, a := range v.links.attached[v.vpcs[j.A.Ref.ID]] {
		if a.gateway != g.TransitGatewayId {
			gateways++
		}
	}
	j.quota(QuotaUse{"attachments of a transit gateway", g.Ref(), attachments, attachmentsDefault, attachmentsDefault})
	j.quota(QuotaUse{"routes of a transit gateway", g.Ref(), routes, transitRoutesDefault, transitRoutesDefault})
	j.quota(QuotaUse{"transit gateways of a VPC", j.A.Ref, gateways, gatewaysPerVpc, gatewaysPerVpc})
}
