package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
	"github.com/dryhop/dryhop/topology/ref"
)

// A network is a snapshot, compiled.
type network struct {
	name        string // of the snapshot, for people
	arguments   string // the flags that name it
	snapshot    *topology.Snapshot
	options     graph.Options // with which it was compiled
	graph       *graph.Graph
	made        whatif.Network // as it was made, of another one perhaps
	diagnostics []topology.Diagnostic
}

// network loads the snapshots that the command line names, and compiles them.
func (a *app) network(ctx context.Context, f *networkFlags) (*network, error) {
	opt, err := f.compileOptions()
	if err != nil {
		return nil, err
	}
	sources, err := a.sourcesOf(&f.change)
	if err != nil {
		return nil, err
	}
	n, err := cancellable(ctx, func() (*network, error) { return a.loadNetwork(sources, f.loadOptions(), &f.change, opt) })
	if err == nil {
		n.arguments = sourceFlags(sources) + f.arguments()
	}
	return n, err
}

func (a *app) loadNetwork(sources []string, reading load.Options, change *changeFlags, opt graph.Options) (*network, error) {
	p := a.startProgress("reading the snapshot ...")
	defer p.end()
	defer a.collectLess()()
	reading.Progress = func(read, total int64) { p.say("reading the snapshot: %d of %d MB ...", read>>20, total>>20) }
	s, err := a.loadSnapshot(sources, reading)
	if err != nil {
		return nil, err
	}
	reading.Stdin = a.env.Stdin
	c, err := change.change(s, snapshotName(sources), reading)
	if err != nil {
		return nil, err
	}
	p.say("compiling the network ...")
	return newNetwork(c.names[1], c.after, opt), nil
}

// sourcesOf are the snapshots to read; a plan can do without.
func (a *app) sourcesOf(change *changeFlags) ([]string, error) {
	sources, err := a.sources()
	if err != nil && change.plan != "" {
		return nil, nil
	}
	return sources, err
}

// newNetwork compiles a snapshot.
func newNetwork(name string, s *topology.Snapshot, opt graph.Options) *network {
	return (&network{options: opt}).changed(name, supposed(opt, s)[0])
}

// changed is the network of a snapshot that may have been made from this one's; touched names the resources in which they may differ if that is known.
func (n *network) changed(name string, s *topology.Snapshot, touched ...ref.Ref) *network {
	after := n.editable().With(s, touched...)
	return &network{
		name: name, snapshot: s, options: n.options, graph: after.Graph, made: after,
		diagnostics: slices.Concat(s.Diagnostics, after.Graph.Diagnostics()),
	}
}

const examplePrefix = "example:"

func (a *app) loadSnapshot(sources []string, opt load.Options) (*topology.Snapshot, error) {
	opt.Stdin = a.env.Stdin
	if len(sources) == 0 { // a plan knows what there is
		return nil, nil
	}
	for _, source := range sources {
		if source == "-" && a.env.StdinTerminal {
			return nil, terminalError("-s - reads a snapshot from stdin")
		}
		name, isExample := strings.CutPrefix(source, examplePrefix)
		if !isExample {
			continue
		}
		if len(sources) > 1 {
			return nil, usagef("-s %s: an example is a whole network; leave out the other snapshots", source)
		}
		return loadExample(name, opt)
	}
	s, err := load.Load(sources, opt)
	if err != nil {
		return nil, err
	}
	return s, contradiction(s)
}

// contradiction is what is wrong with an assumption that the user made, as an error: nothing is answered on it.
func contradiction(s *topology.Snapshot) error {
	for _, d := range s.Diagnostics {
		if d.Code == "CONTRADICTED_ASSUMPTION" {
			return usagef("--assume %s: %s; %s", d.Value, d.Message, d.Remedy)
		}
	}
	return nil
}

func loadExample(name string, opt load.Options) (*topology.Snapshot, error) {
	design, err := scenarios.DesignFS(name)
	if err != nil {
		return nil, err
	}
	return load.FromFS(examplePrefix+name, design, opt)
}

// snapshotName is what an answer calls its snapshot: nothing that differs between machines.
func snapshotName(sources []string) string {
	names := make([]string, len(sources))
	for i, source := range sources {
		names[i] = source
		if !strings.HasPrefix(source, examplePrefix) && source != "-" {
			names[i] = filepath.Base(filepath.Clean(source))
		}
	}
	return strings.Join(names, ", ")
}

// warn sums up what is wrong with a snapshot in one line.
func (a *app) warn(n *network) {
	if a.options.quiet {
		return
	}
	count := countSeverities(n.diagnostics)
	if count[topology.Error]+count[topology.Warning] == 0 {
		return
	}
	var parts []string
	for _, severity := range []topology.Severity{topology.Error, topology.Warning} {
		if n := count[severity]; n > 0 {
			parts = append(parts, plural(n, severity.String()))
		}
	}
	write(a.env.Stderr, "%s in the snapshot: dryhop snapshot check%s\n", strings.Join(parts, ", "), n.arguments)
}

func countSeverities(diagnostics []topology.Diagnostic) map[topology.Severity]int {
	count := make(map[topology.Severity]int)
	for _, d := range diagnostics {
		count[d.Severity]++
	}
	return count
}

func sourceFlags(sources []string) string {
	var b strings.Builder
	for _, s := range sources {
		b.WriteString(" -s " + report.Quoted(s))
	}
	return b.String()
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// cancellable runs work and does not wait for it once the user has lost patience.
func cancellable[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
