package cli

import (
	"fmt"
	"sync"
	"time"
)

// patience is how long a command may take before it says what it is doing.
const patience = 500 * time.Millisecond

// A progress line is shown at a terminal while something takes long, and wiped afterwards.
type progress struct {
	mu   sync.Mutex
	text string
	stop chan struct{}
	done sync.WaitGroup
}

// startProgress shows a line if it will take long; nobody sees it on a stderr that is no terminal.
func (a *app) startProgress(text string) *progress {
	p := &progress{text: text}
	if !a.env.StderrTerminal || a.options.quiet {
		return p
	}
	p.stop = make(chan struct{})
	p.done.Go(func() { a.showProgress(p) })
	return p
}

func (a *app) showProgress(p *progress) {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	shown := false
	for {
		select {
		case <-p.stop:
			if shown {
				write(a.env.Stderr, "\r\x1b[K")
			}
			return
		case <-wait.C:
			shown = true
			write(a.env.Stderr, "\r\x1b[K%s", p.line())
			wait.Reset(patience / 2)
		}
	}
}

func (p *progress) line() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text
}

// say changes the text of the line.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = fmt.Sprintf(format, args...)
}

// end wipes the line.
func (p *progress) end() {
	if p.stop != nil {
		close(p.stop)
		p.done.Wait()
		p.stop = nil
	}
}
