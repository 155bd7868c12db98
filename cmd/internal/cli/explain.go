package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/text"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Tell what a code means and what to do about it",
		Long: `CODE is one that an answer or "dryhop snapshot check" printed, in any case. Without one, all are listed.
Codes marked AWS are those of the Reachability Analyzer.`,
		Example: "dryhop explain ENI_SG_RULES_MISMATCH\ndryhop explain",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return codeWords(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.runExplain(args) },
	}
}

func (a *app) runExplain(args []string) error {
	if err := a.checkFormat(textOrJSON); err != nil {
		return err
	}
	all := report.Codes()
	switch len(args) {
	case 0:
		return a.write(func(w io.Writer) error { return a.printCodes(w, all) })
	case 1:
	default:
		return usagef("explain takes one code, and %q is one more", args[1])
	}
	for i := range all.Codes {
		if all.Codes[i].Code == strings.ToUpper(args[0]) {
			return a.write(func(w io.Writer) error { return a.printCode(w, &all.Codes[i]) })
		}
	}
	return fmt.Errorf("explain: there is no code %q%s", args[0], nearCode(args[0]))
}

// maxNearCodes is how many codes are suggested at most.
const maxNearCodes = 4

// nearCode suggests codes: those that begin with what was typed or hold it, else the nearest.
func nearCode(typed string) string {
	for _, alike := range []func(code, typed string) bool{strings.HasPrefix, strings.Contains} {
		var found []string
		for _, code := range codeWords() {
			if alike(code, strings.ToUpper(typed)) {
				found = append(found, strconv.Quote(code))
			}
		}
		if len(found) > 0 && len(found) <= maxNearCodes && typed != "" {
			return ": did you mean " + strings.Join(found, " or ") + "?"
		}
	}
	if s := didYouMean(strings.ToUpper(typed), codeWords()); strings.Contains(s, "did you mean") {
		return s
	}
	return "; `dryhop explain` lists them"
}

func codeWords() []string {
	all := report.Codes()
	words := make([]string, len(all.Codes))
	for i := range all.Codes {
		words[i] = all.Codes[i].Code
	}
	return words
}

func (a *app) printCode(w io.Writer, c *report.CodeText) error {
	if a.options.format == "json" {
		return json.Write(w, c)
	}
	return text.Code(w, c, a.style())
}

func (a *app) printCodes(w io.Writer, all *report.CodeList) error {
	if a.options.format == "json" {
		return json.Write(w, all)
	}
	return text.Codes(w, all, a.style())
}
