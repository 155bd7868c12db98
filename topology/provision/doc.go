// Package provision makes the resources that AWS makes by itself, when somebody creates another.
//
//	declared rows ──Vpc, Subnet, Instance, ...──▶ Draft ──Settle──▶ Snapshot
//	                                                │
//	    main route table, default group and network ACL, interfaces, local routes,
//	    the defaults of transit gateways, propagated routes, stand-ins for addresses
//
// Loaders of what describes a network before it exists (plans, templates) put the rows that they read into a Draft. Rows that follow
// from others are made by it, under ids that say of what: "aws_vpc.main#default-network-acl". What depends on several rows
// is made by Settle, so the order in which rows come does not matter.
//
// A Draft may stand on another Snapshot: what is not in the Draft is then looked up there. Lay puts the difference of two Drafts, what was declared
// before and what is now, on top of such a Snapshot.
//
// The package knows what AWS creates, and nothing of how it forwards.
package provision
