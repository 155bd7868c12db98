// Package reach answers questions about sets of places: every flow that is allowed between them.
//
//	Graph ──New──▶ Solver (classes of interfaces)
//	Query {From, To, Service, ...} ──Each──▶ Passage, Passage, ... and Totals
//
// Interfaces that no rule of the network can tell apart are a class, and one of them is asked about for all: what passes is
// what sim.Tracer weighs, so that a trace of any single flow of a Passage says the same. Hosts outside (of the internet, of
// networks behind a VPN) are divided where rules tell them apart.
package reach
