// Package exposure tells what outsiders reach: which interfaces and load balancers, on which ports, from which hosts, by what way
// and by which rules, and how much that is to worry about.
//
//	Query{From, To} ──Find──▶ Exposure{Findings, Closed, Open, Totals}
//	                            │         │       │      └ they add up to all that was asked about
//	                            │         │       └ what the snapshot does not tell, and for lack of what
//	                            │         └ what nobody reaches, counted by what keeps it from them
//	                            └ what is reached, worst first; what fares alike is one finding
//
// What passes is what sim/reach finds; ways, rules and reasons are read off traces, one for each group that fares alike. Risks
// are a table of ports and sources, in risks.go.
package exposure
