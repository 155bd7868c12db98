// Package graph compiles a Snapshot into a network that packets can be walked through. All that AWS does with a
// packet is decided here, one file a feature, each headed by the numbers of the rules that it implements.
//
//	Snapshot ──Compile──▶ Graph{tables, arcs} ──Walk──▶ Disposition, Bounds, Log
//
// A Graph is a set of dense tables (VPCs, subnets, interfaces, groups, ACLs, route tables, gateways ...) whose rows
// refer to each other by index. Rules stay one to one with the provider's, so a verdict can name the rule that gave it;
// what AWS implies (local routes, default denials) is a rule too, with an implicit name.
//
// A Walk takes one Packet, a set of headers that differ in their ports alone, from node to node:
//
//	interface ──groups──▶ subnet ──ACL──▶ router ──route──▶ gateway ──▶ ... ──▶ VPC ──ACL──▶ subnet ──groups──▶ interface
//
// Filters narrow Alive, bounds on the ports that still pass: what certainly passes and what possibly does, since the
// snapshot may lack documents. Devices that keep state remember the request in the Walk's session, and the reply (Turn) is
// routed for real, every translation undone. Where the snapshot leaves several ways open the Walk forks: the caller
// replays it with other choices until all have been seen. With a Log the Walk goes on past a filter that drops, to find all
// blockers; without one it stops at the first and allocates nothing.
//
// Package graph knows documents and rules, not questions: those are package sim's.
package graph
