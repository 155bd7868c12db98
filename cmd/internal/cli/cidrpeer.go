package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/peering"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ipam"
)

// peerFlags are the flags of "dryhop cidr peer".
type peerFlags struct {
	all     bool
	noReach bool
	limit   int
	network networkFlags
}

func (a *app) cidrPeerCommand() *cobra.Command {
	f := new(peerFlags)
	cmd := &cobra.Command{
		Use:   "peer A B | A TRANSIT-GATEWAY | --all",
		Short: "Tell whether VPCs can be joined, with which routes, and who would become reachable",
		Long: `A and B are VPCs by id or name. It tells whether AWS allows a peering (or an attachment, where the second is a transit gateway), secondary and
IPv6 blocks included; the routes to add on both sides, also as Terraform; routes that hide or take over traffic; quotas; and, by asking the
network with the join done, who would become reachable with today's security groups and network ACLs.

--all counts which of all VPCs could be peered with each other.

Exit codes: 0 allowed, or joined already; 1 refused (--all: some pairs are); 2 bad usage or input.`,
		Example: `dryhop cidr peer dev prod -s example:hub-and-spoke
dryhop cidr peer dev prod -s ./org --format terraform
dryhop cidr peer lab main-tgw -s ./org
dryhop cidr peer --all -s ./org`,
		Annotations:       map[string]string{formatsKey: configFormats},
		ValidArgsFunction: a.completeVpcs,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.runCidrPeer(cmd, f, args) },
	}
	f.network.add(cmd)
	cmd.Flags().BoolVar(&f.all, "all", false, "all pairs of VPCs")
	cmd.Flags().BoolVar(&f.noReach, "no-reach", false, "do not ask who would become reachable: faster in large networks")
	cmd.Flags().IntVar(&f.limit, "limit", 100, "with --all, list at most `N` rows")
	return cmd
}

func (a *app) runCidrPeer(cmd *cobra.Command, f *peerFlags, args []string) error {
	formats := configFormats
	if f.all {
		formats = sheetFormats
	}
	if err := a.checkFormat(formats); err != nil {
		return err
	}
	if want := 2; f.all && len(args) > 0 || !f.all && len(args) != want {
		return usagef("peer takes two VPCs, or a VPC and a transit gateway, or --all alone")
	}
	book, err := a.addresses(cmd.Context(), new(cidrFlags), true)
	if err != nil {
		return err
	}
	a.tellGaps(book)
	if f.all {
		return a.peerAll(book, f)
	}
	j, err := book.join(args[0], args[1])
	if err != nil {
		return err
	}
	if !j.Allowed() {
		a.exit = exitNo
	}
	asked, err := a.askJoin(cmd.Context(), f, book, j)
	if err != nil {
		return err
	}
	return a.printSheets(report.NewCIDRPeer(j, book.Inventory, asked, book.name))
}

func (a *app) peerAll(book *addressBook, f *peerFlags) error {
	m := book.PeerAll()
	if m.Refused > 0 {
		a.exit = exitNo
	}
	return a.printSheets(report.NewCIDRPeerAll(m, book.Inventory, book.name, f.limit))
}

// join finds what is to be joined.
func (b *addressBook) join(first, second string) (*ipam.Join, error) {
	from, err := b.vpc(first)
	if err != nil {
		return nil, err
	}
	to, notVpc := b.vpc(second)
	if notVpc == nil {
		if from.Ref == to.Ref {
			return nil, usagef("%s and %s are one VPC", first, second)
		}
		return b.Peer(from, to), nil
	}
	g, err := b.FindTransitGateway(second)
	switch {
	case err == nil:
		return b.Attach(from, g), nil
	case strings.HasPrefix(second, "tgw-"):
		return nil, err
	}
	return nil, notVpc
}

// askJoin asks who would become reachable; not of what is refused, nor of what adds nothing.
func (a *app) askJoin(ctx context.Context, f *peerFlags, book *addressBook, j *ipam.Join) (*impact.Result, error) {
	if f.noReach || !j.Allowed() {
		return nil, nil
	}
	opt, err := f.network.compileOptions()
	if err != nil {
		return nil, err
	}
	p := a.startProgress("asking who would become reachable ...")
	defer p.end()
	return cancellable(ctx, func() (*impact.Result, error) {
		n := whatif.Network{Snapshot: book.snapshot, Options: opt}
		n.Graph, _ = graph.Compile(n.Snapshot, opt)
		return peering.Ask(ctx, n, j)
	})
}
