package cli

import (
	"context"
	"errors"
	"io"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/junit"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/tap"
	"github.com/dryhop/dryhop/sim/report/text"
)

// testFormats are the formats of runs of tests.
const testFormats = "text, json, junit, tap, markdown"

// testFlags are the flags of "dryhop test".
type testFlags struct {
	run        string
	today      string
	minMatches int
	verbose    bool
	options    scenarios.Options
}

func (f *testFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "only tests whose names match the regular expression `REGEX`")
	flags.StringVar(&f.today, "today", "", "the `DATE` that \"until\" is held against, such as 2027-03-31; else the day it is")
	flags.IntVar(&f.minMatches, "min-matches", 1, "fail where a selector names fewer than `N` places")
	flags.BoolVar(&f.options.Mutate, "mutate", false, "break the network a rule, route or association at a time, and list what no test notices")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "what each test asked, and how many places it is about")
}

func (a *app) testCommand() *cobra.Command {
	f := new(testFlags)
	cmd := &cobra.Command{
		Use:   "test [PATH...]",
		Short: "Hold a network to the tests of scenario files",
		Long: `PATH is a scenario file, a folder (every *.test.yaml below it) or example:NAME; without one, the current folder.
A test says what has to hold: reachable, blocked, only-from, exposed-only, isolated, no-overlap, free-addresses. It is decided for all
flows that it is about, not for samples: "blocked" means that no flow passes. What the snapshot does not tell is a failure, too.

-s takes the place of the snapshots that files name.

Exit codes: 0 all tests pass, 1 a test failed, 2 bad usage or input, or a test that could not be asked, 3 the snapshot does not decide.`,
		Example: `dryhop test                                  # every *.test.yaml below the current folder
dryhop test edge.test.yaml -s ./prod
dryhop test --run 'database' network/
dryhop test --mutate example:three-tier      # what would nobody notice?`,
		Annotations: map[string]string{formatsKey: testFormats},
		RunE:        func(cmd *cobra.Command, args []string) error { return a.runTest(cmd, f, args) },
	}
	f.add(cmd)
	return cmd
}

func (a *app) runTest(cmd *cobra.Command, f *testFlags, args []string) error {
	if err := a.checkFormat(testFormats); err != nil {
		return err
	}
	if err := f.read(a, args); err != nil {
		return err
	}
	record, err := a.judge(cmd.Context(), f.options)
	if err != nil {
		return err
	}
	a.exit = scenarios.Exit(record)
	return a.write(func(w io.Writer) error { return a.printTests(w, record, f.verbose) })
}

// read turns flags into options.
func (f *testFlags) read(a *app, args []string) (err error) {
	o := &f.options
	o.Paths, o.Snapshots, o.MinMatches = args, a.options.snapshots, f.minMatches
	if f.run != "" {
		if o.Run, err = regexp.Compile(f.run); err != nil {
			return usagef("--run: %v", err)
		}
	}
	if f.today != "" {
		if o.Today, err = time.Parse(time.DateOnly, f.today); err != nil {
			return usagef("--today %q: write a day such as 2027-03-31", f.today)
		}
	}
	if f.minMatches < 1 {
		return usagef("--min-matches %d: write a number of at least 1", f.minMatches)
	}
	return nil
}

// judge runs the tests, and says how far it is.
func (a *app) judge(ctx context.Context, o scenarios.Options) (*report.TestRun, error) {
	p := a.startProgress("reading the scenario files ...")
	defer p.end()
	o.Progress = func(done, all int) { p.say("%d of %d tests ...", done, all) }
	record, err := cancellable(ctx, func() (*report.TestRun, error) { return scenarios.Run(ctx, o) })
	if errors.Is(err, scenarios.ErrNoTests) {
		return nil, usagef("%v; scenario files end in .test.yaml, and dryhop examples have some", err)
	}
	return record, err
}

func (a *app) printTests(w io.Writer, r *report.TestRun, verbose bool) error {
	switch a.options.format {
	case "json":
		return json.Write(w, r)
	case "junit":
		return junit.Write(w, "dryhop test", r.Suites())
	case "tap":
		return tap.Write(w, r.Suites())
	case "markdown":
		table := r.Table()
		return markdown.Write(w, &table)
	}
	style := a.style()
	style.Verbose = verbose
	return text.Tests(w, r, style)
}
