package cli

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/csv"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/topology/ipam"
)

func (a *app) cidrInfoCommand() *cobra.Command {
	f := new(cidrFlags)
	cmd := &cobra.Command{
		Use:   "info CIDR",
		Short: "Take a block apart: its addresses as AWS uses them, its neighbours, and who has to do with it",
		Long: `With a snapshot or a list: who holds it, what contains it, what lies in it, and which routes lead to it. An address alone is the block
of that address.`,
		Example:     "dryhop cidr info 10.0.11.0/24 -s example:three-tier\ndryhop cidr info 10.0.11.23 -s example:three-tier\ndryhop cidr info 2001:db8::/56",
		Annotations: map[string]string{formatsKey: sheetFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.oneArgument(args, "info takes one block, such as 10.0.0.0/16", sheetFormats); err != nil {
				return err
			}
			p, canonical, err := netmath.ParsePrefix(args[0])
			if addr, notAddr := netmath.ParseAddr(args[0]); notAddr == nil {
				p, err = addr.Prefix(addr.BitLen())
				canonical = true
			}
			if err != nil {
				return usageError{problem: err.Error()}
			}
			book, err := a.addresses(cmd.Context(), f, false)
			if err != nil {
				return err
			}
			return a.printSheets(report.NewCIDRInfo(book.Info(p), book.Inventory, canonical, book.name))
		},
	}
	f.add(cmd, "list", "more blocks that are known")
	return cmd
}

// oneArgument checks the format and that there is one argument.
func (a *app) oneArgument(args []string, usage, formats string) error {
	if len(args) != 1 {
		return usagef("%s", usage)
	}
	return a.checkFormat(formats)
}

func (a *app) cidrOverlapsCommand() *cobra.Command {
	f := new(cidrFlags)
	var failOn string
	var limit int
	cmd := &cobra.Command{
		Use:   "overlaps",
		Short: "List what shares addresses, and what each overlap breaks",
		Long: `Compares VPCs with all their blocks, VPCs that peerings lead to, routes out of AWS, Client VPN clients, IPAM allocations and lists. Of each
pair it tells what comes of it: a peering that AWS refuses, a transit gateway that takes one of two, routes that hide or confuse, replies to the
wrong VPC, a Direct Connect gateway that refuses. What nothing joins is harmless, and counted.

Exit codes: 0 nothing as severe as --fail-on, 1 there is, 2 bad usage or input.`,
		Example:     "dryhop cidr overlaps -s ./org\ndryhop cidr overlaps -s ./org --list office.csv --fail-on limits\ndryhop cidr overlaps --list a.txt --list b.txt",
		Annotations: map[string]string{formatsKey: sheetFormats},
		Args:        noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			least, err := severityOf(failOn)
			if err != nil {
				return err
			}
			book, err := a.addresses(cmd.Context(), f, true)
			if err != nil {
				return err
			}
			a.tellGaps(book)
			found, err := cancellable(cmd.Context(), func() (*ipam.Overlapping, error) { return book.Overlaps(cmd.Context()) })
			if err != nil {
				return err
			}
			if len(found.Pairs) > 0 && found.Pairs[0].Worst() >= least {
				a.exit = exitNo
			}
			return a.printSheets(report.NewCIDROverlaps(found, book.Inventory, book.name, limit))
		},
	}
	f.add(cmd, "list", "more blocks that are known")
	severityFlag(cmd, &failOn)
	cmd.Flags().IntVar(&limit, "limit", 1000, "show at most `N` overlaps, the worst")
	return cmd
}

func (a *app) cidrTreeCommand() *cobra.Command {
	f := new(cidrFlags)
	var depth int
	cmd := &cobra.Command{
		Use:   "tree [CIDR|VPC...]",
		Short: "Draw who holds what as a tree, with what is free between and how full it is",
		Long: `Without a block, each outermost one is drawn. How full a subnet is counts the addresses of interfaces; of what holds blocks, the blocks.
--format csv and yaml are lists that every command about addresses reads; netbox is CSV that NetBox imports, ipam the shape of AWS's
get-ipam-resource-cidrs.`,
		Example:           "dryhop cidr tree -s example:three-tier\ndryhop cidr tree 10.0.0.0/8 --depth 2 -s ./org\ndryhop cidr tree -s ./org --format csv > used.csv",
		Annotations:       map[string]string{formatsKey: treeFormats},
		ValidArgsFunction: a.completeVpcs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(treeFormats); err != nil {
				return err
			}
			book, err := a.addresses(cmd.Context(), f, true)
			if err != nil {
				return err
			}
			roots, err := book.poolsOf(args)
			if err != nil {
				return err
			}
			_, subnets := book.Use(func(string) bool { return true })
			return a.printTree(report.NewCIDRTree(book.Tree(roots, subnets), book.name, depth))
		},
	}
	f.add(cmd, "list", "more blocks that are known")
	cmd.Flags().IntVar(&depth, "depth", 0, "draw `N` levels; 0 is all")
	return cmd
}

// printTree prints a tree, also in the shapes of others.
func (a *app) printTree(record *report.CIDRTree) error {
	switch a.options.format {
	case "netbox":
		table := record.NetBox()
		return a.write(func(w io.Writer) error { return csv.Write(w, &table) })
	case "ipam":
		return a.write(func(w io.Writer) error { return json.Write(w, record.IPAM()) })
	}
	return a.printSheets(record)
}

func (a *app) cidrUtilCommand() *cobra.Command {
	var growth, fits string
	cmd := &cobra.Command{
		Use:   "util [VPC...]",
		Short: "Show how full VPCs and subnets are, how long they last, and what fits in",
		Long: `Counts the addresses of interfaces, delegated prefixes and reservations, and what AWS keeps. Where AWS's own count of free addresses is lower,
it holds: others' interfaces in a shared subnet are not shown. --growth tells when a subnet is full.`,
		Example:           "dryhop cidr util -s example:three-tier\ndryhop cidr util prod -s ./org --growth 5%\ndryhop cidr util -s ./org --fits /24",
		Annotations:       map[string]string{formatsKey: sheetFormats},
		ValidArgsFunction: a.completeVpcs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			return a.runCidrUtil(cmd, args, growth, fits)
		},
	}
	cmd.Flags().StringVar(&growth, "growth", "", "`RATE` at which subnets fill: addresses a month such as 40, or a share such as 5%")
	cmd.Flags().StringVar(&fits, "fits", "", "count how many more subnets of a `LENGTH` fit in, such as /24")
	return cmd
}

func (a *app) runCidrUtil(cmd *cobra.Command, args []string, growth, fits string) error {
	var rate *ipam.Growth
	bits := 0
	var err error
	if growth != "" {
		g, err := ipam.ParseGrowth(growth)
		if err != nil {
			return usageError{problem: "--growth: " + err.Error()}
		}
		rate = &g
	}
	if fits != "" {
		if bits, err = lengthOf("--fits", fits); err != nil {
			return err
		}
	}
	book, err := a.addresses(cmd.Context(), new(cidrFlags), true)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, word := range args {
		n, err := book.vpc(word)
		if err != nil {
			return err
		}
		wanted[n.Ref.ID] = true
	}
	vpcs, subnets := book.Use(func(id string) bool { return len(args) == 0 || wanted[id] })
	return a.printSheets(report.NewCIDRUse(vpcs, subnets, book.name, bits, rate, growth))
}
