package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/text"
)

func (a *app) examplesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "examples",
		Short: "List the networks that come along, and read about them",
		Long: `Each is a small, complete network: a page of prose, the documents that the AWS CLI would have written, and tests. Any command
takes one as its snapshot: -s example:NAME.`,
		Example: "dryhop examples\ndryhop examples show three-tier\ndryhop trace -s example:three-tier web-1 orders-db postgres",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.requireSubcommand(cmd, args)
			}
			return a.runExamples()
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:               "show NAME",
		Short:             "Print the page of one: what is in it, why, what to try, and the pitfalls",
		Example:           "dryhop examples show peered\ndryhop examples show peered --format json",
		ValidArgsFunction: completeExample,
		RunE:              func(_ *cobra.Command, args []string) error { return a.runExamplesShow(args) },
	})
	return cmd
}

func (a *app) runExamples() error {
	if err := a.checkFormat(textOrJSON); err != nil {
		return err
	}
	all := &report.ExampleList{Schema: report.ExamplesSchema}
	for _, d := range scenarios.Designs() {
		all.Examples = append(all.Examples, report.ExampleLine{Name: d.Name, Title: d.Title})
	}
	return a.write(func(w io.Writer) error {
		if a.options.format == "json" {
			return json.Write(w, all)
		}
		return text.Examples(w, all, a.style())
	})
}

func (a *app) runExamplesShow(args []string) error {
	if err := a.checkFormat(textOrJSON); err != nil {
		return err
	}
	if len(args) != 1 {
		return usagef("examples show takes the name of one design, and got %d; `dryhop examples` lists them", len(args))
	}
	d, err := scenarios.Find(args[0])
	if err != nil {
		return err
	}
	if a.options.format == "json" {
		page := report.Example{Schema: report.ExampleSchema, Name: d.Name, Title: d.Title, Page: d.Prose}
		return a.write(func(w io.Writer) error { return json.Write(w, page) })
	}
	return a.write(printString(d.Prose))
}

func completeExample(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, d := range scenarios.Designs() {
		words = append(words, d.Name+"\t"+d.Title)
	}
	if len(args) > 0 {
		words = nil
	}
	return startingWith(words, typed), cobra.ShellCompDirectiveNoFileComp
}
