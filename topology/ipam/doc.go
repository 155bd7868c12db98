// Package ipam plans addresses: who holds which block, what overlaps and what that breaks, what is free, where the next block goes,
// whether two VPCs can be joined, and whether a plan holds.
//
//	Snapshot ─┐
//	lists ────┴─New──▶ Inventory: Holdings, each a block of somebody's; Networks that hold them
//	                      │
//	                      ├─ Overlaps   pairs of networks that share addresses, with what each breaks
//	                      ├─ Info       a block taken apart
//	                      ├─ Tree, Use  blocks in blocks, and how full they are
//	                      ├─ Check      AWS's rules of creation, and ranges that make trouble later
//	                      └─ Join       a peering or an attachment: allowed?, routes to add, quotas, surprises
//	Space{Pool, Used} ──Allocate──▶ blocks, all of them or none
//	Plan of an organisation ──Solve──▶ blocks for accounts, VPCs and subnets
//
// Blocks are netip.Prefix values with cleared host bits, and sets of addresses netmath.AddrSet, of both families alike.
//
// The package knows AWS's rules for creating things (which blocks a VPC may have, what may be peered) and compares destinations of routes. What
// a packet then does is for the solver to say: who would become reachable is asked in sim/peering.
package ipam
