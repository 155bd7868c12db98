package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dryhop/dryhop/scenarios"
)

// watchEvery is how often files are looked at.
const watchEvery = 500 * time.Millisecond

// watchTests runs the tests again whenever what they are about changes. What goes wrong is told, and waited out.
func (a *app) watchTests(ctx context.Context, f *testFlags) error {
	for {
		before := watched(f.options)
		if err := a.judgeOnce(ctx, f); err != nil {
			if ctx.Err() != nil {
				return err
			}
			a.complain(err)
		}
		write(a.env.Stderr, "waiting for a change ...\n")
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(watchEvery):
			}
			if watched(f.options) != before {
				break
			}
		}
		write(a.env.Stdout, "\n")
	}
}

// watched is the times and sizes of all files that tests depend on, in a text.
func watched(o scenarios.Options) string {
	var b strings.Builder
	for _, path := range scenarios.Inputs(o) {
		_ = filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil // what is not there yet may come
			}
			if info, err := os.Stat(at); err == nil {
				b.WriteString(at + info.ModTime().String() + time.Duration(info.Size()).String() + "\n")
			}
			return nil
		})
	}
	return b.String()
}
