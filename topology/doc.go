// Package topology holds a Snapshot: what an AWS account said about its network, document by document.
//
// The structs carry AWS's own words: a Go field is named as the JSON key of the EC2, ELB, RDS or Direct
// Connect API, and holds what the API said, nothing derived. Three things are added to every resource (Meta): the
// account and Region it belongs to, and the document and line it was read from.
//
//	describe-* documents ──load──▶ Snapshot ──compile──▶ graph.Graph ──▶ sim
//	                                   └ Diagnostics: what was missing, truncated, odd or not understood
//
// Addresses and prefixes are net/netip values. A zero value means that the document did not say, or said
// something that is no address; the loader left a diagnostic then, and the compiler treats the field as unknown.
//
// The package decides nothing about forwarding: that is topology/graph. It knows nothing of files: that
// is topology/load.
package topology
