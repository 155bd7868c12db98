package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// supposed says in which subnets a host was compared that nobody has; empty if there is none.
func (b *impactBuilder) supposed() string {
	var subnets []string
	for i := range b.builders {
		g := b.builders[i].network
		for id := range graph.InterfaceID(g.NumInterfaces()) {
			if info := g.Interface(id); info.Supposed {
				subnets = append(subnets, cmp.Or(g.Name(info.Subnet), ref.Short(info.Subnet.ID)))
			}
		}
	}
	slices.Sort(subnets)
	if subnets = slices.Compact(subnets); len(subnets) == 0 {
		return ""
	}
	return fmt.Sprintf("%s without a host (%s): \"any host in\" one stands for what may be launched there, whose security groups let everything pass (%s).",
		countOf(len(subnets), "subnet"), firstWords(subnets, ", "), graph.AssumeHostInSubnet)
}

// unresolved says of how many values of a plan nobody knows what they refer to; empty if there is none.
func (b *impactBuilder) unresolved() string {
	n := 0
	for _, d := range b.result.After.Snapshot.Diagnostics {
		if d.Code == "UNRESOLVED_VALUE" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s of the plan not known until it is applied, with all that depends on them left out or undetermined: dryhop snapshot check lists them (UNRESOLVED_VALUE).",
		countOf(n, "value"))
}

// incomplete says what a plan leaves out, because it ended in an error, is of a part, or is of other networks, in lines.
func (b *impactBuilder) incomplete() []string {
	var lines []string
	for _, d := range b.result.After.Snapshot.Diagnostics {
		if d.Code == "NOT_NEEDED" && !slices.ContainsFunc(b.numbers, func(n int) bool { return n >= 0 }) {
			lines = append(lines, "Nothing in the plan is of an AWS network: "+d.Message+" ("+d.Code+").")
		}
		if d.Code == "INCOMPLETE_PLAN" {
			lines = append(lines, "Not all of the change is here: "+d.Message+". To see it, "+d.Remedy+" ("+d.Code+").")
		}
	}
	if missing := b.missing(); missing != "" {
		lines = append(lines, missing)
	}
	return lines
}

// missing names resources that a plan changes or removes and the snapshot lacks; empty if there is none.
func (b *impactBuilder) missing() string {
	var ids []string
	for _, d := range b.result.After.Snapshot.Diagnostics {
		if d.Code == "CHANGED_RESOURCE_MISSING" {
			ids = append(ids, d.Value)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return "Not all of the change is here: the snapshot does not have " + firstWords(ids, ", ") + ", and what is planned there is left out (CHANGED_RESOURCE_MISSING)."
}

// notModelled names the types of resources of a plan that may bear on traffic and are not understood; empty if there is none.
func (b *impactBuilder) notModelled() string {
	var types []string
	for _, d := range b.result.After.Snapshot.Diagnostics {
		if d.Code == "NOT_MODELLED" && d.Ref.Kind == ref.Other && !slices.Contains(types, d.Value) {
			types = append(types, d.Value)
		}
	}
	if len(types) == 0 {
		return ""
	}
	return "Not modelled, so that nothing of it is in this answer: " + firstWords(types, ", ") + " (NOT_MODELLED)."
}

// leftOut says of how many interfaces nobody knows where they are; empty if there is none.
func (b *impactBuilder) leftOut() string {
	s := b.result.After.Snapshot
	subnets := make(map[string]bool, len(s.Subnets))
	for i := range s.Subnets {
		subnets[s.Subnets[i].SubnetId] = true
	}
	n := 0
	for i := range s.NetworkInterfaces {
		if !subnets[s.NetworkInterfaces[i].SubnetId] {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s left out: they lie in subnets that neither network describes. Give the snapshot of the account with -s, and dryhop snapshot check lists them.", countOf(n, "interface"))
}
