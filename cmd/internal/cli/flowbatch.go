package cli

import (
	"context"

	"github.com/dryhop/dryhop/cmd/internal/flowfile"
)

const (
	batchSize      = 64
	queuePerWorker = 4
)

// A batch is some lines in a row and, once done is closed, their answers.
type batch struct {
	lines   []flowfile.Line
	answers []flowAnswer
	done    chan struct{}
}

// fill waits for a line and takes those that have come in with it; false at the end.
func (b *batch) fill(ctx context.Context, lines <-chan flowfile.Line) bool {
	select {
	case line, ok := <-lines:
		if !ok {
			return false
		}
		b.lines = append(b.lines, line)
	case <-ctx.Done():
		return false
	}
	for len(b.lines) < batchSize {
		select {
		case line, ok := <-lines:
			if !ok {
				return true
			}
			b.lines = append(b.lines, line)
		default:
			return true
		}
	}
	return true
}

// wait returns once the batch is answered. Batches are left half done only after the context has ended.
func (b *batch) wait(ctx context.Context) error {
	select {
	case <-b.done:
	case <-ctx.Done():
	}
	return ctx.Err()
}
