package edit

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Entry is a numbered rule of a network ACL. To remove one, its number will do.
type Entry struct {
	ACL     string
	Egress  bool
	Number  int    // 1 to 32766
	Action  string // allow or deny; empty: only the number is meant
	Service Service
	Remote  Remote // a prefix
}

// Ref names the entry.
func (e Entry) Ref() ref.Ref {
	return ref.Ref{Kind: ref.NetworkAcl, ID: e.ACL, Rule: direction(e.Egress) + "/" + strconv.Itoa(e.Number)}
}

func (e Entry) says(names func(ref.Ref) string) string {
	text := direction(e.Egress) + " " + strconv.Itoa(e.Number)
	if e.Action == "" {
		return text
	}
	return text + " " + e.Action + " " + e.Service.String() + " " + preposition(e.Egress) + " " + e.Remote.says(names)
}

func (e Entry) do(d *draft, op Op) error {
	acl, err := row(d, &d.s.NetworkAcls, ref.NetworkAcl, e.ACL)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(acl.Entries, func(x topology.NetworkAclEntry) bool { return x.Egress == e.Egress && x.RuleNumber == e.Number })
	switch {
	case op == Set:
		return cannot(op, "an entry of a network ACL")
	case op != Add && at < 0:
		return fmt.Errorf("%s has no %s entry %d", e.ACL, direction(e.Egress), e.Number)
	case op == Add && at >= 0:
		return fmt.Errorf("%s has an %s entry %d already: replace it, or take another number", e.ACL, direction(e.Egress), e.Number)
	case op != Remove && e.Action == "":
		return fmt.Errorf("the entry does not say what it allows or denies")
	case op != Remove && !e.Remote.Prefix.IsValid():
		return fmt.Errorf("the entry has no block of addresses")
	case op == Add:
		acl.Entries = with(acl.Entries, e.document())
	case op == Replace:
		acl.Entries = swapped(acl.Entries, at, e.document())
	case e.Action != "" && !e.is(&acl.Entries[at]):
		return fmt.Errorf("entry %d of %s says something else", e.Number, e.ACL)
	default:
		acl.Entries = without(acl.Entries, at)
	}
	return nil
}

// document is the entry in AWS's words.
func (e Entry) document() topology.NetworkAclEntry {
	x := topology.NetworkAclEntry{Egress: e.Egress, RuleNumber: e.Number, RuleAction: e.Action, Protocol: "-1"}
	if e.Service.One {
		x.Protocol = strconv.Itoa(int(e.Service.Protocol))
	}
	if e.Remote.Prefix.Addr().Is4() {
		x.CidrBlock = e.Remote.Prefix
	} else {
		x.Ipv6CidrBlock = e.Remote.Prefix
	}
	from, to := e.Service.groupPorts()
	switch {
	case e.Service.ports():
		x.PortRange = &topology.PortRange{From: *from, To: *to}
	case from != nil:
		x.IcmpTypeCode = &topology.IcmpTypeCode{Type: *from, Code: *to}
	}
	return x
}

// is reports whether an entry of a document says the same.
func (e Entry) is(x *topology.NetworkAclEntry) bool {
	o, read := EntryOf(e.ACL, x)
	return read && o == e
}
