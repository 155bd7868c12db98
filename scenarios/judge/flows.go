package judge

import (
	"errors"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/ref"
)

// reachable wants each flow of a set to pass.
func (r *run) reachable() error {
	return r.eachWay(r.reaches)
}

// blocked wants no flow of a set to pass.
func (r *run) blocked() error {
	allowed, err := r.exceptions()
	if err != nil {
		return err
	}
	return r.eachWay(func(from, to *places) error { return r.nothing(from.ends(), to.ends(), allowed) })
}

// eachWay does something for the two ends of the test, and the other way round if that is asked for.
func (r *run) eachWay(do func(from, to *places) error) error {
	from, to, err := r.fromTo()
	if err != nil || from.empty() || to.empty() {
		return err
	}
	if err := r.usable(from, to); err != nil {
		return err
	}
	if err := do(from, to); err != nil || r.test.Direction != language.BothWays {
		return err
	}
	return do(to, from)
}

func (r *run) fromTo() (from, to *places, err error) {
	if from, err = r.place("from", r.test.From); err != nil {
		return nil, nil, err
	}
	to, err = r.place("to", r.test.To)
	return from, to, err
}

// usable refuses ends at which nothing sends or receives: of those nothing could be asked, and every test would pass.
func (r *run) usable(from, to *places) error {
	q := reach.Query{From: from.ends(), To: to.ends()}
	solver := r.world.solver()
	if len(solver.From(q)) == 0 {
		return r.file.Problem(r.test.Key("from"), 4, "nothing that %q names sends on its own; name interfaces, networks outside or the internet", from.text)
	}
	if len(solver.To(q)) == 0 {
		return r.file.Problem(r.test.Key("to"), 2, "nothing that %q names is a destination of which all flows can be listed", to.text)
	}
	return nil
}

// onlyFrom wants each flow of a set to pass, and none from elsewhere.
func (r *run) onlyFrom() error {
	from, to, err := r.fromTo()
	if err != nil || from.empty() || to.empty() {
		return err
	}
	allowed, err := r.exceptions()
	if err != nil {
		return err
	}
	if err := r.usable(from, to); err != nil {
		return err
	}
	if err := r.reaches(from, to); err != nil {
		return err
	}
	return r.nothing(reach.Ends{All: true}, to.ends(), append(allowed, exception{from: from}))
}

// exposedOnly wants the sources to reach nothing but what is allowed.
func (r *run) exposedOnly() error {
	from, err := r.place("from", r.test.From)
	if err != nil || from.empty() {
		return err
	}
	to := reach.Ends{All: true}
	if r.test.To != nil {
		named, err := r.place("to", r.test.To)
		if err != nil || named.empty() {
			return err
		}
		to = named.ends()
	}
	allowed, err := r.exceptions()
	if err != nil {
		return err
	}
	return r.nothing(from.ends(), to, allowed)
}

// isolated wants nothing of several sets to reach anything of another.
func (r *run) isolated() error {
	allowed, err := r.exceptions()
	if err != nil {
		return err
	}
	all := make([]*places, len(r.test.Between))
	for i := range r.test.Between {
		if all[i], err = r.place("between", &r.test.Between[i]); err != nil {
			return err
		}
	}
	for i, from := range all {
		for j, to := range all {
			if i == j || j < i && r.test.Direction != language.BothWays || from.empty() || to.empty() {
				continue
			}
			if err := r.nothing(from.ends(), to.ends(), allowed); err != nil {
				return err
			}
		}
	}
	return nil
}

// query asks for the flows of one service.
func (r *run) query(from, to reach.Ends, service sim.Service) reach.Query {
	return reach.Query{From: from, To: to, Service: service, Families: r.test.Families}
}

