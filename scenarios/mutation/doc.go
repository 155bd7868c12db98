// Package mutation tells how much the tests of a scenario file notice: it breaks the network they are about a piece at a time, and
// runs them again.
//
//	Snapshot ──Mutants──▶ one edit each ──compile, test──▶ caught: some test has another outcome
//	                                                  └──▶ harmless: no flow of the network has another fate, so no test could
//	                                                  └──▶ survivor: what nobody would notice
//
// A mutant takes a rule, a route or an association away, turns an entry of a network ACL round, or opens a rule to everybody.
package mutation
