package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
)

// All writes tests of every flow that there is, and one that says that there are no others.
func (f *File) All(ctx context.Context) ([]byte, error) {
	rows, err := f.rows(ctx, reach.Ends{All: true})
	if err != nil {
		return nil, err
	}
	var tests []test
	for i := range rows {
		if rows[i].certain {
			tests = append(tests, rows[i].test())
		}
	}
	tests = append(tests, allowing("These are all the flows that there are", "everything", rows))
	return f.tried(ctx, append(tests, f.networks()...))
}

// A row is what passes alike from some places to others, in words.
type row struct {
	from, to, services []string
	family             string // v4 or v6, if it is not both
	certain            bool   // it passes certainly, whatever AWS chooses
}

// rows are all groups of flows from some places.
func (f *File) rows(ctx context.Context, from reach.Ends) ([]row, error) {
	solver := f.World.Solver()
	q := reach.Query{From: from, To: reach.Ends{All: true}, Service: sim.AnyService()}
	groups := solver.Grouping(q)
	if _, err := solver.Each(ctx, q, groups.Add); err != nil {
		return nil, err
	}
	found := groups.Groups()
	record := f.World.Builder().Reach(&report.ReachAnswer{Sources: q.Sources(), Groups: found, Commands: f.World.Commands()})
	n := &namer{g: f.World.Graph, index: f.World.Index()}
	var rows []row
	for i := range found {
		g := &found[i]
		for j := range g.Shares {
			s := &g.Shares[j]
			r := row{
				from: n.words(g.From, s, selector.From), to: n.words(g.To, s, selector.To), certain: g.Verdict == sim.Reachable,
				family: map[netmath.Family]string{netmath.IPv4: "v4", netmath.IPv6: "v6"}[s.Family],
			}
			for _, service := range record.Groups[i].Families[j].Services {
				r.add(service)
			}
			if len(r.services) > 0 {
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}

// add takes a service as people read it. What passes for some source ports only, and protocols that no rule names, have no word.
func (r *row) add(service string) {
	switch {
	case service == "all":
		r.services = append(r.services, "any")
	case strings.Contains(service, " "):
		r.certain = false
	case strings.HasSuffix(service, "/all"): // every ICMP message
		r.services = append(r.services, "any")
		r.certain = false
	default:
		r.services = append(r.services, service)
	}
}

// test is a row as a test.
func (r *row) test() test {
	t := test{name: fmt.Sprintf("%s reaches %s on %s", few(r.from), few(r.to), few(r.services))}
	if r.family == "v6" {
		t.name += " over IPv6"
	}
	t.lines = []string{field("from", list(r.from)), field("to", list(r.to)), field("ports", list(r.services)), field("ip", r.family), field("expect", "reachable")}
	return t
}

func few(words []string) string {
	const shown = 3
	if len(words) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:shown], ", "), len(words)-shown)
	}
	return strings.Join(words, ", ")
}

// allowing is a test that allows just some rows.
func allowing(name, from string, rows []row) test {
	t := test{name: name, lines: []string{field("from", scalar(from)), field("expect", "exposed-only")}}
	if len(rows) > 0 {
		t.lines = append(t.lines, "allow:")
	}
	seen := map[string]bool{}
	for i := range rows {
		r := &rows[i]
		line := fmt.Sprintf("  - { from: %s, to: %s, ports: %s }", list(r.from), list(r.to), list(r.services))
		if !seen[line] {
			seen[line] = true
			t.lines = append(t.lines, line)
		}
	}
	return t
}
