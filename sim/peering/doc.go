// Package peering tells who would reach whom if two VPCs were peered, or a VPC attached to a transit gateway: with the groups, network ACLs and
// routes of today, and the routes that the join needs.
//
//	ipam.Join ──After──▶ Snapshot with the join done ──impact.Of──▶ what opens, closes and goes another way
//
// Whether the join is allowed, which routes it needs and what stands against it is for topology/ipam to say.
package peering
