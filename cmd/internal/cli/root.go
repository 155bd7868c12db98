package cli

import "github.com/spf13/cobra"

const greeting = `dryhop answers, offline, what an AWS network would do with traffic. Try it on a network it brings along:

  dryhop trace -s example:three-tier web-1 orders-db postgres     can web-1 reach the database?
  dryhop trace -s example:three-tier internet orders-db postgres  and the internet? what stops it?
  dryhop reach -s example:three-tier                              every flow that is allowed
  dryhop snapshot info -s example:three-tier                      what is in the snapshot, what is missing
  dryhop examples                                                 more networks to try, each with a page to read

Your own network: dryhop snapshot collect > collect.sh; less collect.sh; bash collect.sh prod     then -s prod. More: dryhop --help
`

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "dryhop",
		Short: "Simulate what an AWS network does with traffic, offline",
		Long: `A snapshot of the configuration goes in, and answers come out: does a flow arrive, does its reply return, and
which rule decides at each hop. Nothing is sent to AWS or anywhere else.

Exit codes: 0 yes, 1 no, 2 bad usage or input, 3 unknown or partial.`,
		Example: `dryhop trace -s example:three-tier web-1 orders-db tcp/5432
dryhop trace -s ./prod internet web-1 https
dryhop reach -s ./prod internet
dryhop snapshot check -s ./prod`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          a.runRoot,
	}
	a.addOptions(root)
	root.SetHelpFunc(a.help)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(a.helpCommand(root))
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(
		a.traceCommand(), a.reachCommand(), a.exposureCommand(), a.impactCommand(), a.cidrCommand(), a.testCommand(),
		a.initCommand(), a.schemaCommand(), a.snapshotCommand(), a.explainCommand(), a.examplesCommand(),
		a.versionCommand(), a.completionCommand(root),
	)
	return root
}

func (a *app) runRoot(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unknown command %q%s", args[0], didYouMean(args[0], commandNames(cmd)))
	}
	return a.write(printString(greeting))
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// requireSubcommand is the RunE of a command that only groups others.
func (a *app) requireSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("unknown command %q for %s%s", args[0], cmd.CommandPath(), didYouMean(args[0], commandNames(cmd)))
	}
	return cmd.Help()
}
