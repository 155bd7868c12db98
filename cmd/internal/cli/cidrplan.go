package cli

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/planfile"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/ipam"
)

// planFlags are the flags of "dryhop cidr plan".
type planFlags struct {
	cidrFlags
	last    string
	verbose bool
}

func (a *app) cidrPlanCommand() *cobra.Command {
	f := new(planFlags)
	cmd := &cobra.Command{
		Use:   "plan FILE",
		Short: "Solve the address plan of an organisation: blocks for accounts, VPCs, zones and tiers",
		Long: `The plan is YAML: pools for environments and Regions, tiers with hosts or sizes, growth, reserved blocks, accounts with their Regions and VPCs (see the README).
All of it is solved or nothing; the order of accounts does not matter. With --last, what was given out stays, and the differences are told; with -s, what is
deployed is kept free, and VPCs of the plan that are deployed keep their blocks.

Exit codes: 0 solved, 1 it does not fit, 2 bad usage or input.`,
		Example: `dryhop cidr plan acme.yaml
dryhop cidr plan acme.yaml --format yaml -o solved.yaml
dryhop cidr plan acme.yaml --last solved.yaml -s ./org            what changes, held against what is deployed
dryhop cidr plan acme.yaml --last solved.yaml --format terraform`,
		Annotations: map[string]string{formatsKey: configFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.oneArgument(args, "plan takes one file", configFormats); err != nil {
				return err
			}
			return a.runCidrPlan(cmd, f, args[0])
		},
	}
	f.add(cmd, "used", "more blocks that are used")
	cmd.Flags().StringVar(&f.last, "last", "", "`FILE` with the last plan as it was printed (--format yaml, json or csv): it is not renumbered")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "show subnets as well")
	_ = cmd.MarkFlagFilename("last")
	return cmd
}

func (a *app) runCidrPlan(cmd *cobra.Command, f *planFlags, path string) error {
	plan, err := readPlan(a.env, path)
	if err != nil {
		return err
	}
	var last ipam.Given
	if f.last != "" {
		before, err := readList(a.env, f.last)
		if err != nil {
			return err
		}
		last = ipam.GivenBy(before)
	}
	book, err := a.addresses(cmd.Context(), &f.cidrFlags, false)
	if err != nil {
		return err
	}
	a.tellGaps(book)
	solved, err := cancellable(cmd.Context(), func() (*ipam.Solved, error) { return book.Solve(plan, last) })
	if err != nil {
		a.exit = exitNo
		a.complain(err)
		return nil
	}
	record := report.NewCIDRPlan(solved, last, book.name)
	record.All = f.verbose || a.options.format != "text"
	return a.printSheets(record)
}

func readPlan(env Env, path string) (*ipam.Plan, error) {
	if path == "-" {
		if env.StdinTerminal {
			return nil, terminalError("the plan is read from stdin")
		}
		return planfile.Read("-", env.Stdin)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return planfile.Read(path, file)
}
