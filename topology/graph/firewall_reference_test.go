package graph

// A slow reference for firewalls: one concrete packet against rules as they were thought up, before they were written
// down as documents. What may match is tried both ways.

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A madeSet is an expression for addresses or ports, as a rule may have it.
type madeSet struct {
	not  bool
	word string
	list []madeSet
}

func (s madeSet) String() string {
	text := s.word
	if s.word == "" {
		var parts []string
		for _, e := range s.list {
			parts = append(parts, e.String())
		}
		text = "[" + strings.Join(parts, ", ") + "]"
	}
	if s.not {
		return "!" + text
	}
	return text
}

// A madeGroup is a rule group.
type madeGroup struct {
	arn       string
	unknown   bool
	stateless []madeStateless
	stateful  []madeStateful
	list      string // the kind of a domain list
	sets      map[string][]madeSet
	portSets  map[string][]madeSet
	asText    bool
}

type madeStateless struct {
	priority  int
	actions   []string
	src, dst  []string
	sp, dp    [][2]int
	protocols []int
	flags     [][2]string // flags and masks, letters as in tcpdump
}

type madeStateful struct {
	action, protocol string
	src, dst         madeSet
	sp, dp           madeSet
	both             bool
	options          string
	garbled          bool // its line cannot be read
}

type madeReference struct {
	group    *madeGroup
	priority int
	mild     bool
}

// A madePolicy is a policy.
type madePolicy struct {
	stateless, stateful []madeReference // in the order in which the engine asks them
	defaults            []string
	strict              bool
	statefulDefaults    []string
	continues           bool
	sets                map[string][]madeSet
}

// A madePacket is one packet.
type madePacket struct {
	protocol netmath.Protocol
	src, dst netip.Addr
	sp, dp   uint16
	reply    bool
	seen     truth
}

// fateOf is what may become of a packet: passes, drops or both.
func (p *madePolicy) fateOf(k *madePacket) fate {
	var all fate
	first := p.walkStateless(k)
	all |= first & (passes | drops)
	if first&forwards == 0 {
		return all
	}
	if k.reply && k.seen != no {
		all |= passes
		if k.seen == yes {
			return all
		}
	}
	if k.reply && k.protocol == netmath.TCP && !p.continues {
		return all | drops
	}
	return all | p.walkStateful(k)
}

func (p *madePolicy) walkStateless(k *madePacket) fate {
	var all fate
	for _, r := range p.stateless {
		if r.group.unknown {
			all |= anyFate
			continue
		}
		for i := range r.group.stateless { // generated in order of priority
			rule := &r.group.stateless[i]
			switch rule.matches(k) {
			case yes:
				return all | actionFate(rule.actions)
			case perhaps:
				all |= actionFate(rule.actions)
			}
		}
	}
	return all | actionFate(p.defaults)
}

func actionFate(actions []string) fate {
	for _, a := range actions {
		for word, f := range map[string]fate{"aws:pass": passes, "aws:drop": drops, "aws:forward_to_sfe": forwards} {
			if a == word {
				return f
			}
		}
	}
	return anyFate
}

func (r *madeStateless) matches(k *madePacket) truth {
	in := func(all []string, a netip.Addr) truth {
		t := truthOf(len(all) == 0)
		for _, text := range all {
			if p, err := netip.ParsePrefix(text); err == nil {
				t = max(t, truthOf(p.Contains(a)))
			} else if one, err := netip.ParseAddr(text); err == nil {
				t = max(t, truthOf(one == a))
			} else {
				t = max(t, perhaps)
			}
		}
		return t
	}
	within := func(all [][2]int, port uint16) truth {
		t := truthOf(len(all) == 0 || (k.protocol != netmath.TCP && k.protocol != netmath.UDP))
		for _, r := range all {
			t = max(t, truthOf(r[0] <= int(port) && int(port) <= r[1]))
		}
		return t
	}
	carried := truthOf(len(r.protocols) == 0)
	for _, n := range r.protocols {
		carried = max(carried, truthOf(n == int(k.protocol)))
	}
	flagged := truthOf(len(r.flags) == 0 || k.protocol != netmath.TCP)
	for _, f := range r.flags {
		flagged = max(flagged, truthOf(flagsAre(k.reply, f[0], f[1])))
	}
	return min(in(r.src, k.src), in(r.dst, k.dst), within(r.sp, k.sp), within(r.dp, k.dp), carried, flagged)
}

// flagsAre compares flags letter by letter.
func flagsAre(reply bool, set, among string) bool {
	packet := "S"
	if reply {
		packet = "SA"
	}
	for _, letter := range "FSRPAUEC" {
		looked := among == "" || strings.ContainsRune(among, letter)
		if (looked && strings.ContainsRune(packet, letter)) != strings.ContainsRune(set, letter) {
			return false
		}
	}
	return true
}

// walkStateful tries rules one after the other; in default order first for what passes, then for what drops.
func (p *madePolicy) walkStateful(k *madePacket) fate {
	if p.strict {
		all, decided := p.tier(k, passes|drops)
		if decided {
			return all
		}
		return all | p.unmatched()
	}
	all, decided := p.tier(k, passes)
	if decided {
		return all
	}
	more, decided := p.tier(k, drops)
	if all |= more; decided {
		return all
	}
	return all | passes
}

