// Package netgen writes synthetic AWS networks of any size, as the documents that the AWS CLI would print about them.
//
// Options go in, with a seed; a folder comes out, the same bytes for the same options everywhere:
//
//	OUT/ACCOUNT/REGION/ec2-describe-vpcs.json ...     the documents, a file a call; long ones in several
//	OUT/netgen.json, OUT/README.txt                   what was asked for, and which mistakes were planted where
//
// A layout of all VPCs (place, environment, addresses, how many interfaces) is computed first and is all that is held. Then
// the places are written side by side, VPC after VPC: everything in a VPC follows from the seed and the VPC's number, so
// memory does not grow with the number of interfaces.
//
//	Options ──▶ layout: vpc, vpc, ... ──▶ folder of a place
//	                     └─ site: subnets, groups, tables, members ─▶ document ─▶ printer ─▶ file
//
// The networks are meant to work as their owners mean them to, and so have definite answers, but for the mistakes.
package netgen
