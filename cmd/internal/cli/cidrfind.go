package cli

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/ipam"
)

func (a *app) cidrFreeCommand() *cobra.Command {
	f := new(cidrFlags)
	var size string
	var limit int
	cmd := &cobra.Command{
		Use:   "free POOL...",
		Short: "List what is free in a pool, how fragmented that is, and how many blocks of a size fit in",
		Long: `A pool is a block, or a VPC of the snapshot: its blocks, of which subnets are used. What contains the whole pool, such as a route to
10.0.0.0/8 on premises, uses nothing of it, and is told.

Exit codes: 0 something is free, 1 nothing is (of --size), 2 bad usage or input.`,
		Example:     "dryhop cidr free 10.0.0.0/8 -s ./org\ndryhop cidr free three-tier -s example:three-tier --size /24\ndryhop cidr free 10.0.0.0/16 --used used.csv",
		Annotations: map[string]string{formatsKey: sheetFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			bits, err := sizeFlag(size)
			if err != nil {
				return err
			}
			space, book, err := a.space(cmd, f, args)
			if err != nil {
				return err
			}
			record := report.NewCIDRFree(space, book.name, bits, limit)
			if len(record.Free) == 0 {
				a.exit = exitNo
			}
			return a.printSheets(record)
		},
	}
	f.add(cmd, "used", "blocks that are used")
	cmd.Flags().StringVar(&size, "size", "", "only blocks of this `LENGTH` or larger, such as /20, and how many of it fit in")
	cmd.Flags().IntVar(&limit, "limit", 1000, "list at most `N` blocks")
	return cmd
}

func sizeFlag(size string) (int, error) {
	if size == "" {
		return 0, nil
	}
	return lengthOf("--size", size)
}

// space is what the pools of the arguments are, and what of them is used.
func (a *app) space(cmd *cobra.Command, f *cidrFlags, args []string) (*ipam.Space, *addressBook, error) {
	if len(args) == 0 {
		return nil, nil, usagef("%s needs a pool: a block such as 10.0.0.0/8, or a VPC of the snapshot", cmd.Name())
	}
	book, err := a.addresses(cmd.Context(), f, false)
	if err != nil {
		return nil, nil, err
	}
	pools, err := book.poolsOf(args)
	if err != nil {
		return nil, nil, err
	}
	a.tellGaps(book)
	return book.SpaceOf(pools...), book, nil
}

// nextFlags are the flags of "dryhop cidr next".
type nextFlags struct {
	cidrFlags
	size, align, policy string
	hosts, count        int
	why                 bool
}

func (a *app) cidrNextCommand() *cobra.Command {
	f := new(nextFlags)
	cmd := &cobra.Command{
		Use:   "next POOL...",
		Short: "Find the next free blocks in a pool",
		Long: `A pool is a block, or a VPC of the snapshot, in which subnets are found. All blocks are found or none: then it says how large the largest one
left is, and what stands in the way of a larger one.

Policies: first-fit takes the lowest address, best-fit the smallest free block that is large enough, sparse the middle of the largest, so
that what is there can grow.

Exit codes: 0 found, 1 they do not fit, 2 bad usage or input.`,
		Example: `dryhop cidr next 10.0.0.0/8 --size /16 --count 2 -s ./org --why
dryhop cidr next 10.0.0.0/16 --hosts 200 --used used.csv
dryhop cidr next prod -s ./org --size /24 --policy best-fit`,
		Annotations: map[string]string{formatsKey: sheetFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			return a.runCidrNext(cmd, f, args)
		},
	}
	f.add(cmd, "used", "blocks that are used")
	flags := cmd.Flags()
	flags.StringVar(&f.size, "size", "", "`LENGTH` of the blocks, such as /20")
	flags.IntVar(&f.hosts, "hosts", 0, "in place of --size: `N` addresses for interfaces, and those that AWS keeps of a subnet")
	flags.IntVar(&f.count, "count", 1, "how `MANY` blocks")
	flags.StringVar(&f.policy, "policy", ipam.Policies[0], "`WHICH` free place: "+strings.Join(ipam.Policies, ", "))
	flags.StringVar(&f.align, "align", "", "begin where a block of this `LENGTH` does, such as /16")
	flags.BoolVar(&f.why, "why", false, "tell why these")
	_ = cmd.RegisterFlagCompletionFunc("policy", completeWords(ipam.Policies...))
	return cmd
}

