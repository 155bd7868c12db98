package ipam

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Inventory is who holds which addresses. It does not change once it is made.
type Inventory struct {
	Holdings []Holding // by address, longer blocks after those that contain them
	Networks []Network // VPCs first, by id
	Snapshot *topology.Snapshot

	names map[ref.Ref]string
	vpcs  map[string]int32 // networks by the id of their VPC
	links links
}

// New takes stock of a snapshot (nil: an empty one) and of a user's lists.
func New(s *topology.Snapshot, lists ...Holding) *Inventory {
	if s == nil {
		s = new(topology.Snapshot)
	}
	v := &Inventory{Snapshot: s, names: namesOf(s), vpcs: map[string]int32{}}
	v.addVpcs()
	v.addSubnets()
	v.addPeers()
	v.addHybrid()
	v.addPools()
	v.Holdings, v.Networks = slices.Grow(v.Holdings, len(lists)), slices.Grow(v.Networks, len(lists))
	for _, h := range lists {
		v.addListed(h)
	}
	slices.SortFunc(v.Holdings, compareHoldings)
	v.links = linksOf(v)
	return v
}

// network adds who holds blocks, and tells its number.
func (v *Inventory) network(n Network) int32 {
	n.Name = cmp.Or(n.Name, v.names[n.Ref])
	v.Networks = append(v.Networks, n)
	return int32(len(v.Networks) - 1)
}

// hold adds a block of a network, unless it is none or there already.
func (v *Inventory) hold(network int32, h Holding) {
	if h.Prefix = h.Prefix.Masked(); !h.Prefix.IsValid() {
		return
	}
	h.Name, h.network = cmp.Or(h.Name, v.names[h.Ref]), network
	if network >= 0 && h.Kind.Outermost() {
		n := &v.Networks[network]
		if slices.Contains(n.Blocks, h.Prefix) {
			return
		}
		n.Blocks = append(n.Blocks, h.Prefix)
	}
	v.Holdings = append(v.Holdings, h)
}

// at is where a resource was read.
func (v *Inventory) at(m topology.Meta) Position {
	if i := int(m.Source.Document); i < len(v.Snapshot.Documents) && m.Source.Line > 0 {
		return Position{v.Snapshot.Documents[i].Path, int(m.Source.Line)}
	}
	return Position{}
}

// NameOf is what people call a resource of the snapshot: its Name tag, or its id.
func (v *Inventory) NameOf(r ref.Ref) string { return cmp.Or(v.names[r], ref.Short(r.ID)) }

// Vpc is the network of a VPC of the snapshot, or one known from a peering; nil if there is none.
func (v *Inventory) Vpc(id string) *Network {
	if i, known := v.vpcs[id]; known {
		return &v.Networks[i]
	}
	return nil
}

// Vpcs are the networks of the snapshot's own VPCs, by id.
func (v *Inventory) Vpcs() []Network {
	n := 0
	for n < len(v.Networks) && v.Networks[n].Kind == VpcBlock {
		n++
	}
	return v.Networks[:n]
}

// Within lists the holdings that lie in a block or are equal to it, by address and outer before inner.
func (v *Inventory) Within(p netip.Prefix) []Holding {
	p = p.Masked()
	first, _ := slices.BinarySearchFunc(v.Holdings, p, func(h Holding, p netip.Prefix) int {
		return cmp.Or(h.Prefix.Addr().Compare(p.Addr()), cmp.Compare(h.Prefix.Bits(), p.Bits()))
	})
	last := first
	for last < len(v.Holdings) && p.Contains(v.Holdings[last].Prefix.Addr()) {
		last++
	}
	return v.Holdings[first:last]
}

// Around lists the holdings that contain a block and are larger, outermost first.
func (v *Inventory) Around(p netip.Prefix) []Holding {
	var found []Holding
	for bits := range p.Bits() {
		outer := netip.PrefixFrom(p.Addr(), bits).Masked()
		for _, h := range v.Within(outer) {
			if h.Prefix != outer {
				break
			}
			found = append(found, h)
		}
	}
	return found
}

// tagged are the tags of the resources that have names here.
func tagged[T any](names map[ref.Ref]string, rows []T, of func(*T) (ref.Ref, topology.Tags)) {
	for i := range rows {
		if r, tags := of(&rows[i]); tags.Name() != "" {
			names[r] = tags.Name()
		}
	}
}

func namesOf(s *topology.Snapshot) map[ref.Ref]string {
	names := map[ref.Ref]string{}
	tagged(names, s.Vpcs, func(r *topology.Vpc) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.Subnets, func(r *topology.Subnet) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.RouteTables, func(r *topology.RouteTable) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.VpcPeeringConnections, func(r *topology.VpcPeeringConnection) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.VpnGateways, func(r *topology.VpnGateway) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.VpnConnections, func(r *topology.VpnConnection) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.TransitGateways, func(r *topology.TransitGateway) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.TransitGatewayAttachments, func(r *topology.TransitGatewayAttachment) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.TransitGatewayRouteTables, func(r *topology.TransitGatewayRouteTable) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.ClientVpnEndpoints, func(r *topology.ClientVpnEndpoint) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	tagged(names, s.IpamPools, func(r *topology.IpamPool) (ref.Ref, topology.Tags) { return r.Ref(), r.Tags })
	return names
}
