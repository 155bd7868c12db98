// Package judge holds the tests of a scenario file against a network.
//
//	World (a network, compiled) ──New──▶ Judge ──Test──▶ report.TestResult
//
// Every expectation is decided by the solver for all flows that it is about (sim/reach), not for samples of them: "blocked" means that
// none passes, "reachable" that each does. What the snapshot does not tell is a failure of its own kind, and says what is missing. A
// selector that names nothing is an error. Why something failed is read off a trace of one flow, and what would mend it was tried on
// the network with the edit done (sim/remedy, sim/whatif).
package judge
