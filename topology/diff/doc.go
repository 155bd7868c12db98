// Package diff tells what was changed between two Snapshots, resource by resource and rule by rule, and does any part of it.
//
//	before, after ──Of──▶ []Change
//	before ──Apply(some of them)──▶ Snapshot     none: before; all: after
//
// A Change is a resource that came, went or has other properties, or one rule, route, entry, association or membership of a resource
// that is on both sides. What two documents tell of one thing (a rule in describe-security-groups and in describe-security-group-rules) is
// one Change. Snapshots made by topology/edit, by a plan or by collecting twice are all the same to it.
//
// The package knows documents, and nothing of forwarding: whether a Change opens or closes anything is for the solver to say.
package diff
