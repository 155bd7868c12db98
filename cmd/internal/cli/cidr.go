package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/cmd/internal/cidrfile"
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/csv"
	"github.com/dryhop/dryhop/sim/report/json"
	"github.com/dryhop/dryhop/sim/report/markdown"
	"github.com/dryhop/dryhop/sim/report/terraform"
	"github.com/dryhop/dryhop/sim/report/text"
	"github.com/dryhop/dryhop/sim/report/yaml"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/load"
	"github.com/dryhop/dryhop/topology/ref"
)

// The formats of the commands about addresses.
const (
	sheetFormats  = "text, json, yaml, csv, markdown"
	configFormats = sheetFormats + ", terraform"
	treeFormats   = sheetFormats + ", netbox, ipam"
)

func (a *app) cidrCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cidr",
		Short: "Plan addresses: what overlaps, what is free, where the next block goes, what can be joined",
		Long: `Who holds which block is taken from snapshots (all blocks of VPCs, subnets, peers elsewhere, routes out of AWS) and from lists: text with a
block a line, CSV, YAML, JSON of AWS's IPAM, NetBox's export. IPv4 and IPv6 alike.`,
		Example: `dryhop cidr overlaps -s ./org
dryhop cidr next 10.0.0.0/8 --size /16 --count 2 -s ./org --why
dryhop cidr util prod -s ./org --growth 5%`,
		RunE: a.requireSubcommand,
	}
	cmd.AddCommand(a.cidrInfoCommand(), a.cidrOverlapsCommand(), a.cidrFreeCommand(), a.cidrNextCommand(), a.cidrSplitCommand(),
		a.cidrAggregateCommand(), a.cidrTreeCommand(), a.cidrUtilCommand(), a.cidrPeerCommand(), a.cidrPlanCommand(), a.cidrCheckCommand())
	return cmd
}

// cidrFlags say where blocks are known from besides snapshots.
type cidrFlags struct {
	lists     []string
	externals []string
}

// add adds the flag for lists by its name: it says what they are to the command.
func (f *cidrFlags) add(cmd *cobra.Command, name, what string) {
	cmd.Flags().StringArrayVar(&f.lists, name, nil, "`FILE` with "+what+": text, CSV, YAML or JSON; - is stdin; repeatable")
	cmd.Flags().StringArrayVar(&f.externals, "external", nil, "networks outside AWS in a YAML or JSON `FILE`; repeatable")
	_ = cmd.MarkFlagFilename(name)
	_ = cmd.MarkFlagFilename("external", "yaml", "yml", "json")
}

// An addressBook is an inventory with what it was made from.
type addressBook struct {
	*ipam.Inventory
	name      string // of the snapshots, or of the lists
	arguments string // the flags that name them
	sources   bool   // a snapshot is among them
	snapshot  *topology.Snapshot
}

// addresses takes stock of the snapshots and lists that the command line names: of none, if there need not be any.
func (a *app) addresses(ctx context.Context, f *cidrFlags, needed bool) (*addressBook, error) {
	book := &addressBook{snapshot: new(topology.Snapshot)}
	sources, err := a.sources()
	switch {
	case err == nil:
		book.sources, book.name, book.arguments = true, snapshotName(sources), sourceFlags(sources)
		if book.snapshot, err = cancellable(ctx, func() (*topology.Snapshot, error) { return a.readSnapshot(sources) }); err != nil {
			return nil, err
		}
	case needed && len(f.lists)+len(f.externals) == 0:
		return nil, err
	}
	listed, err := f.read(a.env)
	if err != nil {
		return nil, err
	}
	if book.name == "" {
		book.name = strings.Join(append(slices.Clone(f.lists), f.externals...), ", ")
	}
	book.Inventory = ipam.New(book.snapshot, listed...)
	a.warnOf(book)
	return book, nil
}

// warnOf sums up what is wrong with the documents.
func (a *app) warnOf(book *addressBook) {
	a.warn(&network{arguments: book.arguments, diagnostics: book.snapshot.Diagnostics})
}

// tellGaps says which documents would tell more of who holds addresses.
func (a *app) tellGaps(book *addressBook) {
	if gaps := book.Gaps(); len(gaps) > 0 && book.sources && !a.options.quiet {
		write(a.env.Stderr, "not in the snapshot, or not in full: %s; what they would tell counts as free\n", strings.Join(gaps, ", "))
	}
}

func (a *app) readSnapshot(sources []string) (*topology.Snapshot, error) {
	p := a.startProgress("reading the snapshot ...")
	defer p.end()
	return a.loadSnapshot(sources, load.Options{Progress: func(read, total int64) { p.say("reading the snapshot: %d of %d MB ...", read>>20, total>>20) }})
}

