package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
)

// reachFormats are the formats of sets of flows.
const reachFormats = "text, json, jsonl, csv, markdown"

// reachFlags are the flags of "dryhop reach".
type reachFlags struct {
	ipv4, ipv6 bool
	by         string
	whoCan     string
	whereCan   string
	limit      int
	count      bool
	verbose    bool
	components componentFlags
	network    networkFlags
}

// limitUnset leaves the limit to the output: some rows at a terminal, all of them elsewhere.
const limitUnset = -1

func (f *reachFlags) add(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVarP(&f.ipv4, "ipv4", "4", false, "ask about IPv4 alone")
	flags.BoolVarP(&f.ipv6, "ipv6", "6", false, "ask about IPv6 alone")
	flags.StringVar(&f.by, "by", "", "a matrix of places put together by `WHAT`: "+strings.Join(reach.ByWords, ", "))
	flags.StringVar(&f.whoCan, "who-can", "", "list what reaches `TO`, place by place")
	flags.StringVar(&f.whereCan, "where-can", "", "list what `FROM` reaches, place by place")
	flags.BoolVar(&f.count, "count", false, "count the pairs of places, and list none: for large networks")
	flags.IntVar(&f.limit, "limit", limitUnset, "at most `N` rows, 0 for all; else 50 at a terminal, and elsewhere all, but 1000 of a wide matrix")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "members of every row, and a command that traces a flow of it")
	f.components.add(cmd)
	f.network.add(cmd)
	f.network.addHealth(cmd)
	f.network.change.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("by", a.completeBy)
	for _, name := range []string{"who-can", "where-can"} {
		_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return a.completeSets(cmd, typed), cobra.ShellCompDirectiveNoFileComp
		})
	}
	flags.Lookup("limit").DefValue = ""
}

// longText is how many rows of exposure and of wide matrices are printed where --limit is not given, and not to a terminal: more are no reading for
// anybody, and CSV and JSON have them all.
const longText = 1000

// rowLimit is how many rows are shown where --limit says so, or does not; 0 is all.
func (a *app) rowLimit(limit int) int {
	switch {
	case limit != limitUnset:
		return limit
	case a.options.format == "text" && a.options.output == "" && a.env.StdoutTerminal:
		return 50
	}
	return 0
}

func checkLimit(limit int) error {
	if limit < limitUnset {
		return usagef("--limit %d: write how many rows, or 0 for all", limit)
	}
	return nil
}

// question reads the arguments.
func (f *reachFlags) question(args []string, changed func(flag string) bool) (report.ReachQuery, sim.Service, error) {
	var q report.ReachQuery
	service := sim.AnyService()
	if err := f.check(changed); err != nil {
		return q, service, err
	}
	words, err := f.words(args)
	if err != nil {
		return q, service, err
	}
	q.From, q.To = allAsEmpty(words[0]), allAsEmpty(words[1])
	if words[2] != "" {
		service, err = sim.ParseService(words[2])
	}
	q.Service = cmp.Or(service.Text, words[2])
	if families := f.families(); len(families) == 1 {
		q.Family = families[0].String()
	}
	return q, service, err
}

// words are FROM, TO and SERVICE, of which the flags for listings give one.
func (f *reachFlags) words(args []string) ([3]string, error) {
	var words [3]string
	places := 2
	switch {
	case f.whoCan != "":
		words[1], places = f.whoCan, 0
	case f.whereCan != "":
		words[0], places = f.whereCan, 0
	}
	if len(args) > places+1 {
		if places == 0 {
			return words, usagef("--who-can and --where-can name the place, and then there is only SERVICE; %q is one more", args[1])
		}
		return words, usagef("reach takes FROM, TO and SERVICE, and %q is one more", args[3])
	}
	copy(words[2-places:], args)
	return words, nil
}

// check refuses flags that contradict each other.
func (f *reachFlags) check(changed func(flag string) bool) error {
	switch {
	case changed("who-can") && f.whoCan == "":
		return usagef("--who-can is empty: name the place, or leave it out")
	case changed("where-can") && f.whereCan == "":
		return usagef("--where-can is empty: name the place, or leave it out")
	case f.ipv4 && f.ipv6:
		return usagef("-4 and -6 contradict each other: keep one, or none for both")
	case checkLimit(f.limit) != nil:
		return checkLimit(f.limit)
	case f.whoCan != "" && f.whereCan != "":
		return usagef("--who-can and --where-can are two questions: ask one, or give FROM and TO")
	case f.count && (f.by != "" || f.limit != limitUnset || f.verbose):
		return usagef("--count lists nothing; leave --by, --limit and --verbose out")
	case f.by == "":
		return nil
	case f.whoCan != "" || f.whereCan != "":
		return usagef("--by is a matrix of FROM and TO; leave --who-can and --where-can out")
	}
	_, err := reach.ParseBy(f.by)
	if err != nil {
		return usagef("--by %v", err)
	}
	return nil
}

// allAsEmpty reads the word for every place.
func allAsEmpty(word string) string {
	if word == "all" || word == "*" {
		return ""
	}
	return word
}

// families are those that were asked for.
func (f *reachFlags) families() []netmath.Family {
	switch {
	case f.ipv4:
		return []netmath.Family{netmath.IPv4}
	case f.ipv6:
		return []netmath.Family{netmath.IPv6}
	}
	return nil
}
