// Package sim asks questions of a compiled network: does this flow arrive, does its reply return, and which
// rule decided at each hop?
//
//	Question ──Trace──▶ Answer{Verdict, Forward, Return, Explanations, Assumptions}
//
// A flow is a set of headers with one pair of addresses and one protocol; its ports may be open, so an answer can
// be partial. What the snapshot cannot tell is unknown, never a guess: a flow that a known rule drops is
// unreachable whatever else is missing, and a flow that hinges on something missing is unknown.
//
// How AWS forwards is not decided here but in topology/graph; sim walks the graph, both legs, goes on past a filter that
// drops to find every blocker, and puts the evidence together.
package sim
