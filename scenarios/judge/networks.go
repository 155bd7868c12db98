package judge

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A block is a range of addresses of somebody.
type block struct {
	prefix netip.Prefix
	owner  ref.Ref // zero: of nobody in the snapshot
}

// noOverlap wants no two networks to share addresses, but for those that are ignored.
func (r *run) noOverlap() error {
	owners, err := r.components([]language.Selector{*r.test.Among})
	if err != nil {
		return err
	}
	if err := r.matched("among", r.test.Among, len(owners[0])); err != nil {
		return err
	}
	blocks := r.blocksOf(owners[0])
	if len(blocks) == 0 && len(owners[0]) > 0 {
		return r.file.Problem(r.test.Among.At, 1, "%s names nothing that has blocks of addresses; name VPCs or subnets", r.test.Among.Text)
	}
	for _, p := range r.test.Also {
		blocks = append(blocks, block{prefix: p})
	}
	ignored := netmath.AddrSetOf(r.test.Ignore...)
	prefixes := make([]netip.Prefix, len(blocks))
	for i := range blocks {
		prefixes[i] = blocks[i].prefix
	}
	for _, pair := range netmath.Overlaps(prefixes) {
		a, b := blocks[pair.I], blocks[pair.J]
		shared := a.prefix
		if b.prefix.Bits() > a.prefix.Bits() {
			shared = b.prefix
		}
		if a.owner == b.owner || ignored.CoversPrefix(shared) {
			continue
		}
		r.fail(report.TestFailure{
			Found: fmt.Sprintf("%s and %s share %v", r.blockText(a), r.blockText(b), shared),
			Fix:   []string{"give one of them another block, or ignore what is never routed"},
		}, nil)
	}
	r.out.Pairs += len(blocks) * (len(blocks) - 1) / 2
	return nil
}

func (r *run) blockText(b block) string {
	if b.owner.IsZero() {
		return b.prefix.String()
	}
	return r.label(b.owner) + " " + b.prefix.String()
}

// blocksOf are the blocks in force of VPCs and subnets.
func (r *run) blocksOf(owners []ref.Ref) (blocks []block) {
	s := r.world.Snapshot
	add := func(o ref.Ref, p netip.Prefix, state topology.CidrBlockState) {
		if known := slices.Contains(blocks, block{p, o}); p.IsValid() && state.Associated() && !known {
			blocks = append(blocks, block{p, o})
		}
	}
	for i := range s.Vpcs {
		v := &s.Vpcs[i]
		o := ref.Ref{Kind: ref.Vpc, ID: v.VpcId}
		if !slices.Contains(owners, o) {
			continue
		}
		add(o, v.CidrBlock, topology.CidrBlockState{})
		for _, a := range v.CidrBlockAssociationSet {
			add(o, a.CidrBlock, a.CidrBlockState)
		}
		for _, a := range v.Ipv6CidrBlockAssociationSet {
			add(o, a.Ipv6CidrBlock, a.Ipv6CidrBlockState)
		}
	}
	for i := range s.Subnets {
		o := ref.Ref{Kind: ref.Subnet, ID: s.Subnets[i].SubnetId}
		if !slices.Contains(owners, o) {
			continue
		}
		add(o, s.Subnets[i].CidrBlock, topology.CidrBlockState{})
		for _, a := range s.Subnets[i].Ipv6CidrBlockAssociationSet {
			add(o, a.Ipv6CidrBlock, a.Ipv6CidrBlockState)
		}
	}
	return blocks
}

// reserved is how many addresses of a subnet AWS keeps.
const reserved = 5

// freeAddresses wants subnets to have addresses left.
func (r *run) freeAddresses() error {
	named, err := r.components([]language.Selector{*r.test.Subnets})
	if err != nil {
		return err
	}
	subnets := 0
	for i := range r.world.Snapshot.Subnets {
		s := &r.world.Snapshot.Subnets[i]
		o := ref.Ref{Kind: ref.Subnet, ID: s.SubnetId}
		if !slices.Contains(named[0], o) && !slices.Contains(named[0], ref.Ref{Kind: ref.Vpc, ID: s.VpcId}) {
			continue
		}
		subnets++
		r.headRoom(o, s)
	}
	if subnets == 0 && !r.test.AllowEmpty {
		return r.file.Problem(r.test.Subnets.At, 1, "%s names no subnet", r.test.Subnets.Text)
	}
	r.out.Pairs += subnets
	return r.matched("subnets", r.test.Subnets, subnets)
}

func (r *run) headRoom(o ref.Ref, s *topology.Subnet) {
	if !s.CidrBlock.IsValid() {
		return // an IPv6-only subnet does not run out
	}
	size := 1<<(32-s.CidrBlock.Bits()) - reserved
	free := s.AvailableIpAddressCount
	want, wanted := r.test.AtLeast.Number, fmt.Sprint(r.test.AtLeast.Number)
	if r.test.AtLeast.Percent {
		wanted += " %"
		want = (size*r.test.AtLeast.Number + 99) / 100
	}
	if free >= want {
		return
	}
	r.fail(report.TestFailure{
		Found: fmt.Sprintf("%s %v has %d of %d addresses left (%d %%), and %s are wanted", r.label(o), s.CidrBlock, free, size, 100*free/max(1, size), wanted),
		Fix:   []string{"release addresses, or add a subnet beside it"},
	}, nil)
}
