// Package scenarios holds network designs worth testing against.
//
// The reference designs are small, complete AWS networks that ship inside the
// binary: a page of prose, tests, and the snapshot that the AWS CLI would have
// written.
//
//	designs/three-tier/README.md                   why it is built so, what to try
//	designs/three-tier/three-tier.test.yaml        what has to hold of it
//	designs/three-tier/snapshot/vpcs.json          aws ec2 describe-vpcs
//	designs/three-tier/snapshot/route-tables.json  aws ec2 describe-route-tables
//	...
//	designs/peered/snapshot/ACCOUNT/REGION/*.json  where one folder cannot hold it all
//
// [Designs] lists them and [DesignFS] opens one. They teach by being looked at,
// they are what "example:NAME" means on the command line, and they are the
// networks on which a reader can check an answer by hand.
//
// The package hands out documents and knows nothing of what they mean: reading
// them is a loader's work. Every account, id and address in them is invented,
// taken from the ranges set aside for documentation where it is public.
package scenarios
