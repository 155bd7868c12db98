package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// componentFlags say what flows have to pass, and what they must not.
type componentFlags struct{ via, notVia []string }

func (f *componentFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.via, "via", nil, "only flows whose requests pass a `COMPONENT`: a gateway, attachment, peering, load balancer, appliance, subnet or VPC, by id or name")
	flags.StringSliceVar(&f.notVia, "not-via", nil, "only flows whose requests keep clear of a `COMPONENT`")
}

// arguments are the flags again, each with a space before it.
func (f *componentFlags) arguments() string {
	var b strings.Builder
	for _, word := range f.via {
		b.WriteString(" --via " + report.Quoted(word))
	}
	for _, word := range f.notVia {
		b.WriteString(" --not-via " + report.Quoted(word))
	}
	return b.String()
}

// find finds the components in a network.
func (f *componentFlags) find(g *graph.Graph) (via, notVia []ref.Ref, err error) {
	if via, err = findComponents(g, "--via", f.via); err != nil {
		return nil, nil, err
	}
	notVia, err = findComponents(g, "--not-via", f.notVia)
	return via, notVia, err
}

func findComponents(g *graph.Graph, flag string, words []string) ([]ref.Ref, error) {
	var found []ref.Ref
	for _, word := range words {
		r, err := findComponent(g, flag, word)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, nil
}

// findComponent finds what is called so: by its id, else by its name, else by the beginning of its id.
func findComponent(g *graph.Graph, flag, word string) (ref.Ref, error) {
	for _, called := range []func(*graph.Entity) bool{
		func(e *graph.Entity) bool { return e.Ref.ID == word },
		func(e *graph.Entity) bool { return e.Name == word },
		func(e *graph.Entity) bool { return strings.HasPrefix(e.Ref.ID, word) },
	} {
		var hits []string
		var hit ref.Ref
		for _, e := range g.Entities() {
			if called(&e) && !slices.Contains(hits, e.Ref.ID) {
				hits, hit = append(hits, e.Ref.ID), e.Ref
			}
		}
		switch {
		case len(hits) == 1:
			return hit, nil
		case len(hits) > 1:
			return hit, usagef("%s %s: it could be %s; write the id", flag, word, strings.Join(hits[:min(len(hits), 5)], ", "))
		}
	}
	return ref.Ref{}, usagef("%s %s: nothing in the snapshot is called that; write the id or Name tag of a gateway, attachment, peering, load balancer, appliance, subnet or VPC", flag, word)
}
