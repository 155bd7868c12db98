package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/dryhop/dryhop/cmd/internal/flowfile"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/insights"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
)

// A flowStream answers the lines of a file on all cores and prints the answers in the order of the lines:
//
//	reader ──batches──▶ workers        each batch is answered by one worker
//	   └──────order────────▶ printer   waits for the batches in the order they were read
//
// Both channels are short, so memory is bounded however long the file is.
type flowStream struct {
	app      *app
	file     string
	lines    *flowfile.Reader
	network  *network
	index    *selector.Index
	reports  *report.Builder
	analyses *insights.Builder
	hops     bool // with evidence
	totals   flowTotals
}

// run prints the answers. It ends early if the context does, or if nobody reads them.
func (s *flowStream) run(ctx context.Context, w io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := s.app.startProgress("answering ...")
	defer p.end()

	workers := runtime.GOMAXPROCS(0)
	work := make(chan *batch, workers)
	order := make(chan *batch, workers*queuePerWorker)
	readErr := make(chan error, 1)
	go func() { readErr <- s.read(ctx, work, order) }()
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { s.answer(ctx, work) })
	}
	if err := s.print(ctx, w, order, p); err != nil {
		return err // the deferred stop ends reader and workers
	}
	group.Wait()
	return s.finish(<-readErr)
}

// read cuts the file into batches: full ones while lines come in quickly, short ones while they do not.
func (s *flowStream) read(ctx context.Context, work, order chan<- *batch) error {
	defer close(work)
	defer close(order)
	lines := make(chan flowfile.Line, batchSize)
	failed := make(chan error, 1)
	go func() { failed <- s.readLines(ctx, lines) }()
	for {
		b := &batch{done: make(chan struct{})}
		if !b.fill(ctx, lines) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return <-failed
		}
		for _, queue := range []chan<- *batch{order, work} {
			select {
			case queue <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}

func (s *flowStream) readLines(ctx context.Context, lines chan<- flowfile.Line) error {
	defer close(lines)
	for {
		line, err := s.lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", s.file, err)
		}
		select {
		case lines <- line:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// answer is a worker.
func (s *flowStream) answer(ctx context.Context, work <-chan *batch) {
	t := sim.NewTracer(s.network.graph)
	for b := range work {
		b.answers = make([]flowAnswer, len(b.lines))
		for i := range b.lines {
			if ctx.Err() != nil {
				break
			}
			b.answers[i] = s.answerLine(t, &b.lines[i])
		}
		close(b.done)
	}
}

// print writes the batches as they are done, and flushes whenever the next one is not there yet.
func (s *flowStream) print(ctx context.Context, w io.Writer, order <-chan *batch, p *progress) error {
	out := s.app.newFlowPrinter(w, s.network.name)
	if err := out.begin(); err != nil {
		return err
	}
	printed := 0
	for b := range order {
		if err := b.wait(ctx); err != nil {
			return err
		}
		for i := range b.answers {
			s.count(&b.answers[i])
			if err := out.answer(&b.answers[i]); err != nil {
				return err
			}
		}
		printed += len(b.answers)
		p.say("answered %d questions ...", printed)
		if len(order) == 0 {
			if err := flush(w); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return out.end(s.totals.counts())
}

func flush(w io.Writer) error {
	if f, ok := w.(interface{ Flush() error }); ok {
		return f.Flush()
	}
	return nil
}

// maxComplaints is how many bad lines are told on stderr; the output has them all.
const maxComplaints = 20

func (s *flowStream) count(f *flowAnswer) {
	if f.err == nil {
		s.totals.verdicts[f.verdict]++
		return
	}
	s.totals.errors++
	if s.totals.errors <= maxComplaints {
		s.app.complain(fmt.Errorf("%s:%d: %w", s.file, f.line, f.err))
	}
}

func (s *flowStream) finish(err error) error {
	if n := s.totals.errors - maxComplaints; n > 0 {
		write(s.app.env.Stderr, "dryhop: %s: and %s more\n", s.file, plural(n, "bad line"))
	}
	if err != nil {
		return err
	}
	if s.totals == (flowTotals{}) {
		return fmt.Errorf("%s: there is no question in it; write one JSON object a line, or CSV with a header", s.file)
	}
	return nil
}