// read reads lists and networks outside.
func (f *cidrFlags) read(env Env) ([]ipam.Holding, error) {
	var all []ipam.Holding
	for _, path := range f.lists {
		listed, err := readList(env, path)
		if err != nil {
			return nil, err
		}
		all = append(all, listed...)
	}
	for _, path := range f.externals {
		networks, err := readExternals(path)
		if err != nil {
			return nil, err
		}
		for _, n := range networks {
			for _, p := range n.Prefixes {
				all = append(all, ipam.Holding{
					Prefix: p, Kind: ipam.External, Ref: ref.Ref{Kind: ref.ExternalNetwork, ID: n.Name}, Name: n.Name, Note: "behind " + n.Behind, At: ipam.Position{Path: path},
				})
			}
		}
	}
	return all, nil
}

func readList(env Env, path string) ([]ipam.Holding, error) {
	if path == "-" {
		if env.StdinTerminal {
			return nil, terminalError("a list is read from stdin")
		}
		return cidrfile.Read("-", env.Stdin)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return cidrfile.Read(path, file)
}

// blocks reads blocks of the command line. What has host bits is taken as AWS takes it.
func blocks(words []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, word := range words {
		p, _, err := netmath.ParsePrefix(word)
		if err != nil {
			return nil, usageError{problem: err.Error()}
		}
		all = append(all, p)
	}
	return all, nil
}

// poolsOf reads pools: blocks, or VPCs of the snapshot, which stand for theirs.
func (b *addressBook) poolsOf(words []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, word := range words {
		p, _, notBlock := netmath.ParsePrefix(word)
		if notBlock == nil {
			all = append(all, p)
			continue
		}
		n, err := b.vpc(word)
		switch {
		case err == nil:
			all = append(all, n.Blocks...)
		case !b.sources || strings.ContainsAny(word, "/"):
			return nil, usageError{problem: notBlock.Error()}
		default:
			return nil, err
		}
	}
	return all, nil
}

// vpc finds the VPC that a word names.
func (b *addressBook) vpc(word string) (*ipam.Network, error) {
	n, err := b.FindVpc(word)
	var unknown *ipam.FindError
	if errors.As(err, &unknown) && len(unknown.Candidates) == 0 && len(unknown.Known) > 0 {
		return nil, fmt.Errorf("%w%s", err, didYouMean(word, unknown.Known[:min(len(unknown.Known), maxCandidates)]))
	}
	return n, err
}

// printSheets prints a record about addresses.
func (a *app) printSheets(record report.Sheeted) error {
	return a.write(func(w io.Writer) error {
		switch a.options.format {
		case "json":
			return json.Write(w, record)
		case "yaml":
			return yaml.Write(w, record)
		case "csv":
			return csv.Write(w, &record.Sheets()[0].Table)
		case "markdown":
			return markdown.Sheets(w, record.Sheets())
		case "terraform":
			return terraform.Write(w, record.(report.Configured).Config())
		}
		return text.Sheets(w, record.Sheets(), a.style())
	})
}

// refuse tells that something cannot be had: the answer is no.
func (a *app) refuse(err error) error {
	var full *ipam.Exhausted
	var pin *ipam.PinError
	if !errors.As(err, &full) && !errors.As(err, &pin) {
		return err
	}
	a.exit = exitNo
	a.complain(err)
	return nil
}

// lengthOf reads "/24" or "24".
func lengthOf(flag, word string) (int, error) {
	var bits int
	if n, err := fmt.Sscanf(strings.TrimPrefix(word, "/")+" ", "%d ", &bits); err != nil || n != 1 || bits < 0 || bits > 128 || strings.TrimPrefix(word, "/") != fmt.Sprint(bits) {
		return 0, usagef("%s %q is not the length of a prefix: write it like /24", flag, word)
	}
	return bits, nil
}

// severityFlag is --fail-on of commands whose findings have severities.
func severityFlag(cmd *cobra.Command, to *string) {
	cmd.Flags().StringVar(to, "fail-on", "breaks", "exit with 1 from this `SEVERITY` on: breaks, limits, notice, or never")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", completeWords("breaks", "limits", "notice", "never"))
}

// severityOf reads a word of --fail-on.
func severityOf(word string) (ipam.Severity, error) {
	if word == "never" {
		return ipam.Breaks + 1, nil
	}
	for s := ipam.Notice; s <= ipam.Breaks; s++ {
		if s.String() == word {
			return s, nil
		}
	}
	return 0, usagef("--fail-on %q: there is breaks, limits, notice, never", word)
}

// completeVpcs offers the VPCs of the snapshot.
func (a *app) completeVpcs(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var words []string
	if book, err := a.addresses(contextOf(cmd), new(cidrFlags), true); err == nil {
		for _, n := range book.Vpcs() {
			if n.Name != "" {
				words = append(words, n.Name+"\t"+n.Ref.ID)
			} else {
				words = append(words, n.Ref.ID)
			}
		}
	}
	return startingWith(words, typed), cobra.ShellCompDirectiveNoFileComp
}
