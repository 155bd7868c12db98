package netgen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"
)

// Env is what the program is given by the system.
type Env struct {
	Args           []string // without the program's name
	Stdout, Stderr io.Writer
	StderrTerminal bool
}

// Exit codes.
const (
	exitDone   = 0
	exitUsage  = 2
	exitSignal = 130
)

const usage = `netgen writes a synthetic AWS network as the AWS CLI's documents about it: seeded, of any size.

  netgen --enis 100000 --vpcs 200 --tgw --out world
  dryhop snapshot check -s world

Flags:
`

// Main runs the program and returns the exit code: 0 done, 2 bad usage or a disk that does not take it, 130 interrupted.
func Main(ctx context.Context, env Env) int {
	o := Defaults()
	flags := o.flags()
	flags.SetOutput(io.Discard)
	err := flags.Parse(env.Args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		say(env.Stdout, "%s%s", usage, flags.FlagUsages())
		return exitDone
	case err == nil && flags.NArg() > 0:
		err = fmt.Errorf("%q is no flag, and nothing else is taken", flags.Arg(0))
	case err == nil && flags.Changed("pretty") && o.Compact:
		err = errors.New("--pretty and --compact exclude each other")
	}
	if err == nil {
		err = generate(ctx, env, o)
	}
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		say(env.Stderr, "netgen: interrupted; %s is not whole\n", o.Out)
		return exitSignal
	}
	say(env.Stderr, "netgen: %v\nSee: netgen --help\n", err)
	return exitUsage
}

func generate(ctx context.Context, env Env, o Options) error {
	var written atomic.Int64
	begin := time.Now()
	stop := showProgress(env, &written)
	err := Generate(ctx, o, func(n int) { written.Add(int64(n)) })
	stop()
	if err == nil {
		say(env.Stderr, "netgen: %d interfaces in %d VPCs, %d MB in %s (%.1f s)\n", o.ENIs, o.VPCs, written.Load()/1e6, o.Out, time.Since(begin).Seconds())
	}
	return err
}

// showProgress counts megabytes on a terminal until it is stopped.
func showProgress(env Env, written *atomic.Int64) (stop func()) {
	if !env.StderrTerminal {
		return func() {}
	}
	ticker, done, ended := time.NewTicker(250*time.Millisecond), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				say(env.Stderr, "\r\x1b[K")
				return
			case <-ticker.C:
				say(env.Stderr, "\r\x1b[Kwriting: %d MB", written.Load()/1e6)
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(done)
		<-ended
	}
}

// say prints and drops the error: what cannot be said cannot be said.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// System is the environment of this process.
func System() Env {
	return Env{Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, StderrTerminal: isTerminal(os.Stderr)}
}

// isTerminal takes a character device for a terminal, unless it is the null device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
