package judge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

func design(t *testing.T, name string) *topology.Snapshot {
	t.Helper()
	fsys, err := scenarios.DesignFS(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := load.FromFS(name, fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// edited is a snapshot with edits done.
func edited(t *testing.T, s *topology.Snapshot, texts ...string) *topology.Snapshot {
	t.Helper()
	var edits []edit.Edit
	for _, text := range texts {
		e, err := edit.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		edits = append(edits, e)
	}
	s, err := edit.Apply(s, edits)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func world(s *topology.Snapshot) *judge.World {
	return judge.NewWorld("net", " -s net", s, graph.Options{})
}

// judged is how one test goes: its lines in a file with locations.
func judged(t *testing.T, w, before *judge.World, lines string) report.TestResult {
	t.Helper()
	text := "version: 1\nlocations:\n  web: [web-1, web-2]\n  office: { cidr: [203.0.113.0/24, '2001:db8:77::/48'] }\ntests:\n  - { name: it, " + lines + " }\n"
	f, err := language.Read("a.test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	today, _ := time.Parse(time.DateOnly, "2027-01-01")
	r, err := judge.New(w, before, f, judge.Options{Today: today}).Test(t.Context(), &f.Tests[0])
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// says holds a result against a status and something that one of its lines has.
func says(t *testing.T, r report.TestResult, lines, status, part string) {
	t.Helper()
	if r.Status != status || !strings.Contains(r.Details()+strings.Join(r.Notes, "\n"), part) {
		t.Errorf("%s\nis %s, want %s with %q\n%s\n%v", lines, r.Status, status, part, r.Details(), r.Notes)
	}
}

// TestVerbs tells of three tiers what each verb makes of it.
func TestVerbs(t *testing.T) {
	w := world(design(t, "three-tier"))
	for _, c := range []struct{ lines, status, says string }{
		{"from: web, to: orders-db, ports: postgres, expect: reachable", "passed", ""},
		{"from: web, to: orders-db, ports: postgres, ip: both, expect: reachable", "passed", ""},
		{"from: web-*, to: orders-db, ports: postgres, expect: reachable", "failed", "web-old"},
		{"from: web-*, to: orders-db, ports: postgres, any: true, expect: reachable", "passed", ""},
		{"from: web, to: orders-db, ports: [postgres, ssh], expect: reachable", "failed", "tcp/22  does not pass"},
		{"from: web, to: orders-db, ports: ssh, any: true, expect: reachable", "failed", "add to sg-web"},
		{"from: web, to: orders-db, ports: ssh, expect: blocked", "passed", ""},
		{"from: web, to: orders-db, expect: blocked", "failed", "tcp/5432"},
		{"from: orders-db, to: web, expect: blocked", "passed", ""},
		{"from: orders-db, to: web, direction: both, expect: blocked", "failed", "sg-orders-db (sg-03a10000000000013): tcp/5432"},
		{"from: web, to: orders-db, expect: blocked, allow: {ports: postgres}", "passed", ""},
		{"from: web, to: orders-db, expect: blocked, allow: {ports: postgres, from: web-1}", "failed", "web-2"},
		{"from: web, to: orders-db, expect: blocked, allow: {ports: postgres, until: 2026-12-31}", "failed", "ended on 2026-12-31, and it is 2027-01-01"},
		{"from: web, to: orders-db, ports: postgres, expect: only-from", "passed", ""},
		{"from: web-1, to: orders-db, ports: postgres, expect: only-from", "failed", "web-2"},
		{"from: internet, expect: exposed-only, allow: {from: office, to: bastion-1, ports: ssh}", "passed", ""},
		{"from: internet, expect: exposed-only, allow: {from: 203.0.113.0/25, to: bastion-1, ports: ssh}", "failed", "203.0.113.128/25"},
		{"from: internet, expect: exposed-only, ip: v6", "failed", "2001:db8:77::/48"},
		{"between: [internet, orders-db], expect: isolated", "passed", ""},
		{"between: [web, orders-db], expect: isolated", "failed", "tcp/5432"},
		{"between: [orders-db, web], direction: forward, expect: isolated", "passed", ""},
		{"from: web, to: internet, ports: https, ip: v4, via: {nat_gateway: '*'}, expect: reachable", "passed", ""},
		{"from: web, to: internet, ports: https, ip: v4, via: egress-a, expect: reachable", "failed", "by a way that does not pass egress-a"},
		{"from: web, to: internet, ports: https, ip: v4, not_via: {nat_gateway: '*'}, expect: reachable", "failed", "does not pass"},
		{"from: web, to: internet, ports: https, ip: v4, not_via: {nat_gateway: '*'}, expect: blocked", "passed", ""},
		{"from: web, to: internet, ports: https, ip: v4, via: egress-a, expect: blocked", "failed", "web-1"},
		{"among: {vpc: '*'}, expect: no-overlap", "passed", ""},
		{"among: {vpc: '*'}, also: [10.0.0.0/8], expect: no-overlap", "failed", "10.0.0.0/16 and 10.0.0.0/8 share 10.0.0.0/16"},
		{"among: {vpc: '*'}, also: [10.0.0.0/8], ignore: 10.0.0.0/12, expect: no-overlap", "passed", ""},
		{"subnets: {subnet: '*'}, at_least: 90%, expect: free-addresses", "passed", ""},
		{"subnets: {subnet: 'app-*'}, at_least: 1000, expect: free-addresses", "failed", "addresses left"},
		{"from: web, to: orders-db, expect: blocked, skip: not yet", "skipped", "not yet"},
		{"from: web, to: orders-db, expect: blocked, skip: not yet, until: 2026-12-31", "failed", "the test ended on 2026-12-31"},
		{"from: wb-1, to: orders-db, expect: blocked", "error", "did you mean \"web-1\"?"},
		{"from: {rds: orders-bd}, to: web, expect: blocked", "error", "did you mean \"orders-db\"?"},
		{"from: {tags: {Nmae: web-1}}, to: web, expect: blocked", "error", "did you mean the tag \"Name\"?"},
		{"from: nobody, to: orders-db, expect: blocked, allow_empty: true", "passed", ""},
		{"from: web, to: orders-db, expect: blocked, min_matches: 3", "error", "web names 2 of the network's places, and at least 3 are wanted"},
		{"from: web, to: orders-db, ports: postgres, expect: reachable, via: nobody", "error", "nothing in the snapshot is nobody"},
		{"expect: no-new-exposure", "error", "is about a change, and none is given"},
	} {
		says(t, judged(t, w, nil, c.lines), c.lines, c.status, c.says)
	}
}

// TestUnknownIsAFailureOfItsOwn takes the network ACLs away: what depends on them cannot be told.
func TestUnknownIsAFailureOfItsOwn(t *testing.T) {
	s := *design(t, "three-tier")
	s.NetworkAcls, s.Documents = nil, nil
	w := world(&s)
	for _, c := range []struct{ lines, status, says string }{
		{"from: web, to: orders-db, ports: postgres, expect: reachable", "unknown", "may pass or not: the snapshot does not tell"},
		{"from: web, to: orders-db, ports: postgres, expect: blocked", "unknown", "missing"},
		{"from: web, to: orders-db, ports: postgres, expect: blocked, on_unknown: pass", "passed", "takes that for good"},
		{"from: web, to: orders-db, ports: ssh, expect: reachable", "failed", "ENI_SG_RULES_MISMATCH"},
		{"from: web, to: orders-db, ports: ssh, expect: blocked", "passed", ""},
	} {
		says(t, judged(t, w, nil, c.lines), c.lines, c.status, c.says)
	}
	if r := judged(t, w, nil, "from: web, to: orders-db, ports: postgres, expect: blocked, on_unknown: warn"); r.Status != "unknown" || r.Bad() {
		t.Errorf("%+v", r)
	}
}

// TestChanges opens a port to the internet, and takes a rule away.
func TestChanges(t *testing.T) {
	before := design(t, "three-tier")
	opened := world(edited(t, before, "add sg-03a10000000000011 ingress tcp/3389 from 0.0.0.0/0"))
	closed := world(edited(t, before, "remove sg-03a10000000000013 ingress tcp/5432 from sg-03a10000000000012"))
	for _, c := range []struct {
		after               *judge.World
		lines, status, says string
	}{
		{opened, "expect: no-new-exposure", "failed", "bastion-1"},
		{opened, "expect: no-new-exposure", "failed", "sg-bastion (sg-03a10000000000011): ingress tcp/3389 from 0.0.0.0/0 added"},
		{opened, "expect: no-new-exposure, allow: {to: bastion-1, ports: tcp/3389}", "passed", ""},
		{opened, "expect: no-new-exposure, allow: {to: bastion-1, ports: tcp/3390}", "failed", "tcp/3389"},
		{opened, "expect: no-other-change, allow: {to: bastion-1}", "passed", ""},
		{opened, "expect: no-other-change", "failed", "bastion-1"},
		{closed, "expect: no-new-exposure", "passed", ""},
		{closed, "expect: no-other-change", "failed", "closed"},
		{closed, "expect: no-other-change, allow: {from: web, to: orders-db, ports: postgres}", "passed", ""},
		{closed, "expect: no-other-change, allow: {from: web-1, to: orders-db, ports: postgres}", "failed", "web-2"},
		{world(before), "expect: no-other-change", "passed", ""},
	} {
		says(t, judged(t, c.after, world(before), c.lines), c.lines, c.status, c.says)
	}
}
