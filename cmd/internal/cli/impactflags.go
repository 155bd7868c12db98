package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
)

// impactFormats are the formats of what a change does.
const impactFormats = "text, json, markdown, github, sarif, junit"

// impactFlags are the flags of "dryhop impact".
type impactFlags struct {
	failOn  []string
	tag     string
	verbose bool
	network networkFlags
}

// lossWords are what --fail-on of impact takes.
var lossWords = []string{"new-exposure", "lost", "unknown", "any"}

func (f *impactFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 1 if there are such effects: `LIST` of "+strings.Join(lossWords, ", "))
	flags.StringVar(&f.tag, "tag", "", "with --format markdown, the `NAME` in the hidden mark by which a comment is found again to be updated")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "the flow that stands for each effect, traced before and after")
	f.network.change.addAfter(cmd)
	f.network.change.add(cmd)
	f.network.add(cmd)
	f.network.addHealth(cmd)
	_ = cmd.RegisterFlagCompletionFunc("fail-on", completeWords(lossWords...))
}

// check refuses words that there are not, and that no change is named.
func (f *impactFlags) check() error {
	for _, word := range f.failOn {
		if !slices.Contains(lossWords, word) {
			return usagef("--fail-on %q: there is %s%s", word, strings.Join(lossWords, ", "), didYouMean(word, lossWords))
		}
	}
	c := &f.network.change
	switch {
	case !c.any():
		return usagef("no change is named: give --after SNAPSHOT, --plan FILE, --edit FILE, or an edit such as --allow 'sg-1 ingress tcp/443 from 10.0.0.0/8'")
	case len(c.after) > 0 && (c.edited() || c.plan != ""):
		return usagef("--after is the whole network after the change: leave out the edits and the plan")
	}
	return nil
}

// fails reports whether an effect is one of those that --fail-on names.
func (f *impactFlags) fails(e *report.ImpactEffect) bool {
	return slices.ContainsFunc(f.failOn, func(word string) bool {
		switch word {
		case "new-exposure":
			return e.IsExposure()
		case "lost":
			return e.Kind == "closed" || e.Kind == "narrowed"
		case "unknown":
			return e.Kind == "undetermined"
		}
		return true
	})
}
