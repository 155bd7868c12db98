// Package oracle answers one question about one concrete packet, slowly and plainly. Tests hold it against the
// simulator; nothing else uses it.
//
// It reads topology.Snapshot directly, scans the documents linearly for every step, and shares no code with the
// compiled graph or the solver. Rule numbers (R2.3) are those of the rule book.
//
//	Ask ─▶ alternatives: every way in which doubtful routes may turn out, all that AWS may pick
//	         └─▶ run: request leg ─▶ reply leg ─▶ verdict
//	                    leg: sender ─▶ subnet ─▶ route table ─▶ gateway … ─▶ receiver
//
// Verdicts are three-valued. A filter that cannot be read lets the packet go on in doubt: a definite drop further on,
// on either leg, still decides. A next hop that cannot be read ends the walk.
//
// What AWS picks (a translated port, a zone, one of several paths) is no doubt: if the picks fare differently, the verdict
// is Partial.
//
// Rules of firewalls that no header decides leave several fates possible (fate): all of them are followed.
//
// Interfaces to come (Symbolic) have no address that is known: the outcome is what all that they may get agree on (tocome.go).
//
// Left out: VPC Lattice. It ends a walk as unknown.
package oracle
