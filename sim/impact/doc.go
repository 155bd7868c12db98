// Package impact tells what a change of a network does to its traffic.
//
//	before, after ──Of──▶ Result {Changes, Effects, ...}
//
// It is an exact difference of sets, not a sample: everything that passes between any two places before is held against
// everything that passes after, in both families. The interfaces of both networks are divided into classes that no rule of either
// network can tell apart, so that a pair of classes stands for all of its pairs of interfaces.
//
// Flows that differ are put together by roles to Effects: opened, widened, narrowed, closed, rerouted, undetermined, the worst first.
// Each has a witness, a single flow with its traces before and after, and causes: the smallest sets of changes that, done to the network before,
// make the witness fare as it does after. They are found by doing parts of the changes and asking again.
package impact
