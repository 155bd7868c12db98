// Package randnet makes random networks, and flows to ask about them, for tests that hold two answers together:
// a solver and its reference, or a solver before and after a harmless change.
//
//	seed ──Network──▶ small, odd Snapshot ──Flows──▶ what to ask ──▶ two answers that must agree
//	                        └──────── Shrink ◀── they do not: drop what does not matter, then Describe
//
// A network begins as one that works: its subnets have roles (public, private, isolated), tables that fit them, groups that
// let the usual services in. Then a few of the oddities of this package are worked into it, so that about every
// third flow still gets through while each feature decides some. Networks are small, with few addresses and ports,
// because collisions and boundaries are where answers differ. What AWS would refuse to create is not made.
//
// Fewer than half of the networks have transit gateways. Their tables are written last (settleTransit), so that every
// oddity before has its say in what propagates; then some tables forget routes, which are to be derived.
//
// Some have load balancers and endpoint services. They are added last, by dice of their own, to subnets that have room.
//
// NetworkToCome is a network in which some interfaces are declared only: their addresses stand for any of their subnets.
//
// Hub is a network of many VPCs around transit gateways, whose filters and routes tell parts of each other apart.
//
// The same seed gives the same network on every machine. Large makes big, regular networks for benchmarks.
package randnet
