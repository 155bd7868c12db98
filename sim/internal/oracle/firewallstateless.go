package oracle

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// stateless is what the stateless engine does with a packet: groups by priority, rules by priority, the first match decides (R12.2).
func (r *run) stateless(policy *topology.FirewallPolicy, p packet) fates {
	d := policy.FirewallPolicy
	references := slices.Clone(d.StatelessRuleGroupReferences)
	slices.SortStableFunc(references, func(a, b struct {
		ResourceArn string
		Priority    int
	}) int {
		return a.Priority - b.Priority
	})
	var all fates
	for _, reference := range references {
		g := r.ruleGroup(reference.ResourceArn)
		if g == nil {
			all = all.and(fateDrop, fatePass, fateForward)
			continue
		}
		found, matched := statelessGroup(g, p, r.portKinds())
		all = all.and(found...)
		if matched == yes {
			return all
		}
	}
	return all.and(actionFates(d.StatelessDefaultActions)...)
}

// statelessGroup is what the rules of a group may do, and whether one certainly matches.
func statelessGroup(g *topology.FirewallRuleGroup, p packet, kinds []uint16) (fates, truth) {
	var all fates
	source := g.RuleGroup.RulesSource.StatelessRulesAndCustomActions
	if source == nil {
		return nil, no
	}
	rules := slices.Clone(source.StatelessRules)
	slices.SortStableFunc(rules, func(a, b topology.FirewallStatelessRule) int { return a.Priority - b.Priority })
	for _, rule := range rules {
		switch statelessMatches(rule.RuleDefinition.MatchAttributes, p, kinds) {
		case yes:
			return all.and(actionFates(rule.RuleDefinition.Actions)...), yes
		case maybe:
			all = all.and(actionFates(rule.RuleDefinition.Actions)...)
		}
	}
	return all, no
}

// actionFates reads the standard action; custom ones come with one.
func actionFates(actions []string) fates {
	for _, a := range actions {
		switch a {
		case "aws:pass":
			return fates{fatePass}
		case "aws:drop":
			return fates{fateDrop}
		case "aws:forward_to_sfe":
			return fates{fateForward}
		}
	}
	return fates{fateDrop, fatePass, fateForward}
}

// statelessMatches asks all attributes; an empty one is any (R12.2).
func statelessMatches(m topology.FirewallMatchAttributes, p packet, kinds []uint16) truth {
	sources, destinations := definitions(m.Sources), definitions(m.Destinations)
	t := min(anyBlockHolds(sources, p.src), anyBlockHolds(destinations, p.dst))
	t = min(t, truthOf(len(m.Protocols) == 0 || slices.Contains(m.Protocols, int(p.proto))))
	if p.hasPorts() {
		t = min(t, sourcePortIn(p, kinds, func(port uint16) truth { return inRanges(m.SourcePorts, port) }), inRanges(m.DestinationPorts, p.dport))
	}
	if p.proto == protoTCP && len(m.TCPFlags) > 0 {
		t = min(t, flagsFit(m.TCPFlags, p))
	}
	return t
}

func definitions(all []struct{ AddressDefinition string }) []string {
	var texts []string
	for _, x := range all {
		texts = append(texts, x.AddressDefinition)
	}
	return texts
}

// anyBlockHolds reads CIDRs and bare addresses; of another family they hold nothing.
func anyBlockHolds(texts []string, a netip.Addr) truth {
	if len(texts) == 0 {
		return yes
	}
	held := no
	for _, text := range texts {
		held = max(held, blockHolds(text, a))
	}
	return held
}

func blockHolds(text string, a netip.Addr) truth {
	if one, err := netip.ParseAddr(text); err == nil {
		return truthOf(one == a)
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return maybe
	}
	return truthOf(block.Masked().Contains(a))
}

func inRanges(ranges []topology.FirewallPortRange, port uint16) truth {
	if len(ranges) == 0 {
		return yes
	}
	for _, r := range ranges {
		if r.FromPort <= int32(port) && int32(port) <= r.ToPort {
			return yes
		}
	}
	return no
}

// sourcePortIn asks about the source port; of one that a translator draws only what all kinds have in common is certain.
func sourcePortIn(p packet, kinds []uint16, holds func(port uint16) truth) truth {
	if !p.drawn {
		return holds(p.sport)
	}
	first := holds(kinds[0])
	for _, port := range kinds {
		if holds(port) != first {
			return maybe
		}
	}
	return first
}

// flagsFit compares the flags of a first packet, or of its answer: under one of the masks they have to be as written.
func flagsFit(all []struct{ Flags, Masks []string }, p packet) truth {
	set := []string{"SYN"}
	if p.answers {
		set = []string{"SYN", "ACK"}
	}
	for _, x := range all {
		masks := x.Masks
		if len(masks) == 0 {
			masks = []string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"}
		}
		fit := true
		for _, flag := range masks {
			fit = fit && slices.Contains(set, flag) == slices.Contains(x.Flags, flag)
		}
		for _, flag := range x.Flags {
			fit = fit && slices.Contains(masks, flag)
		}
		if fit {
			return yes
		}
	}
	return no
}
