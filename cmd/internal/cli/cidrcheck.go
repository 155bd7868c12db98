package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/ipam"
)

// checkFlags are the flags of "dryhop cidr check".
type checkFlags struct {
	cidrFlags
	vpc, failOn string
	set         []string
}

func (a *app) cidrCheckCommand() *cobra.Command {
	f := new(checkFlags)
	cmd := &cobra.Command{
		Use:   "check [CIDR...]",
		Short: "Check blocks against AWS's rules of creation, and ranges that make trouble later",
		Long: `Without a block, those of the snapshot's VPCs and subnets, and of lists. With blocks: as those of a new VPC, or with --vpc as blocks to be added to one:
AWS refuses some ranges beside others, blocks as large as a route's destination, and what overlaps a peer. Ranges that make trouble later are those of
Docker, EKS, default VPCs, carriers' NAT, documentation and others. Each finding has a code (dryhop explain CODE), a severity, and where it comes from.

Exit codes: 0 nothing as severe as --fail-on, 1 there is, 2 bad usage or input.`,
		Example: `dryhop cidr check -s ./org --fail-on limits
dryhop cidr check 172.17.0.0/16
dryhop cidr check 100.64.0.0/16 --vpc prod -s ./org
dryhop cidr check -s ./org --set RANGE_DOCKER=off --set RANGE_COMMON=limits`,
		Annotations: map[string]string{formatsKey: sheetFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			return a.runCidrCheck(cmd, f, args)
		},
	}
	f.add(cmd, "list", "more blocks that are known")
	severityFlag(cmd, &f.failOn)
	cmd.Flags().StringVar(&f.vpc, "vpc", "", "the blocks would be added to this `VPC`")
	cmd.Flags().StringArrayVar(&f.set, "set", nil, "`CODE=SEVERITY` of findings: breaks, limits, notice or off; repeatable")
	return cmd
}

func (a *app) runCidrCheck(cmd *cobra.Command, f *checkFlags, args []string) error {
	least, err := severityOf(f.failOn)
	if err != nil {
		return err
	}
	override, err := overrides(f.set)
	if err != nil {
		return err
	}
	fresh, err := blocks(args)
	if err != nil {
		return err
	}
	if f.vpc != "" && len(fresh) == 0 {
		return usagef("--vpc goes with blocks to be added: dryhop cidr check 100.64.0.0/16 --vpc %s", f.vpc)
	}
	book, err := a.addresses(cmd.Context(), &f.cidrFlags, len(fresh) == 0 || f.vpc != "")
	if err != nil {
		return err
	}
	var found []ipam.Finding
	to := ""
	switch {
	case len(fresh) == 0:
		found = book.Check(override)
	case f.vpc == "":
		found = book.CheckNew(fresh, nil, override)
	default:
		n, err := book.vpc(f.vpc)
		if err != nil {
			return err
		}
		to, found = n.Called(), book.CheckNew(fresh, n, override)
	}
	if len(found) > 0 && found[0].Severity >= least {
		a.exit = exitNo
	}
	return a.printSheets(report.NewCIDRCheck(found, args, to, book.name))
}

// overrides reads CODE=SEVERITY.
func overrides(words []string) (ipam.Severities, error) {
	all := ipam.Severities{}
	for _, word := range words {
		code, severity, _ := strings.Cut(word, "=")
		if severity == "off" {
			all[ipam.Code(code)] = ipam.Off
		} else if s, err := severityOf(severity); err != nil || s > ipam.Breaks {
			return nil, usagef("--set %s: write it like RANGE_DOCKER=off; there is breaks, limits, notice, off", word)
		} else {
			all[ipam.Code(code)] = s
		}
		if !ipam.IsFindingCode(ipam.Code(code)) {
			return nil, usagef("--set %s: no finding has the code %s: dryhop explain lists all codes", word, code)
		}
	}
	return all, nil
}