func (a *app) runCidrNext(cmd *cobra.Command, f *nextFlags, args []string) error {
	request, policy, err := f.request()
	if err != nil {
		return err
	}
	space, book, err := a.space(cmd, &f.cidrFlags, args)
	if err != nil {
		return err
	}
	requests := make([]ipam.Request, f.count)
	for i := range requests {
		requests[i] = request
		requests[i].Family = netmath.FamilyOf(space.Pools[0].Addr())
	}
	if request.Bits > requests[0].Family.Bits() {
		return usagef("--size /%d: %s is %v", request.Bits, space.Pools[0], requests[0].Family)
	}
	grants, err := space.Allocate(requests, policy)
	if err != nil {
		return a.refuse(err)
	}
	return a.printSheets(report.NewCIDRNext(space, grants, policy, book.name, f.why))
}

// request reads what the flags ask for.
func (f *nextFlags) request() (ipam.Request, ipam.Policy, error) {
	var r ipam.Request
	policy, known := ipam.ParsePolicy(f.policy)
	if !known {
		return r, policy, usagef("--policy %q%s", f.policy, didYouMean(f.policy, ipam.Policies))
	}
	var err error
	switch {
	case f.count < 1 || f.count > 1<<20:
		err = usagef("--count %d: at least 1 and at most %d blocks", f.count, 1<<20)
	case (f.size == "") == (f.hosts == 0):
		err = usagef("say how large: --size /24, or --hosts 200")
	case f.size != "":
		r.Bits, err = lengthOf("--size", f.size)
	default:
		var fits bool
		if r.Bits, fits = ipam.SubnetBits(f.hosts); !fits || f.hosts < 0 {
			err = usagef("--hosts %d: a subnet of AWS has at most 65531", f.hosts)
		}
	}
	if err == nil && f.align != "" {
		r.Align, err = lengthOf("--align", f.align)
	}
	return r, policy, err
}

// splitFlags are the flags of "dryhop cidr split".
type splitFlags struct {
	cidrFlags
	zones  []string
	tiers  []string
	pins   []string
	last   string
	policy string
}

func (a *app) cidrSplitCommand() *cobra.Command {
	f := new(splitFlags)
	cmd := &cobra.Command{
		Use:   "split POOL...",
		Short: "Split a block into subnets, one for each tier in each zone",
		Long: `A pool is a block, or a VPC of the snapshot, whose subnets stay. With a block of each family, every subnet gets one of each. Subnets are called TIER-ZONE.
What is pinned stays where it is: with --last, give back what was printed before (--format yaml or csv), and nothing is renumbered.

Exit codes: 0 found, 1 they do not fit, 2 bad usage or input.`,
		Example: `dryhop cidr split 10.0.0.0/16 --zones a,b,c --tier public:/24 --tier app:1000 --tier db:/26
dryhop cidr split 10.0.0.0/16 2001:db8::/56 --zones a,b --tier web:/24 --format terraform
dryhop cidr split 10.0.0.0/16 --zones a,b,c --tier public:/24 --tier cache:/26 --last subnets.yaml`,
		Annotations: map[string]string{formatsKey: configFormats},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(configFormats); err != nil {
				return err
			}
			return a.runCidrSplit(cmd, f, args)
		},
	}
	f.add(cmd, "used", "blocks that are used")
	flags := cmd.Flags()
	flags.StringSliceVar(&f.zones, "zones", nil, "`LIST` of Availability Zones, such as a,b,c")
	flags.StringArrayVar(&f.tiers, "tier", nil, "a `TIER`: NAME:/24, or NAME:200 for the hosts in each of its subnets; repeatable")
	flags.StringArrayVar(&f.pins, "pin", nil, "NAME=`CIDR`: the subnet of this name is this block; repeatable")
	flags.StringVar(&f.last, "last", "", "`FILE` with subnets that keep their blocks, by their names")
	flags.StringVar(&f.policy, "policy", ipam.Policies[0], "`WHICH` free place: "+strings.Join(ipam.Policies, ", "))
	_ = cmd.RegisterFlagCompletionFunc("policy", completeWords(ipam.Policies...))
	_ = cmd.MarkFlagFilename("last")
	return cmd
}

