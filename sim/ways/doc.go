// Package ways tells what a flow that passes stands on: the rules that carry it, the components that no way gets round, and the other
// ways that routes could take it.
//
//	Answer ──rules──▶ each removed, asked again: needed, or what lets it pass in its place
//	       ──shape──▶ gonum over the Topology between the two ends: dominators, and the shortest ways (Yen)
//	                     └▶ each with the routes that would lead there, asked again: passes, or what blocks it
//
// Shape is a matter of the graph; whether anything passes is for the walk to say.
package ways
