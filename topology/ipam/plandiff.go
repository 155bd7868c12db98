package ipam

import (
	"net/netip"
	"slices"
	"strings"
)

// A PlanChange is a block that differs from the last plan.
type PlanChange struct {
	Change string // added, removed, changed
	Key    string
	Was    []netip.Prefix
	Is     []netip.Prefix
}

// Diff tells what differs from the last plan, by key, and counts the names that keep their blocks.
func (s *Solved) Diff(last Given) (changes []PlanChange, kept int) {
	now := Given{}
	for i := range s.Vpcs {
		w := &s.Vpcs[i]
		for _, b := range w.Blocks {
			now[w.Key()] = append(now[w.Key()], b.Prefix)
		}
		for _, part := range w.Subnets {
			key := w.SubnetKey(part.Name)
			now[key] = append(now[key], part.Block)
		}
	}
	keys := map[string]bool{}
	for _, g := range []Given{last, now} {
		for key := range g {
			keys[key] = true
		}
	}
	for key := range keys {
		was, is := sortedBlocks(last[key]), sortedBlocks(now[key])
		switch {
		case slices.Equal(was, is):
			kept++
		case len(was) == 0:
			changes = append(changes, PlanChange{"added", key, was, is})
		case len(is) == 0:
			changes = append(changes, PlanChange{"removed", key, was, is})
		default:
			changes = append(changes, PlanChange{"changed", key, was, is})
		}
	}
	slices.SortFunc(changes, func(a, b PlanChange) int { return strings.Compare(a.Key, b.Key) })
	return changes, kept
}

func sortedBlocks(blocks []netip.Prefix) []netip.Prefix {
	sorted := slices.Clone(blocks)
	slices.SortFunc(sorted, netip.Prefix.Compare)
	return sorted
}
