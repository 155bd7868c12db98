// Package edit changes a Snapshot: what-ifs and remedies as data.
//
// An Edit adds, removes or replaces one thing: a rule of a security group, an entry of a network ACL, a route, what a table
// serves, a gateway's attachment, a setting. Apply makes a new Snapshot of an old one, which it leaves as it is; whatever
// no edit touches, the two share.
//
//	Snapshot ──Apply([]Edit)──▶ Snapshot     the same rows but for those of the documents touched
//
// An Edit has a text that Parse reads back, for flags and files; its first word is the verb:
//
//	add sg-1 ingress tcp/443 from 10.0.0.0/8
//	add acl-1 ingress 90 allow tcp/443 from 10.0.0.0/8
//	replace rtb-1 0.0.0.0/0 to nat-1
//	remove rtb-1 0.0.0.0/0
//	add rtb-1 for subnet-1
//	add tgw-rtb-1 propagates tgw-attach-1
//	add igw-1 at vpc-1
//	add eni-1 in sg-1
//	add subnet-1 exempt allow-egress
//	set eni-1 source-dest-check off
//
// Ids of snapshots made of plans and templates are addresses, which do not tell what they name: ParseIn and Names look in the snapshot. One
// with a space is written in quotes, unless the space is in the quotes of a key:
//
//	add "stack/Web Tier" ingress tcp/443 from module.web.aws_security_group.this["blue green"]
//
// The package knows documents, and nothing of forwarding: whether an edit opens or closes anything is for the solver to say.
package edit