// reaches wants each flow between two sets to pass, by the components that the test names.
func (r *run) reaches(from, to *places) error {
	via, err := r.components(r.test.Via)
	if err != nil {
		return err
	}
	clear, err := r.components(r.test.NotVia)
	if err != nil {
		return err
	}
	asked, found := 0, false
	var open []func() // what is missing, by service
	for _, service := range r.test.Ports.Asked() {
		q := r.query(from.ends(), to.ends(), service)
		q.NotVia = slices.Concat(clear...)
		gaps := r.world.solver().Gaps(q)
		totals, err := r.world.solver().Each(r.ctx, q, func(p reach.Passage) error {
			found = found || slices.ContainsFunc(p.Flows, func(f reach.Flow) bool { return len(f.Reach) > 0 })
			return gaps.Add(p)
		})
		if err != nil {
			return err
		}
		asked += totals.Pairs()
		open = append(open, func() { r.addGaps(gaps, q) })
		if err := r.noWayRound(q, via); err != nil {
			return err
		}
	}
	r.out.Pairs += asked
	for _, add := range open {
		if !r.test.Any || !found {
			add()
		}
	}
	if asked == 0 {
		r.fail(report.TestFailure{
			Found: "there is no pair of them with addresses of one family, so that nothing can be sent",
			Fix:   []string{"name other places, or leave out \"ip\" if the other family will do"},
		}, nil)
	}
	return nil
}

// noWayRound wants no flow to pass clear of components of which it should pass one.
func (r *run) noWayRound(q reach.Query, via [][]ref.Ref) error {
	for i, components := range via {
		round := q
		round.NotVia = append(slices.Clone(q.NotVia), components...)
		label := "by a way that does not pass " + r.test.Via[i].Text
		_, err := r.world.solver().Each(r.ctx, round, func(p reach.Passage) error { r.offend(round, &p, label); return nil })
		if err != nil {
			return err
		}
	}
	return nil
}

// errEnough ends an enumeration of which enough is known.
var errEnough = errors.New("enough is known")

// nothing wants no flow between two sets to pass, but for what is allowed. Where the test names components, it is about flows that pass
// one of each.
func (r *run) nothing(from, to reach.Ends, allowed []exception) error {
	via, err := r.components(r.test.Via)
	if err != nil {
		return err
	}
	clear, err := r.components(r.test.NotVia)
	if err != nil {
		return err
	}
	for _, service := range r.test.Ports.Asked() {
		for _, way := range choices(via) {
			q := r.query(from, to, service)
			q.Via, q.NotVia = way, slices.Concat(clear...)
			totals, err := r.world.solver().Each(r.ctx, q, func(p reach.Passage) error {
				for _, rest := range cutAll(r.world.Graph, p, allowed) {
					r.offend(q, &rest, "")
				}
				if r.options.Silent && r.certain > 0 {
					return errEnough
				}
				return nil
			})
			if err != nil && !errors.Is(err, errEnough) {
				return err
			}
			r.out.Pairs += totals.Pairs()
		}
	}
	return nil
}

// choices are the ways to take one of each list.
func choices(lists [][]ref.Ref) [][]ref.Ref {
	all := [][]ref.Ref{nil}
	for _, list := range lists {
		var longer [][]ref.Ref
		for _, head := range all {
			for _, r := range list {
				longer = append(longer, append(slices.Clone(head), r))
			}
		}
		all = longer
	}
	return all
}

// askedText is the expectation in a line.
func askedText(t *language.Test) string {
	var ports string
	if t.PortsText != "" {
		ports = " on " + t.PortsText
	}
	switch t.Expect {
	case language.Reachable, language.Blocked, language.OnlyFrom:
		if t.From == nil || t.To == nil {
			return string(t.Expect)
		}
		return map[language.Verb]string{
			language.Reachable: t.From.Text + " reaches " + t.To.Text + ports,
			language.Blocked:   "nothing of " + t.From.Text + " reaches " + t.To.Text + ports,
			language.OnlyFrom:  t.From.Text + " reaches " + t.To.Text + ports + ", and nothing else does",
		}[t.Expect]
	case language.ExposedOnly:
		return t.From.Text + " reaches only " + allowText(t.Allow)
	case language.Isolated:
		var names []string
		for i := range t.Between {
			names = append(names, t.Between[i].Text)
		}
		return "nothing passes between " + strings.Join(names, " and ") + ports
	}
	return string(t.Expect)
}

func allowText(all []language.Exception) string {
	if len(all) == 0 {
		return "nothing"
	}
	words := make([]string, len(all))
	for i := range all {
		words[i] = strings.TrimPrefix(all[i].Text, "to ")
	}
	return strings.Join(words, "; ")
}