func (p *madePolicy) tier(k *madePacket, of fate) (all fate, decided bool) {
	for _, r := range p.stateful {
		if r.group.unknown {
			may := passes | drops
			if r.mild {
				may = passes
			}
			all |= may & of
			continue
		}
		for i := range r.group.stateful {
			rule := &r.group.stateful[i]
			may := rule.may(r.mild) & of
			t := rule.matches(k, p, r.group)
			if may == 0 || t == no {
				continue
			}
			if all |= may; t == yes {
				return all, true
			}
		}
		if r.group.list != "" && k.protocol == netmath.TCP {
			all |= listFate(r.group.list, r.mild) & of
		}
	}
	return all, false
}

func listFate(kind string, mild bool) fate {
	may := map[string]fate{"ALLOWLIST": passes | drops, "DENYLIST": drops, "REJECTLIST": drops}[kind]
	if mild && kind != "REJECTLIST" {
		may &^= drops
	}
	return may
}

func (p *madePolicy) unmatched() fate {
	all := passes
	for _, a := range p.statefulDefaults {
		if strings.Contains(a, "drop") {
			all = drops
		}
	}
	return all
}

func (r *madeStateful) may(mild bool) fate {
	switch r.action {
	case "pass":
		return passes
	case "drop":
		if mild {
			return 0
		}
		return drops
	case "reject":
		return drops
	case "alert":
		return 0
	}
	return passes | drops
}

func (r *madeStateful) matches(k *madePacket, p *madePolicy, g *madeGroup) truth {
	if r.garbled {
		return perhaps
	}
	t := r.one(k, p, g, k.src, k.sp, k.dst, k.dp)
	if r.both || strings.Contains(r.options, "to_client") {
		t = max(t, r.one(k, p, g, k.dst, k.dp, k.src, k.sp))
	}
	if r.options != "" && !strings.HasPrefix(r.options, "flow:established,to_server") {
		t = min(t, perhaps)
	}
	return min(t, carries(r.protocol, k))
}

func (r *madeStateful) one(k *madePacket, p *madePolicy, g *madeGroup, a netip.Addr, ap uint16, b netip.Addr, bp uint16) truth {
	t := min(holdsAddr(p, g, r.src, a), holdsAddr(p, g, r.dst, b))
	if k.protocol == netmath.TCP || k.protocol == netmath.UDP {
		t = min(t, holdsPort(g, r.sp, ap), holdsPort(g, r.dp, bp))
	}
	return t
}

func carries(protocol string, k *madePacket) truth {
	switch protocol {
	case "ip":
		return yes
	case "tcp":
		return truthOf(k.protocol == netmath.TCP)
	case "udp":
		return truthOf(k.protocol == netmath.UDP)
	case "icmp":
		return truthOf(k.protocol == netmath.ICMP || k.protocol == netmath.ICMPv6)
	case "tls", "http":
		return min(perhaps, truthOf(k.protocol == netmath.TCP))
	case "dns":
		return min(perhaps, truthOf(k.protocol == netmath.TCP || k.protocol == netmath.UDP))
	}
	panic(protocol)
}

// member says whether something is in an expression. leaf knows words, vars what variables stand for.
func member(s madeSet, leaf func(string) truth, vars func(string) ([]madeSet, bool)) truth {
	in, any, out := sidesOf(s, leaf, vars)
	if !any {
		in = yes
	}
	return min(in, yes-out)
}

func sidesOf(s madeSet, leaf func(string) truth, vars func(string) ([]madeSet, bool)) (in truth, any bool, out truth) {
	if s.not {
		s.not = false
		return no, false, member(s, leaf, vars)
	}
	list := s.list
	switch {
	case s.word == "any":
		return yes, true, no
	case strings.HasPrefix(s.word, "@"):
		return perhaps, true, no
	case strings.HasPrefix(s.word, "$"):
		var known bool
		if list, known = vars(s.word[1:]); !known {
			return perhaps, true, no
		}
	case s.word != "":
		return leaf(s.word), true, no
	}
	for _, e := range list {
		i, a, o := sidesOf(e, leaf, vars)
		in, any, out = max(in, i), any || a, max(out, o)
	}
	return in, any, out
}

// madeHome is the block of the firewall's VPC.
var madeHome = netip.MustParsePrefix("10.0.0.0/16")

func holdsAddr(p *madePolicy, g *madeGroup, s madeSet, a netip.Addr) truth {
	leaf := func(word string) truth {
		if prefix, err := netip.ParsePrefix(word); err == nil {
			return truthOf(prefix.Contains(a))
		}
		return truthOf(netip.MustParseAddr(word) == a)
	}
	return member(s, leaf, func(name string) ([]madeSet, bool) {
		if set, ok := g.sets[name]; ok {
			return set, true
		}
		if set, ok := p.sets[name]; ok {
			return set, true
		}
		switch name {
		case "HOME_NET":
			return []madeSet{{word: madeHome.String()}}, true
		case "EXTERNAL_NET":
			return []madeSet{{not: true, word: "$HOME_NET"}}, true
		}
		return nil, false
	})
}

func holdsPort(g *madeGroup, s madeSet, port uint16) truth {
	leaf := func(word string) truth {
		lo, hi := 0, 65535
		from, to, isRange := strings.Cut(word, ":")
		if from != "" {
			fmt.Sscan(from, &lo)
		}
		if to != "" {
			fmt.Sscan(to, &hi)
		}
		if !isRange {
			hi = lo
		}
		return truthOf(lo <= int(port) && int(port) <= hi)
	}
	return member(s, leaf, func(name string) ([]madeSet, bool) { set, ok := g.portSets[name]; return set, ok })
}
