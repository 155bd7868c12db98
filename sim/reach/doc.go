// Package reach answers questions about sets of places: every flow that is allowed between them.
//
//	Graph ──New──▶ Solver (classes of interfaces)
//	Query {From, To, Service, ...} ──Each──▶ Passage, Passage, ... and Totals
//
// Most of an answer is put together of parts that are asked once:
//
//	security groups out   ×   the network between   ×   security groups in
//	of a guard, at a          of two zones: walks       of a guard, at a
//	segment of addresses      with open ends            segment of addresses
//
// The network between two zones is put together of legs, from the door of one site to the door of another, and of what the interfaces
// themselves do. A load balancer is two such parts: the way to each node, and what is behind it, whoever comes. Where more than that has a
// say (appliances, inspection, what AWS draws on the way), both places are asked about themselves. Who only counts (Solver.Count) counts
// VPC by VPC where security groups say the same of all of one.
//
// Interfaces that no rule of the network can tell apart are a class, and one of them is asked about for all: what passes is
// what sim.Tracer weighs, so that a trace of any single flow of a Passage says the same. Hosts outside (of the internet, of
// networks behind a VPN) are divided where rules tell them apart.
package reach
