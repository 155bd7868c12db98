package remedy

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A scene is a blocker with all that a proposer may look at.
type scene struct {
	*finder
	*attempt
	x *sim.Explanation
}

func add(what edit.Thing) edit.Edit { return edit.Edit{Op: edit.Add, What: what} }
func set(of, name, value string) edit.Edit {
	return edit.Edit{Op: edit.Set, What: edit.Setting{Of: of, Name: name, Value: value}}
}

// row is the first row of a table for which is holds, or nil.
func row[T any](table []T, is func(*T) bool) *T {
	for i := range table {
		if is(&table[i]) {
			return &table[i]
		}
	}
	return nil
}

func (s *scene) iface(id string) *topology.NetworkInterface {
	return row(s.Snapshot.NetworkInterfaces, func(e *topology.NetworkInterface) bool { return e.NetworkInterfaceId == id })
}

func (s *scene) subnet(id string) *topology.Subnet {
	return row(s.Snapshot.Subnets, func(n *topology.Subnet) bool { return n.SubnetId == id })
}

// services are what a filter has to let pass of the blocker's packet: a rule for each range of its ports.
func (s *scene) services() []edit.Service {
	p := s.x.Packet.Protocol
	if s.question.Service.All {
		return []edit.Service{edit.AllTraffic}
	}
	ports := s.x.Ports
	if p != netmath.TCP && p != netmath.UDP && !p.IsICMP() || ports.Full() || ports.Empty() {
		return []edit.Service{edit.ProtocolOf(p)}
	}
	if lo, hi := span(ports); !p.IsICMP() && s.x.Packet.DstPorts.Covers(netmath.PortSpan(lo, hi)) {
		return []edit.Service{edit.PortsOf(p, netmath.PortRange{Lo: lo, Hi: hi})} // what lies between passes already
	}
	var all []edit.Service
	for r := range ports.Ranges() {
		if p.IsICMP() {
			return append(all, edit.MessagesOf(p, r))
		}
		all = append(all, edit.PortsOf(p, r))
	}
	return all
}

// span is the first and the last of some ports.
func span(ports netmath.Ports) (lo, hi uint16) {
	lo, _ = ports.Min()
	for r := range ports.Ranges() {
		hi = r.Hi
	}
	return lo, hi
}

// remote is the far end of a filter's packet.
func (s *scene) remote() netip.Addr {
	if s.x.Direction == graph.Egress.String() {
		return s.x.Packet.Dst
	}
	return s.x.Packet.Src
}

// block is the narrowest block for an address: itself; or every address, if the question is about the whole internet and the address
// stands for that.
func (s *scene) block(a netip.Addr) netip.Prefix {
	asked := s.question.From.Kind == graph.AtInternet && !s.question.SourceIP.IsValid() || s.question.To.Kind == graph.AtInternet && !s.question.DestinationIP.IsValid()
	if asked && a.IsValid() && s.Graph.Elsewhere(netmath.FamilyOf(a)).Contains(a) {
		return netip.PrefixFrom(a, 0).Masked()
	}
	for _, id := range s.Graph.ByAddress(a) {
		if e := s.iface(s.Graph.Interface(id).Ref.ID); e != nil && e.Symbolic { // it stands for any of its subnet
			return s.blockOf(e.SubnetId, a)
		}
	}
	return netip.PrefixFrom(a, a.BitLen())
}

// blockOf is the block of a subnet that an address lies in.
func (s *scene) blockOf(subnet string, a netip.Addr) netip.Prefix {
	n := s.subnet(subnet)
	if n != nil && n.CidrBlock.Contains(a) {
		return n.CidrBlock.Masked()
	}
	for i := 0; n != nil && i < len(n.Ipv6CidrBlockAssociationSet); i++ {
		if p := n.Ipv6CidrBlockAssociationSet[i].Ipv6CidrBlock; p.Contains(a) {
			return p.Masked()
		}
	}
	return netip.PrefixFrom(a, a.BitLen())
}

// holder is the interface that an address is a private one of, as seen from a VPC, or nil.
func (s *scene) holder(a netip.Addr, vpc string) *topology.NetworkInterface {
	var found []*topology.NetworkInterface
	for _, id := range s.Graph.ByAddress(a) {
		if !s.Graph.Owns(id, a) {
			continue
		}
		if e := s.iface(s.Graph.Interface(id).Ref.ID); e != nil {
			found = append(found, e)
		}
	}
	for _, e := range found {
		if e.VpcId == vpc {
			return e
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return nil
}

// groupsOf are an interface's security groups that the snapshot describes, those with the fewest members first.
func (s *scene) groupsOf(e *topology.NetworkInterface) []string {
	var ids []string
	members := map[string]int{}
	for _, g := range e.Groups {
		if row(s.Snapshot.SecurityGroups, func(d *topology.SecurityGroup) bool { return d.GroupId == g.GroupId }) != nil {
			ids = append(ids, g.GroupId)
			members[g.GroupId] = 0
		}
	}
	for i := range s.Snapshot.NetworkInterfaces {
		for _, g := range s.Snapshot.NetworkInterfaces[i].Groups {
			if n, ours := members[g.GroupId]; ours {
				members[g.GroupId] = n + 1
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(members[a], members[b]), cmp.Compare(a, b)) })
	return ids
}

// vpcsOf are the VPCs with a block that holds an address, and that block.
func (s *scene) vpcsOf(a netip.Addr) map[string]netip.Prefix {
	found := map[string]netip.Prefix{}
	for i := range s.Snapshot.Vpcs {
		v := &s.Snapshot.Vpcs[i]
		for _, b := range blocksOf(v) {
			if b.Contains(a) {
				found[v.VpcId] = b
			}
		}
	}
	return found
}

// blocksOf are a VPC's blocks.
func blocksOf(v *topology.Vpc) []netip.Prefix {
	blocks := []netip.Prefix{v.CidrBlock}
	for _, b := range v.CidrBlockAssociationSet {
		if b.CidrBlockState.Associated() {
			blocks = append(blocks, b.CidrBlock)
		}
	}
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() {
			blocks = append(blocks, b.Ipv6CidrBlock)
		}
	}
	return blocks
}

// vpcOf is the VPC of a route table.
func (s *scene) vpcOf(table string) string {
	if t := row(s.Snapshot.RouteTables, func(t *topology.RouteTable) bool { return t.RouteTableId == table }); t != nil {
		return t.VpcId
	}
	return ""
}

// ends are the interfaces of the question's two ends, where they are some.
func (s *scene) ends() []ref.Ref {
	var all []ref.Ref
	for _, l := range []graph.Location{s.Answer.From, s.Answer.To} {
		if l.Kind == graph.AtInterface {
			all = append(all, s.Graph.RefOf(l))
		}
		if l.Kind == graph.AtAddress {
			for _, id := range s.Graph.ByAddress(l.Addr) {
				all = append(all, s.Graph.Interface(id).Ref)
			}
		}
	}
	return all
}
