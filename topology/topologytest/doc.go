// Package topologytest builds small snapshots in a few lines, for tests only.
//
// A test states what it is about and gets sane defaults for the rest:
//
//	n := topologytest.New()
//	n.Vpc("vpc-a", "10.0.0.0/16")
//	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
//	n.SG("sg-web", "vpc-a").Ingress("tcp/443", "10.0.0.0/8")
//	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-web").Public("3.3.3.10")
//	n.IGW("igw-a", "vpc-a")
//	n.Route("vpc-a", "0.0.0.0/0", "igw-a")
//	s := n.Snapshot()
//
// The defaults: a main table "rtb-main-VPC" with local routes, a default NACL "acl-default-VPC" that allows all, an
// allow-all group "sg-open-VPC" on interfaces for which no group is named, egress-all on groups, source/dest check
// on, interfaces in use and attached to a running instance ("eni-a" to "i-a"), everything available, and one document for
// every kind, so that Snapshot.Covers says Whole.
//
// Every helper returns a handle that embeds the topology struct, so a test changes any field directly:
//
//	n.ENI("eni-a", "subnet-a", "10.0.1.10").Status = "available"
//
// Helpers panic on text that is no address, prefix or service, and on ids they were not told of.
package topologytest
