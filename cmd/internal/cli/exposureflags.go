package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/report"
)

const exposureFormats = "text, json, csv, markdown, aws"

// exposureFlags are the flags of "dryhop exposure".
type exposureFlags struct {
	ipv4, ipv6 bool
	from       []string
	service    string
	failOn     []string
	risk       string
	scopes     []string
	verbose    bool
	limit      int
	network    networkFlags
}

// failWords are what --fail-on takes.
var failWords = []string{"any", "low", "medium", "high", failUnknown}

const failUnknown = "unknown"

// riskWords are what --risk takes, by level.
var riskWords = levelWords()

func levelWords() []string {
	var words []string
	for _, l := range exposure.Levels {
		words = append(words, l.String())
	}
	return words
}

// failLevels are the least levels that make an exit code of 1.
var failLevels = map[string]*exposure.Level{
	"any": levelOf(exposure.None), "low": levelOf(exposure.Low), "medium": levelOf(exposure.Medium), "high": levelOf(exposure.High),
}

func levelOf(l exposure.Level) *exposure.Level { return &l }

func (f *exposureFlags) add(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&f.from, "from", []string{"internet"}, "who would get in: a `PLACE` or block of addresses; repeatable")
	flags.StringVar(&f.service, "service", "all", "ask about this `SERVICE` alone, such as tcp/22 or https")
	flags.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 1 if there are such findings: `LIST` of "+strings.Join(failWords, ", "))
	flags.StringVar(&f.risk, "risk", exposure.None.String(), "list findings of this risk or worse: `LEVEL` is "+strings.Join(riskWords, ", "))
	flags.StringArrayVar(&f.scopes, "scope", nil, "instead, what the Network Access Analyzer scopes of `FILE` find (JSON of the AWS CLI), or AWS's own: "+builtinWords()+"; repeatable")
	flags.BoolVarP(&f.ipv4, "ipv4", "4", false, "ask about IPv4 alone")
	flags.BoolVarP(&f.ipv6, "ipv6", "6", false, "ask about IPv6 alone")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "every target, way and rule, and a command that traces it")
	flags.IntVar(&f.limit, "limit", limitUnset, "of text, at most `N` rows, 0 for all; else 50 at a terminal, and 1000 elsewhere")
	flags.Lookup("limit").DefValue = ""
	f.network.add(cmd)
	f.network.addHealth(cmd)
	f.network.change.add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("fail-on", completeWords(failWords...))
	_ = cmd.RegisterFlagCompletionFunc("risk", completeWords(riskWords...))
	_ = cmd.RegisterFlagCompletionFunc("service", completeWords(serviceWords()...))
	_ = cmd.RegisterFlagCompletionFunc("from", func(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return a.completePlaces(cmd, typed), cobra.ShellCompDirectiveNoFileComp
	})
}

// check refuses words that there are not.
func (f *exposureFlags) check() error {
	for _, word := range f.failOn {
		if !slices.Contains(failWords, word) {
			return usagef("--fail-on %q%s", word, didYouMean(word, failWords))
		}
	}
	if !slices.Contains(riskWords, f.risk) {
		return usagef("--risk %q%s", f.risk, didYouMean(f.risk, riskWords))
	}
	return checkLimit(f.limit)
}

// query reads what is asked.
func (f *exposureFlags) query(ends *exposureEnds, args []string) (exposure.Query, report.AskedExposure, error) {
	asked := report.AskedExposure{From: f.from, To: strings.Join(args, ""), Service: f.service, Least: exposure.Level(slices.Index(riskWords, f.risk))}
	service, err := sim.ParseService(f.service)
	q := exposure.Query{Service: service, Families: f.families()}
	var fromErr, toErr error
	q.From, fromErr = ends.from(f.from)
	q.To, toErr = ends.to(asked.To, &q.From)
	return q, asked, errors.Join(err, fromErr, toErr)
}

func (f *exposureFlags) families() []netmath.Family {
	switch {
	case f.ipv4 && !f.ipv6:
		return []netmath.Family{netmath.IPv4}
	case f.ipv6 && !f.ipv4:
		return []netmath.Family{netmath.IPv6}
	}
	return nil
}

// completeExposure offers places once.
func (a *app) completeExposure(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.completePlaces(cmd, typed), cobra.ShellCompDirectiveNoFileComp
}
