// Package scope finds what a Network Access Scope is about: the paths that AWS's Network Access Analyzer would report.
//
//	Scope{Match, Exclude} ──Bind──▶ Bound (resources looked up) ──Find──▶ findings, each with a witness
//
// A finding is a path that satisfies at least one of Match and none of Exclude. Unlike AWS's, the findings are all there are, of both
// address families, across accounts and Regions; the reply has to get back; network firewalls' rules count. Protocols are TCP and
// UDP, as in the language. Matching and excluding are operations on sets: an exclusion takes out of a finding exactly the
// hosts, interfaces and ports that it names.
package scope
