// Package cloudformation makes Snapshots of CloudFormation's templates: the network that a stack will be.
//
//	template, parameters file, describe-stacks, ...  ──Read──▶ Documents
//	Documents ──template.Eval──▶ values ──one maker a type──▶ provision.Draft ──▶ Snapshot
//
// A resource is called by its address, "stack/LogicalId", unless a document of the stack's resources or what the templates are laid over tells its id. Makers
// copy properties into rows; what AWS makes by itself (main route tables, default groups, interfaces, local routes) is
// package provision's.
//
// What differs from Terraform: a security group without egress rules keeps the one that AWS gives it, until the template has an egress rule for it, inside it or
// beside it; inline and separate rules add up; properties that are not there are AWS's defaults.
//
// Positions taken where documents are silent: the names of Availability Zones that nobody tells are the Region with a letter, in the order of Fn::GetAZs; a
// peering with another account waits for acceptance unless a role to accept it is given; an Auto Scaling group, or a group of nodes, is an instance in each
// of its subnets; an update needs the deployed template, since what it takes away is in that alone.
//
// Templates of one Load are one network: a CDK's cdk.out with all its stacks. Exports lead from one to the other.
// A nested stack is read where its template is at hand; macros, custom resources and types without a maker are listed with their number.
package cloudformation
