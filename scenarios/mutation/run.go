package mutation

import (
	"context"
	"runtime"
	"sync"

	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
)

// A Trial is a file whose tests are tried out.
type Trial struct {
	World    *judge.World
	File     *language.File
	Tests    []*language.Test
	Options  judge.Options
	Workers  int                 // 0: as many as there are processors
	Progress func(done, all int) // never twice at once; nil for none
}

// fate is what becomes of a mutant.
type fate uint8

const (
	caught fate = iota
	harmless
	survived
	impossible // the edit cannot be done to this network
)

// Run breaks the network in every way and tells what the tests notice. Tests that do not pass as it is notice nothing.
func (t *Trial) Run(ctx context.Context) (report.TestMutation, error) {
	out := report.TestMutation{Path: t.File.Path, Survivors: []report.TestMutant{}}
	t.Options.Silent = true
	if err := t.keepPassing(ctx); err != nil {
		return out, err
	}
	mutants := Mutants(t.World.Snapshot)
	whole, err := flowsOf(ctx, t.World)
	if err != nil {
		return out, err
	}
	fates, survivors := make([]fate, len(mutants)), make([]report.TestMutant, len(mutants))
	err = t.each(ctx, len(mutants), func(i int) (err error) {
		fates[i], survivors[i], err = t.try(ctx, &mutants[i], whole)
		return err
	})
	for i := range mutants {
		switch fates[i] {
		case impossible:
			continue
		case caught:
			out.Caught++
		case harmless:
			out.Harmless++
		case survived:
			out.Survivors = append(out.Survivors, survivors[i])
		}
		out.Mutants++
	}
	return out, err
}

// keepPassing leaves out the tests that do not pass.
func (t *Trial) keepPassing(ctx context.Context) error {
	j := judge.New(t.World, nil, t.File, t.Options)
	var passing []*language.Test
	for _, test := range t.Tests {
		if test.Expect.Changes() {
			continue
		}
		r, err := j.Test(ctx, test)
		if err != nil {
			return err
		}
		if r.Status == report.TestPassed {
			passing = append(passing, test)
		}
	}
	t.Tests = passing
	return nil
}

// try breaks the network in one way.
func (t *Trial) try(ctx context.Context, m *Mutant, whole flows) (fate, report.TestMutant, error) {
	survivor := report.TestMutant{Operator: m.Operator, Edit: t.World.Edit(m.Edit)}
	broken, err := t.World.Edited(m.Edit)
	if err != nil {
		return impossible, survivor, nil
	}
	j := judge.New(broken, nil, t.File, t.Options)
	for _, test := range t.Tests {
		r, err := j.Test(ctx, test)
		if err != nil || r.Status != report.TestPassed {
			return caught, survivor, err
		}
	}
	if whole == nil {
		return survived, survivor, nil
	}
	now, err := flowsOf(ctx, broken)
	if err != nil {
		return survived, survivor, err
	}
	survivor.Opened, survivor.Closed, survivor.Changed = whole.compare(now)
	if survivor.Opened+survivor.Closed+survivor.Changed == 0 {
		return harmless, survivor, nil
	}
	return survived, survivor, nil
}

// each does n pieces of work on all workers, and ends early with the first error.
func (t *Trial) each(ctx context.Context, n int, work func(int) error) error {
	workers := t.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	var failed error
	next, done := 0, 0
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= n && failed == nil && ctx.Err() == nil
	}
	finish := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
		if done++; t.Progress != nil {
			t.Progress(done, n)
		}
	}
	for range min(workers, n) {
		wait.Go(func() {
			for i, more := take(); more; i, more = take() {
				finish(work(i))
			}
		})
	}
	wait.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return failed
}