func (a *app) runCidrSplit(cmd *cobra.Command, f *splitFlags, args []string) error {
	policy, known := ipam.ParsePolicy(f.policy)
	if !known {
		return usagef("--policy %q%s", f.policy, didYouMean(f.policy, ipam.Policies))
	}
	q, err := f.split(a.env)
	if err != nil {
		return err
	}
	space, book, err := a.space(cmd, &f.cidrFlags, args)
	if err != nil {
		return err
	}
	parts, err := space.Split(q, policy)
	if err != nil {
		return a.refuse(err)
	}
	return a.printSheets(report.NewCIDRSplit(space, parts, policy, book.name))
}

// split reads what the flags ask for.
func (f *splitFlags) split(env Env) (ipam.Split, error) {
	q := ipam.Split{Zones: f.zones}
	if len(f.zones) == 0 || len(f.tiers) == 0 {
		return q, usagef("say for which zones and tiers: --zones a,b,c --tier public:/24 --tier app:200")
	}
	for _, word := range f.tiers {
		t, err := ipam.ParseTier(word)
		if err != nil {
			return q, usageError{problem: "--tier: " + err.Error()}
		}
		q.Tiers = append(q.Tiers, t)
	}
	if f.last != "" {
		before, err := readList(env, f.last)
		if err != nil {
			return q, err
		}
		for _, h := range before {
			q.Pin(h.Name, h.Prefix)
		}
	}
	for _, word := range f.pins {
		name, block, _ := strings.Cut(word, "=")
		p, _, err := netmath.ParsePrefix(block)
		if err != nil {
			return q, usageError{problem: fmt.Sprintf("--pin %s: write it like app-a=10.0.1.0/24: %v", word, err)}
		}
		q.Pin(name, p)
	}
	return q, nil
}

func (a *app) cidrAggregateCommand() *cobra.Command {
	var lists, avoid []string
	var waste string
	cmd := &cobra.Command{
		Use:   "aggregate [CIDR...]",
		Short: "Put blocks together: the fewest that cover them, with as much waste as is allowed",
		Long: `Without --max-waste, the result has the very addresses that were given. With it, each block of the result may take in so many addresses more, or such a
share of itself, but none of those in --avoid.`,
		Example: `dryhop cidr aggregate 10.4.0.0/24 10.4.1.0/24
dryhop cidr aggregate --list routes.txt --max-waste 25%
dryhop cidr aggregate 10.4.0.0/23 10.4.3.0/24 --max-waste 256 --avoid used.csv`,
		Annotations: map[string]string{formatsKey: sheetFormats},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.checkFormat(sheetFormats); err != nil {
				return err
			}
			return a.runCidrAggregate(args, lists, avoid, waste)
		},
	}
	cmd.Flags().StringArrayVar(&lists, "list", nil, "`FILE` with blocks: text, CSV, YAML or JSON; - is stdin; repeatable")
	cmd.Flags().StringArrayVar(&avoid, "avoid", nil, "`FILE` with blocks that no summary may touch; repeatable")
	cmd.Flags().StringVar(&waste, "max-waste", "", "`HOW MUCH` each block may waste: addresses such as 256, or a share such as 25%")
	_ = cmd.MarkFlagFilename("list")
	_ = cmd.MarkFlagFilename("avoid")
	return cmd
}

func (a *app) runCidrAggregate(args, lists, avoid []string, waste string) error {
	w, err := ipam.ParseWaste(waste)
	if err != nil {
		return usageError{problem: "--max-waste: " + err.Error()}
	}
	given, err := blocks(args)
	if err != nil {
		return err
	}
	listed, err := a.listedBlocks(lists)
	if err != nil {
		return err
	}
	if given = append(given, listed...); len(given) == 0 {
		return usagef("aggregate needs blocks: 10.4.0.0/24 10.4.1.0/24, or --list FILE")
	}
	avoided, err := a.listedBlocks(avoid)
	if err != nil {
		return err
	}
	return a.printSheets(report.NewCIDRAggregate(ipam.Aggregate(given, w, netmath.AddrSetOf(avoided...)), len(given), waste))
}

// listedBlocks reads the blocks of files.
func (a *app) listedBlocks(paths []string) ([]netip.Prefix, error) {
	holdings, err := (&cidrFlags{lists: paths}).read(a.env)
	var all []netip.Prefix
	for i := range holdings {
		all = append(all, holdings[i].Prefix)
	}
	return all, err
}
