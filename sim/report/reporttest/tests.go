package reporttest

import "github.com/dryhop/dryhop/sim/report"

// Tests is a run with a test of each status, and what a broken network showed.
func Tests() *report.TestRun {
	at := func(line int) report.Position {
		return report.Position{Path: "net/edge.test.yaml", Line: line, Column: 5}
	}
	none := []report.TestFailure{}
	match := func(key, text string, n int) report.TestMatch {
		return report.TestMatch{Key: key, Text: text, Places: n}
	}
	open := report.TestFailure{
		Found:   "internet → reports-old (eni-1, 10.0.0.9, 198.51.100.9)  tcp/1-65535",
		Because: []string{"sg-legacy (sg-1): tcp from 0.0.0.0/0"},
		Path:    "internet → igw → acl-public → sg-legacy → reports-old",
		Fix:     []string{"remove from sg-legacy (sg-1): ingress tcp from 0.0.0.0/0", "or add it to \"allow\" of this test, with a reason and an until date"},
		Next:    "dryhop trace -s prod internet reports-old tcp/22",
		Steps: []report.TestStep{
			{Text: "acl-public (acl-1) ingress/100: all from 0.0.0.0/0", At: report.Position{Path: "prod/acls.json", Line: 12}},
			{Text: "sg-legacy (sg-1): tcp from 0.0.0.0/0"},
		},
	}
	lacking := report.TestFailure{
		Unknown: true, Found: "web-1 (eni-2, 10.0.1.9) → peer  tcp/443: the snapshot does not tell",
		Missing: []string{"the route tables of the peer were not collected; run describe-route-tables there"},
	}
	f := report.TestFile{
		Path: "net/edge.test.yaml", Name: "Edge & data <tier>", Owner: "platform", Snapshot: "prod", Phase: "after",
		Tests: []report.TestResult{
			{Name: "The database is never public", Expect: "blocked", Status: report.TestPassed, Asked: "nothing of internet reaches db on every port",
				Matches: []report.TestMatch{match("from", "internet", 1), match("to", "db", 2)}, Pairs: 3, Failures: none, Notes: []string{"it holds"}, Position: at(9)},
			{Name: "Only the load balancer faces the internet", Expect: "exposed-only", Status: report.TestFailed, Why: "auditors ask",
				Asked: "internet reaches only shop-alb tcp/443", Matches: []report.TestMatch{match("from", "internet", 1), match("allow", "shop-alb", 1)},
				Pairs: 40, Failures: []report.TestFailure{open}, More: 2, Position: at(14)},
			{Name: "Peers answer", Expect: "reachable", Status: report.TestUnknown, Asked: "web reaches peer on tcp/443", Matches: []report.TestMatch{}, Pairs: 1,
				Failures: []report.TestFailure{lacking}, Position: at(21)},
			{Name: "Room to grow", Expect: "free-addresses", Status: report.TestFailed, Warning: true, Asked: "free-addresses", Matches: []report.TestMatch{},
				Failures: []report.TestFailure{{Found: "app-a (subnet-1) 10.0.1.0/24 has 20 of 251 addresses left (7 %), and 30 % are wanted"}}, Position: at(25)},
			{Name: "Later #1", Expect: "blocked", Status: report.TestSkipped, Asked: "", Matches: []report.TestMatch{}, Failures: none, Skip: "wait for \"ADR-7\" ]]>", Position: at(29)},
			{Name: "Misspelt", Expect: "blocked", Status: report.TestError, Asked: "", Matches: []report.TestMatch{}, Failures: none,
				Error: "net/edge.test.yaml:33:11: nothing in the snapshot is called \"webb\": did you mean \"web\"?\n   33 |     from: webb\n      |           ^^^^", Position: at(33)},
		},
	}
	for i := range f.Tests {
		f.Totals.Count(&f.Tests[i])
	}
	group := report.Component{ID: "sg-1", Type: "security-group", Name: "sg-legacy"}
	return &report.TestRun{
		Schema: report.TestSchema, Files: []report.TestFile{f}, Totals: f.Totals,
		Mutation: []report.TestMutation{{Path: f.Path, Mutants: 20, Caught: 15, Harmless: 4, Survivors: []report.TestMutant{{
			Operator: "widen", Opened: 2, Changed: 1,
			Edit: report.Edit{Edit: "add sg-1 ingress tcp/22 from 0.0.0.0/0", Text: "add to sg-legacy (sg-1): ingress tcp/22 from 0.0.0.0/0", Component: group},
		}}}},
		Coverage: []report.TestCoverage{{
			Path: f.Path, Kinds: []report.CoveredKind{{Kind: "rule", Covered: 3, All: 4}, {Kind: "place", Covered: 5, All: 5}},
			Idle: []report.TestUncovered{{Kind: "rule", Component: group, Rule: "ingress/sgr-1", Text: "sg-legacy (sg-1): ingress tcp/22 from 0.0.0.0/0"}},
		}},
	}
}
