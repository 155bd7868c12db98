package oracle

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// aclPasses asks the network ACL of a subnet about a packet that crosses its border (R5.3).
func (l *leg) aclPasses(subnet string, d direction, p packet) bool {
	return l.passes(l.aclAllows(subnet, d, p), "R5.2: %v of the network ACL of %s", d, subnet)
}

func (r *run) aclAllows(subnet string, d direction, p packet) truth {
	a := r.aclOf(subnet)
	if a == nil {
		return maybe
	}
	return decide(entriesOf(a, d), d, p)
}

// aclOf is the network ACL of a subnet (R5.1).
func (r *run) aclOf(subnet string) *topology.NetworkAcl {
	for i := range r.s.NetworkAcls {
		a := &r.s.NetworkAcls[i]
		for _, x := range a.Associations {
			if x.SubnetId == subnet {
				return a
			}
		}
	}
	return nil
}

// entriesOf one direction, in the order of their numbers (R5.2).
func entriesOf(a *topology.NetworkAcl, d direction) []topology.NetworkAclEntry {
	var entries []topology.NetworkAclEntry
	for _, e := range a.Entries {
		if e.Egress == bool(d) {
			entries = append(entries, e)
		}
	}
	slices.SortStableFunc(entries, func(a, b topology.NetworkAclEntry) int { return a.RuleNumber - b.RuleNumber })
	return entries
}

// decide: the first match decides, and at the end all is denied (R5.2). An entry that may match leaves no doubt if what
// comes after it says the same.
func decide(entries []topology.NetworkAclEntry, d direction, p packet) truth {
	if len(entries) == 0 {
		return no
	}
	e := entries[0]
	switch entryMatches(e, d, p) {
	case yes:
		return actionOf(e)
	case no:
		return decide(entries[1:], d, p)
	}
	if after := decide(entries[1:], d, p); after == actionOf(e) {
		return after
	}
	return maybe
}

func actionOf(e topology.NetworkAclEntry) truth {
	switch e.RuleAction {
	case "allow":
		return yes
	case "deny":
		return no
	}
	return maybe
}

func entryMatches(e topology.NetworkAclEntry, d direction, p packet) truth {
	return min(entryRemote(e, d, p), entryService(e, p))
}

// entryRemote: rules of one family never match packets of the other (R5.4).
func entryRemote(e topology.NetworkAclEntry, d direction, p packet) truth {
	a := d.remote(p)
	switch {
	case e.CidrBlock.IsValid():
		return truthOf(e.CidrBlock.Masked().Contains(a))
	case e.Ipv6CidrBlock.IsValid():
		return truthOf(e.Ipv6CidrBlock.Masked().Contains(a))
	}
	return maybe
}

// entryService reads protocol and ports; 58 with an IPv4 block means all types (R5.5).
func entryService(e topology.NetworkAclEntry, p packet) truth {
	protocol := protocolNumber(e.Protocol)
	var n numbers
	switch {
	case protocol == protoICMPv6 && e.CidrBlock.IsValid():
	case protocol == protoICMP || protocol == protoICMPv6:
		if e.IcmpTypeCode != nil {
			n = numbers{&e.IcmpTypeCode.Type, &e.IcmpTypeCode.Code}
		}
	case e.PortRange != nil:
		n = numbers{&e.PortRange.From, &e.PortRange.To}
	}
	return serviceMatches(protocol, n, p)
}
