// Package remedy finds what to change so that a flow passes that does not: the smallest set of edits of the snapshot.
//
//	Answer ──blockers──▶ proposals ──Apply, Compile, Trace──▶ passes? else its blockers ──▶ ...
//
// Each code has a proposer that knows which edits may take such a blocker away: a rule for the interface's group, an entry before
// the one that denies, a route by what joins the two places. A proposer need not be right: the walk judges, on the network
// compiled anew, and what does not help is dropped. So no rule of AWS lives here.
//
// The search goes by the number of edits and is bounded. What comes out was tried: with all of the edits the flow passes, and no
// single one can be left out. What no edit takes away (an interface without a public address, a load balancer without a listener) is
// an obstacle, and the edits are those for everything beside it.
package remedy
