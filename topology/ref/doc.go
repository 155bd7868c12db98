// Package ref names things: any resource of a snapshot, or any single rule inside one.
//
// A Ref is small and comparable, so it serves as a map key and travels through the compiled graph,
// the solver and the reports without dragging documents along:
//
//	vpc/vpc-0a1                         a resource
//	security-group/sg-0a1#ingress/sgr-7 one rule of a security group
//	network-acl/acl-0a1#egress/*        the implicit last entry of a network ACL
//	route-table/rtb-0a1#10.0.0.0/16     one route
//
// String and Parse are inverse to each other for every Ref.
package ref
