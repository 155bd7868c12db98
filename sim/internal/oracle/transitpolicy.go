package oracle

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

func (l *leg) policyTableOf(at crossing) *topology.TransitGatewayPolicyTable {
	for i := range l.s.TransitGatewayPolicyTables {
		t := &l.s.TransitGatewayPolicyTables[i]
		for _, a := range t.Associations {
			if t.TransitGatewayId == at.gateway && a.TransitGatewayAttachmentId == at.attachment && isAssociated(a.State) {
				return t
			}
		}
	}
	return nil
}

// pickedByPolicy is the table of the first entry that matches; none is a drop (R7.2).
func (l *leg) pickedByPolicy(t *topology.TransitGatewayPolicyTable, p packet) (*topology.TransitGatewayRouteTable, end, bool) {
	if !t.EntriesKnown {
		return nil, unclear("R7.19: the entries of %s were not captured", t.TransitGatewayPolicyTableId), true
	}
	for _, e := range inOrder(t.Entries) {
		matches := policyMatches(e, p)
		if matches == maybe && l.choose("policy "+e.PolicyRuleNumber+" of "+t.TransitGatewayPolicyTableId+" for "+p.header().String(), 2) == 1 {
			matches = yes
		}
		if matches == yes {
			l.note("R7.2: entry %s of %s", e.PolicyRuleNumber, t.TransitGatewayPolicyTableId)
			return l.transitTable(e.TargetRouteTableId, t.TransitGatewayPolicyTableId)
		}
	}
	return nil, dropped("R7.2: no entry of %s matches", t.TransitGatewayPolicyTableId), true
}

// inOrder puts the system's entry first, then ascending numbers.
func inOrder(entries []topology.TransitGatewayPolicyTableEntry) []topology.TransitGatewayPolicyTableEntry {
	number := func(e topology.TransitGatewayPolicyTableEntry) int {
		n, err := strconv.Atoi(e.PolicyRuleNumber)
		if err != nil {
			return -1
		}
		return n
	}
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b topology.TransitGatewayPolicyTableEntry) int { return number(a) - number(b) })
	return sorted
}

func policyMatches(e topology.TransitGatewayPolicyTableEntry, p packet) truth {
	rule := e.PolicyRule
	matches := min(policyBlock(rule.SourceCidrBlock, p.src), policyBlock(rule.DestinationCidrBlock, p.dst))
	if !isAny(rule.Protocol) {
		matches = min(matches, policyProtocol(rule.Protocol, p.proto))
	}
	if p.hasPorts() {
		matches = min(matches, policyPorts(rule.SourcePortRange, p.sport), policyPorts(rule.DestinationPortRange, p.dport))
	}
	return matches
}

// isAny reads what a rule leaves open.
func isAny(text string) bool { return text == "" || text == "*" || text == "-1" || text == "all" }

func policyBlock(text string, a netip.Addr) truth {
	if isAny(text) {
		return yes
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return maybe
	}
	return truthOf(block.Contains(a))
}

func policyProtocol(text string, proto uint8) truth {
	n := protocolNumber(text)
	if n == unreadProtocol {
		return maybe
	}
	return truthOf(n == int(proto))
}

func policyPorts(text string, port uint16) truth {
	if isAny(text) {
		return yes
	}
	from, to, ok := portRange(text)
	if !ok {
		return maybe
	}
	return truthOf(from <= int(port) && int(port) <= to)
}

// portRange reads "443" and "1000-2000".
func portRange(text string) (from, to int, ok bool) {
	low, high, ranged := strings.Cut(text, "-")
	if !ranged {
		high = low
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(low))
	to, err2 := strconv.Atoi(strings.TrimSpace(high))
	return from, to, err1 == nil && err2 == nil
}
