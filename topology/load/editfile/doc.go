// Package editfile reads a file of edits: what-ifs in YAML or JSON.
//
//	changes:
//	  - add: sg-web ingress tcp/8443 from 10.0.0.0/8
//	  - replace: rtb-app 0.0.0.0/0 to nat-0a1
//	  - remove: acl-app ingress 120
//	  - set: eni-0a1 source-dest-check off
//
// Each line is an edit in the words of topology/edit, its verb the key. Resources are named by id, Name tag, group name or address in a
// plan. Whatever else stands in the file is an error with its line and column.
package editfile
