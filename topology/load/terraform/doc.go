// Package terraform reads plans and states of Terraform and OpenTofu, and makes Snapshots of the networks that they declare.
//
//	text ──Read──▶ File: resources before and after, configuration
//	                 │ resolve: links that are unknown until apply, by the configuration's references
//	                 ▼
//	              typed values ──a function for each type──▶ provision.Draft ──▶ Snapshot
//
// Plans are those of `terraform show -json`, formats 0.1 to 1.x; states are raw ones of version 4 and those of `terraform show -json`. Resource
// types are those of the AWS provider, versions 2 to 6: a file a family of them, a struct for the attributes of each that bear on the network, and a line in
// the family's table. What AWS makes by itself is left to topology/provision.
//
// An attribute that a plan does not know is looked for in this order: what the user says (Options.Assume), who may overrule what is concluded and not what is known; where its
// configuration refers to, through variables, outputs of modules, count, for_each and each.value; what the structure suggests, such as the only VPC of the module, which a diagnostic
// then says. What is left unknown is in the Snapshot as "ADDRESS.attribute", listed with what to say, and makes what depends on it unknown.
//
// Several states that divide a network between them are one File (Together).
package terraform
