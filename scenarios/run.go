package scenarios

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/dryhop/dryhop/scenarios/coverage"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/scenarios/mutation"
	"github.com/dryhop/dryhop/sim/report"
)

// Options say which scenario files to run, and how.
type Options struct {
	Paths      []string       // files, folders (every *.test.yaml below them), or example:NAME; none: the current folder
	Snapshots  []string       // in place of what the files say; empty: what they say
	Changes    []string       // likewise
	Run        *regexp.Regexp // only tests whose names match; nil: all
	Today      time.Time      // for tests and exceptions that end on a day; zero: the day it is
	MinMatches int            // how many places every selector has to name; 0: one
	Both       bool           // before the change as well
	Coverage   bool           // tell what the tests do not look at
	Silent     bool           // leave out why something failed
	Mutate     bool           // break each network a piece at a time, and tell what its tests do not notice
	Workers    int            // how many tests at once; 0: as many as there are processors
	Progress   func(done, all int)
}

// ErrNoTests says that there was nothing to run: a run that tests nothing is no success.
var ErrNoTests = errors.New("no test found")

// Run runs scenario files. What is wrong with files is an error (language.Problems); tests that fail are not: they are in the record.
func Run(ctx context.Context, o Options) (*report.TestRun, error) {
	files, err := Files(o.Paths)
	if err != nil {
		return nil, err
	}
	plans, err := o.plan(files)
	if err != nil {
		return nil, err
	}
	out := &report.TestRun{Schema: report.TestSchema, Files: []report.TestFile{}}
	l := &loader{options: &o, known: map[string]*judge.World{}}
	for _, p := range plans {
		results, err := o.runFile(ctx, l, p)
		if err != nil {
			return nil, err
		}
		out.Files = append(out.Files, results...)
		if o.Coverage {
			c, err := o.cover(ctx, l, p)
			if err != nil {
				return nil, err
			}
			out.Coverage = append(out.Coverage, c)
		}
		if o.Mutate {
			m, err := o.mutate(ctx, l, p)
			if err != nil {
				return nil, err
			}
			out.Mutation = append(out.Mutation, m)
		}
	}
	for i := range out.Files {
		out.Totals.Add(out.Files[i].Totals)
	}
	return out, nil
}

// A plan is a file with the tests of it that are to be run.
type plan struct {
	File
	tests []*language.Test
}

// plan chooses the tests to be run. It is an error if there are none.
func (o *Options) plan(files []File) ([]plan, error) {
	var plans []plan
	n := 0
	for _, f := range files {
		p := plan{File: f}
		for i := range f.Scenario.Tests {
			if t := &f.Scenario.Tests[i]; o.Run == nil || o.Run.MatchString(t.Name.Text) {
				p.tests = append(p.tests, t)
			}
		}
		if n += len(p.tests); len(p.tests) > 0 {
			plans = append(plans, p)
		}
	}
	if n > 0 {
		return plans, nil
	}
	if o.Run != nil {
		return nil, fmt.Errorf("%w: no name of a test matches %q", ErrNoTests, o.Run)
	}
	return nil, ErrNoTests
}

// runFile runs a file on its network, and before the change as well if that is asked for.
func (o *Options) runFile(ctx context.Context, l *loader, p plan) ([]report.TestFile, error) {
	after, before, err := l.worlds(p.File)
	if err != nil {
		return nil, err
	}
	var out []report.TestFile
	if o.Both && before != nil {
		tests := slices.DeleteFunc(slices.Clone(p.tests), func(t *language.Test) bool { return t.Expect.Changes() })
		f, err := o.judge(ctx, p, judge.New(before, nil, p.Scenario, o.judging()), before, tests)
		if err != nil {
			return nil, err
		}
		f.Phase = "before"
		out = append(out, f)
	}
	f, err := o.judge(ctx, p, judge.New(after, before, p.Scenario, o.judging()), after, p.tests)
	if before != nil {
		f.Phase = "after"
	}
	return append(out, f), err
}

// cover tells what the tests of a file look at.
func (o *Options) cover(ctx context.Context, l *loader, p plan) (report.TestCoverage, error) {
	w, _, err := l.worlds(p.File)
	if err != nil {
		return report.TestCoverage{}, err
	}
	return coverage.Of(ctx, w, p.Scenario, p.tests, o.judging())
}

// mutate tries out the tests of a file.
func (o *Options) mutate(ctx context.Context, l *loader, p plan) (report.TestMutation, error) {
	w, _, err := l.worlds(p.File)
	if err != nil {
		return report.TestMutation{}, err
	}
	t := mutation.Trial{World: w, File: p.Scenario, Tests: p.tests, Options: o.judging(), Workers: o.Workers, Progress: o.Progress}
	return t.Run(ctx)
}

func (o *Options) judging() judge.Options {
	today := o.Today
	if today.IsZero() {
		today = time.Now()
	}
	return judge.Options{Today: today, MinMatches: o.MinMatches, Silent: o.Silent}
}

// judge judges tests of a file side by side; the results are in the order of the file.
func (o *Options) judge(ctx context.Context, p plan, j *judge.Judge, w *judge.World, tests []*language.Test) (report.TestFile, error) {
	f := report.TestFile{Path: p.Path, Name: p.Scenario.Name, Owner: p.Scenario.Owner, Snapshot: w.Name, Tests: make([]report.TestResult, len(tests))}
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var mu sync.Mutex
	var failed error
	var wait sync.WaitGroup
	next, done := 0, 0
	for range min(workers, len(tests)) {
		wait.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				stop := failed != nil
				mu.Unlock()
				if stop || i >= len(tests) {
					return
				}
				result, err := j.Test(ctx, tests[i])
				mu.Lock()
				f.Tests[i] = result
				if failed == nil {
					failed = err
				}
				if done++; o.Progress != nil {
					o.Progress(done, len(tests))
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	for i := range f.Tests {
		f.Totals.Count(&f.Tests[i])
	}
	return f, failed
}

// Exit is the exit code that a run deserves: 0 if all that counts passed, 1 if something failed, 3 if nothing failed and something is
// unknown, 2 if something could not be asked.
func Exit(r *report.TestRun) int {
	switch t := &r.Totals; {
	case t.Errors > 0:
		return 2
	case t.Failed > 0:
		return 1
	case t.Unknown > 0:
		return 3
	}
	return 0
}
