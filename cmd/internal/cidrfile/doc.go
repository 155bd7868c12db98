// Package cidrfile reads lists of blocks of addresses: what a user knows to be used, in whatever shape it is at hand.
//
//	10.0.0.0/16 office                          text: a block a line, with a name
//	cidr,name,account,region                    CSV with a header; also what dryhop prints, and NetBox's export (Prefix, Status, Role, ...)
//	- {cidr: 10.0.0.0/16, name: office}         YAML or JSON: blocks, or objects with one
//	subnets: [{name: app-a, cidr: 10.0.0.0/24}] what dryhop cidr split, next and plan print
//	{"IpamResourceCidrs": [...]}                aws ec2 get-ipam-resource-cidrs
//	{"IpamPoolAllocations": [...]}              aws ec2 get-ipam-pool-allocations
//
// The first letters of a file tell its shape. What cannot be read is an error with file and line; all of a file's errors are told at once.
package cidrfile
