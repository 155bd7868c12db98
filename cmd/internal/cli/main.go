package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

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
	ran, err := root.ExecuteContextC(ctx)
	if err != nil {
		return a.fail(ctx, ran, err)
	}
	return a.exit
}

// fail tells an error on stderr and chooses the exit code.
func (a *app) fail(ctx context.Context, ran *cobra.Command, err error) int {
	switch {
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
