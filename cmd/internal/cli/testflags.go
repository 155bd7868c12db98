package cli

import (
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
)

// testFlags are the flags of "dryhop test".
type testFlags struct {
	run        string
	today      string
	minMatches int
	verbose    bool
	list       bool
	record     bool
	watch      bool
	options    scenarios.Options
}

func (f *testFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", "", "only tests whose names match the regular expression `REGEX`")
	flags.BoolVar(&f.list, "list", false, "list the tests, and run none")
	flags.StringArrayVar(&f.options.Changes, "change", nil, "test the network after this change, in place of what files say: a plan, edits or a second snapshot at `PATH`; repeatable")
	flags.BoolVar(&f.options.Both, "both", false, "before the change as well as after it")
	flags.StringVar(&f.today, "today", "", "the `DATE` that \"until\" is held against, such as 2027-03-31; else the day it is")
	flags.IntVar(&f.minMatches, "min-matches", 1, "refuse selectors that name fewer than `N` places")
	flags.BoolVar(&f.record, "record", false, "write a scenario file of every flow that the snapshot of -s has today")
	flags.BoolVar(&f.options.Coverage, "coverage", false, "list the rules, routes and places that no test looks at")
	flags.BoolVar(&f.options.Mutate, "mutate", false, "break the network a rule, route or association at a time, and list what no test notices")
	flags.BoolVar(&f.watch, "watch", false, "run again whenever a scenario file or a snapshot changes, until interrupted")
	flags.IntVar(&f.options.Workers, "parallel", 0, "run `N` tests at once; else as many as there are processors")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "what each test asked, and how many places it is about")
	_ = cmd.MarkFlagFilename("change")
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
	switch {
	case f.minMatches < 1:
		return usagef("--min-matches %d: write a number of at least 1", f.minMatches)
	case o.Workers < 0:
		return usagef("--parallel %d: write how many tests, or leave it out", o.Workers)
	case f.list && a.options.format != "text":
		return usagef("--list prints text; leave out --format %s", a.options.format)
	case f.record && len(args) > 0:
		return usagef("--record is about the snapshot of -s; leave out %q", args[0])
	case f.watch && (f.list || f.record || a.options.output != ""):
		return usagef("--watch goes with neither --list, --record nor --output")
	}
	return nil
}
