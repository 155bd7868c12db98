package judge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/ref"
)

// Options say how to judge.
type Options struct {
	Today      time.Time // for what ends on a day
	MinMatches int       // of every selector, if a test does not want more
	Silent     bool      // nobody reads why something failed
}

// A Judge judges the tests of one file. It is safe for concurrent use.
type Judge struct {
	world   *World
	before  *World // the network before the change; nil if there is none
	file    *language.File
	options Options

	mu         sync.Mutex
	finder     finder
	beforehand finder // of the network before

	changed sync.Once // what the change does
	result  *impact.Result
	failed  error
}

// New is a judge of a file's tests on a network. Before is what it was before a change, nil without one.
func New(w, before *World, f *language.File, o Options) *Judge {
	return &Judge{
		world: w, before: before, file: f, options: o,
		finder: finder{world: w, file: f, known: map[string]*places{}}, beforehand: finder{world: before, file: f, known: map[string]*places{}},
	}
}

// Test judges one test. The error is the context's.
func (j *Judge) Test(ctx context.Context, t *language.Test) (report.TestResult, error) {
	r := &run{Judge: j, ctx: ctx, test: t, out: report.TestResult{
		Name: t.Name.Text, Expect: string(t.Expect), Warning: t.Warning, Why: t.Why, Matches: []report.TestMatch{}, Failures: []report.TestFailure{},
		Position: report.Position{Path: j.file.Path, Line: t.At().Line, Column: t.At().Column},
	}}
	r.out.Asked = askedText(t)
	switch {
	case t.Until.Over(j.options.Today):
		r.expired("the test", t.Until)
	case t.Skip != "":
		r.out.Status, r.out.Skip = report.TestSkipped, t.Skip
		return r.out, nil
	default:
		if err := r.judge(); err != nil {
			return r.broken(err)
		}
	}
	r.conclude()
	return r.out, nil
}

// broken turns a problem into a result.
func (r *run) broken(err error) (report.TestResult, error) {
	if ctxErr := r.ctx.Err(); ctxErr != nil {
		return r.out, ctxErr
	}
	r.out.Status, r.out.Error = report.TestError, err.Error()
	var p *language.Problem
	if errors.As(err, &p) && p.At.Line > 0 {
		r.out.Position.Line, r.out.Position.Column = p.At.Line, p.At.Column
	}
	return r.out, nil
}

// A run is one test while it is judged.
type run struct {
	*Judge
	ctx  context.Context
	test *language.Test
	out  report.TestResult

	certain, doubtful int // failures, listed or not
}

func (r *run) judge() error {
	switch r.test.Expect {
	case language.Reachable:
		return r.reachable()
	case language.Blocked:
		return r.blocked()
	case language.OnlyFrom:
		return r.onlyFrom()
	case language.ExposedOnly:
		return r.exposedOnly()
	case language.Isolated:
		return r.isolated()
	case language.NoOverlap:
		return r.noOverlap()
	case language.FreeAddresses:
		return r.freeAddresses()
	case language.NoNewExposure:
		return r.noNewExposure()
	case language.NoOtherChange:
		return r.noOtherChange()
	}
	return r.file.Problem(r.test.At(), 1, "dryhop does not know how to judge %q", r.test.Expect)
}

// maxFailures is how many failures of a test are told.
const maxFailures = 3

// fail notes that something is not as expected. Explain tells why, for those that are shown.
func (r *run) fail(f report.TestFailure, explain func(*report.TestFailure)) {
	if f.Unknown {
		r.doubtful++
	} else {
		r.certain++
	}
	if len(r.out.Failures) >= maxFailures {
		r.out.More++
		return
	}
	if explain != nil && !r.options.Silent {
		explain(&f)
	}
	r.out.Failures = append(r.out.Failures, f)
}

// conclude gives the test its status.
func (r *run) conclude() {
	switch {
	case r.certain > 0:
		r.out.Status = report.TestFailed
	case r.doubtful == 0:
		r.out.Status = report.TestPassed
	case r.test.OnUnknown == language.UnknownPasses:
		r.out.Status = report.TestPassed
		r.out.Notes = append(r.out.Notes, fmt.Sprintf("the snapshot does not tell about %d of it, and on_unknown: pass takes that for good", r.doubtful))
		r.out.Failures, r.out.More = []report.TestFailure{}, 0
	default:
		r.out.Status = report.TestUnknown
		r.out.Warning = r.out.Warning || r.test.OnUnknown == language.UnknownWarns
	}
}

// expired fails a test for what has ended.
func (r *run) expired(what string, d language.Date) {
	r.fail(report.TestFailure{
		Found: fmt.Sprintf("%s ended on %s, and it is %s", what, d.Format(time.DateOnly), r.options.Today.Format(time.DateOnly)),
		Fix:   []string{"take it out, or give it another day after looking whether it is still needed"},
	}, nil)
}

// place finds what a selector of the test stands for, and counts it.
func (r *run) place(key string, s *language.Selector) (*places, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, err := r.finder.find(s, r.test.AllowEmpty)
	if err != nil {
		return nil, err
	}
	return p, r.matched(key, s, p.count())
}

// matched notes how many things a selector stands for.
func (r *run) matched(key string, s *language.Selector, n int) error {
	r.out.Matches = append(r.out.Matches, report.TestMatch{Key: key, Text: s.Text, Places: n})
	if least := max(r.test.MinMatches, r.options.MinMatches); n < least && !(n == 0 && r.test.AllowEmpty) {
		return r.file.Problem(s.At, 1, "%s names %d of the network's places, and at least %d are wanted", s.Text, n, least)
	}
	return nil
}

// components finds the resources that selectors of the test name.
func (r *run) components(all []language.Selector) (each [][]ref.Ref, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range all {
		found, err := r.finder.components(&all[i], r.test.AllowEmpty)
		if err != nil {
			return nil, err
		}
		each = append(each, found)
	}
	return each, nil
}
