package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/github"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/junit"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/sarif"
	"github.com/dryhop/dryhop/sim/report/tap"
	"github.com/dryhop/dryhop/sim/report/text"
)

// testFormats are the formats of runs of tests.
const testFormats = "text, json, junit, tap, github, sarif, markdown"

func (a *app) testCommand() *cobra.Command {
	f := new(testFlags)
	cmd := &cobra.Command{
		Use:   "test [PATH...]",
		Short: "Hold a network to the tests of scenario files",
		Long: `PATH is a scenario file, a folder (every *.test.yaml below it) or example:NAME; without one, the current folder.
A test says what has to hold: reachable, blocked, only-from, exposed-only, isolated, no-overlap, free-addresses, and of a change
no-new-exposure and no-other-change. It is decided for all flows that it is about, not for samples: "blocked" means that no flow passes.
What the snapshot does not tell is a failure, too.

-s takes the place of the snapshots that files name.

Exit codes: 0 all tests pass, 1 a test failed, 2 bad usage or input, or a test that could not be asked, 3 the snapshot does not decide.`,
		Example: `dryhop test                                  # every *.test.yaml below the current folder
dryhop test edge.test.yaml -s ./prod
dryhop test --run 'database' --format junit -o tests.xml network/
dryhop test --change ./after --both edge.test.yaml
dryhop test --mutate example:three-tier      # what would nobody notice?
dryhop test --record -s ./prod -o prod.test.yaml`,
		Annotations: map[string]string{formatsKey: testFormats},
		RunE:        func(cmd *cobra.Command, args []string) error { return a.runTest(cmd.Context(), f, args) },
	}
	f.add(cmd)
	return cmd
}

func (a *app) runTest(ctx context.Context, f *testFlags, args []string) error {
	if err := a.checkFormat(testFormats); err != nil {
		return err
	}
	if err := f.read(a, args); err != nil {
		return err
	}
	switch {
	case f.list:
		return a.listTests(f)
	case f.record:
		return a.recordTests(ctx)
	case f.watch:
		return a.watchTests(ctx, f)
	}
	return a.judgeOnce(ctx, f)
}

// judgeOnce runs the tests and prints how they went.
func (a *app) judgeOnce(ctx context.Context, f *testFlags) error {
	record, err := a.judge(ctx, f.options)
	if err != nil {
		return err
	}
	a.exit = scenarios.Exit(record)
	return a.write(func(w io.Writer) error { return a.printTests(w, record, f.verbose) })
}

// judge runs the tests, and says how far it is.
func (a *app) judge(ctx context.Context, o scenarios.Options) (*report.TestRun, error) {
	p := a.startProgress("reading the scenario files ...")
	defer p.end()
	o.Progress = func(done, all int) { p.say("%d of %d ...", done, all) }
	record, err := cancellable(ctx, func() (*report.TestRun, error) { return scenarios.Run(ctx, o) })
	return record, noTests(err)
}

func noTests(err error) error {
	if errors.Is(err, scenarios.ErrNoTests) {
		return usagef("%v; scenario files end in .test.yaml, and dryhop init writes one to begin with", err)
	}
	return err
}

// listTests prints the names of tests with their places.
func (a *app) listTests(f *testFlags) error {
	files, err := scenarios.Files(f.options.Paths)
	if err != nil {
		return noTests(err)
	}
	var b strings.Builder
	for i := range files {
		for j := range files[i].Scenario.Tests {
			t := &files[i].Scenario.Tests[j]
			if f.options.Run == nil || f.options.Run.MatchString(t.Name.Text) {
				fmt.Fprintf(&b, "%s:%d  %s  %s\n", files[i].Path, t.At().Line, t.Expect, t.Name.Text)
			}
		}
	}
	if b.Len() == 0 {
		return noTests(scenarios.ErrNoTests)
	}
	return a.write(printString(b.String()))
}

// recordTests writes what holds of a network today.
func (a *app) recordTests(ctx context.Context) error {
	sources, err := a.sources()
	if err != nil {
		return err
	}
	text, err := cancellable(ctx, func() ([]byte, error) { return scenarios.Record(ctx, sources, a.outputFolder()) })
	if err != nil {
		return err
	}
	return a.write(printString(string(text)))
}

func (a *app) printTests(w io.Writer, r *report.TestRun, verbose bool) error {
	switch a.options.format {
	case "json":
		return json.Write(w, r)
	case "junit":
		return junit.Write(w, "dryhop test", r.Suites())
	case "tap":
		return tap.Write(w, r.Suites())
	case "github":
		return github.Write(w, r.Alerts())
	case "sarif":
		return sarif.Write(w, r.Alerts(), "")
	case "markdown":
		table := r.Table()
		return markdown.Write(w, &table)
	}
	style := a.style()
	style.Verbose = verbose
	return text.Tests(w, r, style)
}
