package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A ReachAnswer is what a record about sets of places is made from.
type ReachAnswer struct {
	Query    ReachQuery
	Sources  netmath.Ports // source ports asked about
	Groups   []reach.Group // those to be shown
	LeftOut  int
	From, To int // how many places were asked about
	Totals   reach.Totals
	Commands *Commands
	Why      func(*sim.Question) *Reason // of what is partial or unknown
	First    *sim.Question               // about the first pair, for where nothing passes
	Notes    []string
}

// Reach makes the record of an answer.
func (b *Builder) Reach(a *ReachAnswer) Reach {
	r := Reach{
		Schema: ReachSchema, Snapshot: b.snapshot, Query: a.Query, Verdict: bestVerdict(&a.Totals).String(),
		Groups: make([]ReachGroup, len(a.Groups)), LeftOut: a.LeftOut, Totals: ReachTotalsOf(a.Totals), Notes: append([]string{}, a.Notes...),
	}
	r.Places = ReachEnds{From: a.From, To: a.To, FromReachable: reachable(a.Groups, fromOf), ToReachable: reachable(a.Groups, toOf)}
	vpcs := b.vpcNames(a.Groups)
	for i := range a.Groups {
		r.Groups[i] = b.reachGroup(&a.Groups[i], a, vpcs)
	}
	switch {
	case len(r.Groups) > 0:
		r.Next = r.Groups[0].Families[0].Trace
	case a.First != nil:
		r.Next = a.Commands.Trace(a.First)
	}
	return r
}

func fromOf(g *reach.Group) []reach.Party { return g.From }
func toOf(g *reach.Group) []reach.Party   { return g.To }

// reachable counts the places at one end between which and the other anything passes certainly.
func reachable(groups []reach.Group, end func(*reach.Group) []reach.Party) int {
	seen := map[graph.Location]bool{}
	for i := range groups {
		if groups[i].Verdict != sim.Reachable {
			continue
		}
		for _, p := range end(&groups[i]) {
			for _, l := range p.Places {
				seen[l] = true
			}
		}
	}
	return len(seen)
}

// ReachTotalsOf are totals in print.
func ReachTotalsOf(t reach.Totals) ReachTotals {
	return ReachTotals{Pairs: t.Pairs(), Reachable: t.Reachable, Partial: t.Partial, Unknown: t.Unknown, Blocked: t.Blocked}
}

func bestVerdict(t *reach.Totals) sim.Verdict {
	switch {
	case t.Reachable > 0:
		return sim.Reachable
	case t.Partial > 0:
		return sim.Partial
	case t.Unknown > 0:
		return sim.Unknown
	}
	return sim.Unreachable
}

func (b *Builder) reachGroup(g *reach.Group, a *ReachAnswer, vpcs map[ref.Ref]string) ReachGroup {
	out := ReachGroup{
		Verdict: g.Verdict.String(), From: b.parties(g.From, vpcs), To: b.parties(g.To, vpcs), Pairs: g.Pairs, Services: []string{},
	}
	for i := range g.Shares {
		s := reachShare(&g.Shares[i], a.Sources, a.Commands)
		out.Families = append(out.Families, s)
		for _, word := range s.Services {
			if !slices.Contains(out.Services, word) {
				out.Services = append(out.Services, word)
			}
		}
	}
	if g.Verdict != sim.Reachable && a.Why != nil {
		out.Why = a.Why(&g.Shares[0].Witness)
	}
	return out
}

func reachShare(s *reach.Share, sources netmath.Ports, commands *Commands) ReachShare {
	out := ReachShare{
		Family: s.Family.String(), Hosts: []string{}, Services: services(s, sources), Flows: reachFlows(s.Lanes),
		Trace: commands.Trace(&s.Witness),
	}
	if !s.Hosts.Empty() {
		out.Hosts = prefixTexts(s.Hosts)
		out.Except = prefixTexts(s.Rest)
	}
	return out
}

func reachFlows(lanes []reach.Lane) []ReachFlow {
	flows := []ReachFlow{}
	for i := range lanes {
		for _, pair := range lanes[i].Pairs {
			for _, p := range lanes[i].Protocols {
				flows = append(flows, flowsOf(p, pair)...)
			}
			if lanes[i].Others {
				flows = append(flows, ReachFlow{Protocol: "other"})
			}
		}
	}
	return flows
}

