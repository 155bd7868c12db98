package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/report"
)

// reachFormats are the formats of sets of flows.
const reachFormats = "text, json, csv, markdown"

// reachFlags are the flags of "dryhop reach".
type reachFlags struct {
	ipv4, ipv6 bool
	limit      int
	verbose    bool
	network    networkFlags
}

// limitUnset leaves the limit to the output: some rows at a terminal, all of them elsewhere.
const limitUnset = -1

func (f *reachFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVarP(&f.ipv4, "ipv4", "4", false, "ask about IPv4 alone")
	flags.BoolVarP(&f.ipv6, "ipv6", "6", false, "ask about IPv6 alone")
	flags.IntVar(&f.limit, "limit", limitUnset, "at most `N` rows, 0 for all; else 50 at a terminal, and all elsewhere")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "members of every row, and a command that traces a flow of it")
	f.network.add(cmd)
	f.network.addHealth(cmd)
	flags.Lookup("limit").DefValue = ""
}

// limitFor is how many rows are shown; 0 is all.
func (f *reachFlags) limitFor(a *app) int {
	switch {
	case f.limit != limitUnset:
		return f.limit
	case a.options.format == "text" && a.options.output == "" && a.env.StdoutTerminal:
		return 50
	}
	return 0
}

// question reads the arguments.
func (f *reachFlags) question(args []string) (report.ReachQuery, sim.Service, error) {
	var q report.ReachQuery
	service := sim.AnyService()
	switch {
	case len(args) > 3:
		return q, service, usagef("reach takes FROM, TO and SERVICE, and %q is one more", args[3])
	case f.ipv4 && f.ipv6:
		return q, service, usagef("-4 and -6 contradict each other: keep one, or none for both")
	case f.limit < limitUnset:
		return q, service, usagef("--limit %d: write how many rows, or 0 for all", f.limit)
	}
	words := append(args, "", "", "")[:3]
	q.From, q.To = allAsEmpty(words[0]), allAsEmpty(words[1])
	var err error
	if words[2] != "" {
		service, err = sim.ParseService(words[2])
	}
	q.Service = cmp.Or(service.Text, words[2])
	if families := f.families(); len(families) == 1 {
		q.Family = families[0].String()
	}
	return q, service, err
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
