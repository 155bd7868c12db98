package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitYes     = 0 // the answer is yes
	exitNo      = 1 // the answer is no, or there are errors in a snapshot
	exitUsage   = 2 // bad usage or input
	exitUnknown = 3 // unknown or partial
	exitSignal  = 130
)

// An app is one run of the program.
type app struct {
	env     Env
	options options
	exit    int
}

// Main runs the command that the arguments name and returns the exit code.
func Main(ctx context.Context, env Env) int {
	a := &app{env: env}
	root := a.rootCommand()
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return a.keepBudget(ctx, giveUp) }
	ran, err := a.execute(ctx, root)
	if err != nil {
		return a.fail(ctx, ran, err)
	}
	return a.exit
}

// execute runs the command, and leaves it behind if it does not end soon after it was told to.
func (a *app) execute(ctx context.Context, root *cobra.Command) (ran *cobra.Command, err error) {
	done := make(chan struct{})
	var command *cobra.Command
	var failed error
	go func() {
		command, failed = root.ExecuteContextC(ctx)
		close(done)
	}()
	select {
	case <-done:
		return command, failed
	case <-ctx.Done():
	}
	select {
	case <-done:
		return command, failed
	case <-time.After(patience):
	}
	if a.env.StderrTerminal {
		write(a.env.Stderr, "\r\x1b[K") // what progress it showed
	}
	return root, ctx.Err()
}

// fail tells an error on stderr and chooses the exit code.
func (a *app) fail(ctx context.Context, ran *cobra.Command, err error) int {
	var over budgetError
	switch {
	case errors.As(context.Cause(ctx), &over):
		a.complain(over)
		return exitUsage
	case ctx.Err() != nil:
		write(a.env.Stderr, "dryhop: interrupted\n")
		return exitSignal
	case errors.Is(err, syscall.EPIPE):
		return exitUsage // the reader has gone: nothing more to say
	}
	var u usageError
	a.complain(err)
	switch {
	case errors.As(err, &u) && u.help:
		ran.SetOut(a.env.Stderr)
		_ = ran.Help()
	case errors.As(err, &u):
		write(a.env.Stderr, "See: %s --help\n", ran.CommandPath())
	}
	return exitUsage
}

// complain prints an error, each line of it, and the list of candidates that comes with some.
func (a *app) complain(err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		write(a.env.Stderr, "dryhop: %s\n", line)
	}
	a.listCandidates(err)
}

// A usageError is about the command line itself.
type usageError struct {
	problem string
	help    bool // print the command's help under it
}

func (e usageError) Error() string { return e.problem }

func usagef(format string, args ...any) error {
	return usageError{problem: fmt.Sprintf(format, args...)}
}

// terminalError is what becomes of reading a terminal: nobody would know that the program waits.
func terminalError(what string) error {
	return usageError{problem: what + ", and that is a terminal; redirect a file into it", help: true}
}

// write prints on w and drops the error: what cannot be said on stderr cannot be said.
func write(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
