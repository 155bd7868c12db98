// Package selector finds the places in a network that a person names.
//
//	"web-1"  "tag:role=db,!orders-db"  "10.0.11.23"  "internet"
//	        │ Parse
//	        ▼
//	     Expr ──Index.Set──▶ every place it stands for, each with a label
//	          ──Index.One──▶ the one place it stands for, or an error that lists the candidates
//
// The words are these, and a comma between two of them means either:
//
//	eni-0a1, i-0b2, vpc-0c3     a resource by its id, or by the beginning of one if no other begins so
//	arn:aws:...                 a resource by its ARN
//	module.vpc.aws_vpc.this[0]  what a Terraform plan or state declares; without the index or the resource, all of them
//	web-1                       a resource by its name; * and ? match any letters and any letter
//	name:web*                   the same, for names that look like something else
//	tag:role=db                 by a tag; tag:role alone wants any value
//	vpc:prod, subnet:app-a      what lies in a VPC or subnet, by its name or id
//	sg:web                      the members of a security group
//	account:111122223333        what belongs to an account
//	10.0.11.23, 10.0.0.0/16     an address, or all that has one in a block
//	internet                    any host on the internet
//	!word                       not these
//
// Who holds what (an instance its interfaces, a group its members) is the graph's knowledge; the package only looks up.
package selector
