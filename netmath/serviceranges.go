package netmath

import "net/netip"

// AddrServices is services to or from the addresses of a block.
type AddrServices struct {
	Prefix   netip.Prefix
	Services ServiceSet
}

// AddrDecision is an entry of an ordered list: the first entry that applies to an
// address and a service decides whether they pass.
type AddrDecision struct {
	AddrServices
	Allow bool
}

// UnionByAddr maps every address of a family to the services of all rules whose
// block has it.
func (t *ServiceTable) UnionByAddr(f Family, rules []AddrServices) RangeMap {
	return sweepBlocks(f, unionLayers{t, rules})
}

// unionLayers lets rules add up.
type unionLayers struct {
	table *ServiceTable
	rules []AddrServices
}

func (u unionLayers) len() int                    { return len(u.rules) }
func (u unionLayers) block(rule int) netip.Prefix { return u.rules[rule].Prefix }

func (u unionLayers) enter(rule int, below uint32) uint32 {
	return uint32(u.table.Union(ServiceSet(below), u.rules[rule].Services))
}

func (u unionLayers) leave(int) {}

// FirstMatchByAddr maps every address of a family to the services that an ordered
// list lets pass. What no entry applies to does not pass.
func (t *ServiceTable) FirstMatchByAddr(f Family, entries []AddrDecision) RangeMap {
	return sweepBlocks(f, newFirstMatch(t, entries))
}

// IntersectMaps is, at every address, what both maps let pass. Values are sets of t.
func (t *ServiceTable) IntersectMaps(a, b RangeMap) RangeMap {
	return a.Combine(b, onValues(t.Intersect))
}

// UnionMaps is, at every address, what one of the maps lets pass.
func (t *ServiceTable) UnionMaps(a, b RangeMap) RangeMap { return a.Combine(b, onValues(t.Union)) }

// SubtractMaps is, at every address, what a lets pass and b does not.
func (t *ServiceTable) SubtractMaps(a, b RangeMap) RangeMap {
	return a.Combine(b, onValues(t.Subtract))
}

func onValues(op func(a, b ServiceSet) ServiceSet) func(a, b uint32) uint32 {
	return func(a, b uint32) uint32 { return uint32(op(ServiceSet(a), ServiceSet(b))) }
}
