package sim

import (
	"fmt"

	"github.com/dryhop/dryhop/netmath"
)

// traceProtocols answers for every protocol and port: one part for each set of protocols that fare alike.
func (t *Tracer) traceProtocols(q Question) (*Answer, error) {
	var groups []protocolGroup
	for number := range 256 {
		one := q
		one.Service = Service{Text: q.Service.Text, Protocol: netmath.Protocol(number), Ports: netmath.AllPorts()}
		if foreign(one.Service.Protocol, q.Family) {
			continue
		}
		a, err := t.answer(one)
		if err != nil {
			if one.Service.Protocol.IsICMP() {
				continue // of the other family
			}
			return nil, err
		}
		groups = addProtocol(groups, one.Service.Protocol, a)
	}
	return mergeProtocols(q, groups), nil
}

// foreign reports whether a protocol belongs to the other family than the one asked for.
func foreign(p netmath.Protocol, f Family) bool {
	return (p == netmath.ICMP && f == OnlyIPv6) || (p == netmath.ICMPv6 && f != OnlyIPv6)
}

// A protocolGroup is a run of protocols that fare alike.
type protocolGroup struct {
	protocols []netmath.Protocol
	answer    *Answer
	key       string
}

func addProtocol(groups []protocolGroup, p netmath.Protocol, a *Answer) []protocolGroup {
	key := fmt.Sprint(a.Verdict, p.HasPorts() && a.Verdict == Partial, a.Forward.Disposition, a.Return.Disposition)
	if p == netmath.TCP || p == netmath.UDP || p.IsICMP() {
		key += p.String()
	}
	for i := range groups {
		if groups[i].key == key {
			groups[i].protocols = append(groups[i].protocols, p)
			return groups
		}
	}
	return append(groups, protocolGroup{[]netmath.Protocol{p}, a, key})
}

// mergeProtocols puts the groups together: reachable if all are, unreachable if none is.
func mergeProtocols(q Question, groups []protocolGroup) *Answer {
	whole := &Answer{}
	for i, group := range groups {
		label := group.protocols[0].String()
		if n := len(group.protocols); n > 1 {
			label = fmt.Sprintf("%d other protocols", n)
		}
		part := Part{Label: label, Answer: group.answer}
		if i == 0 {
			*whole = *group.answer
			whole.Parts = nil
		} else {
			whole.Verdict = together(whole.Verdict, group.answer.Verdict)
			whole.OneWay = together(whole.OneWay, group.answer.OneWay)
		}
		whole.Parts = append(whole.Parts, part)
	}
	whole.Question = q
	shown := mostTelling(groups)
	if shown != nil {
		whole.Flow, whole.Forward, whole.Return = shown.Flow, shown.Forward, shown.Return
		whole.Explanations, whole.Assumptions, whole.Split = shown.Explanations, shown.Assumptions, Split{}
	}
	return whole
}

// mostTelling is the answer whose hops are shown for a question about many protocols: TCP's.
func mostTelling(groups []protocolGroup) *Answer {
	for _, group := range groups {
		for _, p := range group.protocols {
			if p == netmath.TCP {
				return group.answer
			}
		}
	}
	return nil
}

// together is the verdict of a question about two things that have verdicts of their own.
func together(a, b Verdict) Verdict {
	switch {
	case a == b:
		return a
	case a == Unknown && b == Unreachable, a == Unreachable && b == Unknown:
		return Unknown
	}
	return Partial
}