func flowsOf(p netmath.Protocol, pair sim.PortPair) []ReachFlow {
	if !p.IsICMP() {
		return []ReachFlow{{p.String(), portPair(p, pair.SrcPorts, pair.DstPorts)}}
	}
	if pair.DstPorts.Full() {
		return []ReachFlow{{p.String(), PortPair{ICMPType: "0-255", ICMPCode: "0-255"}}}
	}
	var flows []ReachFlow
	for _, m := range icmpMessages(pair.DstPorts) {
		flows = append(flows, ReachFlow{p.String(), PortPair{ICMPType: m.types, ICMPCode: m.codes}})
	}
	return flows
}

func (b *Builder) parties(all []reach.Party, vpcs map[ref.Ref]string) []Party {
	out := make([]Party, len(all))
	for i := range all {
		out[i] = b.party(&all[i], vpcs)
	}
	return out
}

func (b *Builder) party(p *reach.Party, vpcs map[ref.Ref]string) Party {
	out := Party{Name: p.Role.Name, Count: p.Size(), Of: p.Of, Places: make([]ReachPlace, len(p.Places))}
	for i, l := range p.Places {
		out.Places[i] = b.reachPlace(l)
	}
	if !p.Role.Vpc.IsZero() {
		vpc := b.component(p.Role.Vpc)
		out.Vpc = &vpc
	}
	out.Label = partyLabel(&out, vpcs[p.Role.Vpc])
	return out
}

func (b *Builder) reachPlace(l graph.Location) ReachPlace {
	if l.Kind != graph.AtInterface {
		return ReachPlace{Component: b.component(b.network.RefOf(l))}
	}
	c, _ := b.interfaceOf(l.Interface)
	info := b.network.Interface(l.Interface)
	p := ReachPlace{Component: c, Subnet: b.component(info.Subnet).Called()}
	if len(info.Addresses) > 0 {
		p.Address, p.Public = addrText(info.Addresses[0].Private), addrText(info.Addresses[0].Public)
	}
	return p
}

// partyLabel is what people call a party: "web (2)", "web (1 of 2)", "web-1", with its VPC where there are several.
func partyLabel(p *Party, vpc string) string {
	if p.Name == "" {
		return fmt.Sprintf("all of %s (%d)", cmp.Or(vpc, p.Vpc.Called()), p.Count)
	}
	label := p.Name
	switch {
	case p.Count == 1 && (p.Of == 1 || p.Places[0].Called() != p.Name && p.Places[0].Name != ""):
		label = cmp.Or(p.Places[0].Name, p.Name)
	case p.Count < p.Of:
		label = fmt.Sprintf("%s (%d of %d)", p.Name, p.Count, p.Of)
	case p.Count > 1:
		label = fmt.Sprintf("%s (%d)", p.Name, p.Count)
	}
	if vpc != "" && !strings.HasPrefix(label, vpc) && !isAddress(p.Name) {
		return vpc + "/" + label
	}
	return label
}

// isAddress reports whether a name tells itself apart from those in other VPCs, being the address of a resource of Terraform, or of hosts in such a subnet.
func isAddress(name string) bool {
	before, of, found := strings.Cut(name, "aws")
	typ, _, dot := strings.Cut(of, ".")
	return found && dot && strings.Contains(typ, "_") && (before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, " "))
}

// vpcNames are what VPCs are called where a label has to tell them apart: nothing if there is only one.
func (b *Builder) vpcNames(groups []reach.Group) map[ref.Ref]string {
	names, holders := map[ref.Ref]string{}, map[string]int{}
	for i := range groups {
		for _, parties := range [][]reach.Party{groups[i].From, groups[i].To} {
			for j := range parties {
				vpc := parties[j].Role.Vpc
				if _, known := names[vpc]; known || vpc.IsZero() {
					continue
				}
				c := b.component(vpc)
				names[vpc] = c.Called()
				holders[names[vpc]]++
			}
		}
	}
	if len(names) < 2 {
		return map[ref.Ref]string{}
	}
	for vpc, name := range names {
		if holders[name] > 1 {
			names[vpc] = vpc.ID
		}
	}
	return names
}
