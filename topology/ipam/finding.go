package ipam

import "net/netip"

// A Finding is something that somebody who plans addresses should know.
type Finding struct {
	Code     Code
	Severity Severity
	Subject  string       // who it is about, as people call it
	Prefix   netip.Prefix // the block that it is about, or the zero Prefix
	Message  string
	Source   string // where the rule comes from
	At       Position
}
