package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print the completion script of a shell",
		Long:  "With it, Tab completes commands and flags, and the names and ids of resources out of the snapshot.",
		Example: `source <(dryhop completion bash)
dryhop completion zsh > "${fpath[1]}/_dryhop"
dryhop completion fish > ~/.config/fish/completions/dryhop.fish
dryhop completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: shells,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("completion needs the name of one shell: %s", strings.Join(shells, ", "))
			}
			return a.write(func(w io.Writer) error { return printCompletion(w, root, args[0]) })
		},
	}
}

func printCompletion(w io.Writer, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return usagef("completion: there is no shell %q%s", shell, didYouMean(shell, shells))
}

// completeTrace offers the snapshot's names and ids, then services.
func (a *app) completeTrace(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch len(args) {
	case 0, 1:
		return a.completePlaces(cmd, typed), cobra.ShellCompDirectiveNoFileComp
	case 2:
		return startingWith(serviceWords(), typed), cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeReach offers sets of places, then services; only services if a flag names the places.
func (a *app) completeReach(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	places := 2
	if cmd.Flags().Changed("who-can") || cmd.Flags().Changed("where-can") {
		places = 0
	}
	switch {
	case len(args) < places:
		return a.completeSets(cmd, typed), cobra.ShellCompDirectiveNoFileComp
	case len(args) == places:
		return startingWith(serviceWords(), typed), cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// setKinds are the prefixes of selectors for what holds many places.
var setKinds = map[ref.Kind]string{ref.Vpc: "vpc:", ref.Subnet: "subnet:", ref.SecurityGroup: "sg:"}

// completeSets offers places, and what holds several.
func (a *app) completeSets(cmd *cobra.Command, typed string) []string {
	words := append(a.completePlaces(cmd, typed), startingWith([]string{"all\tevery place"}, typed)...)
	n, err := a.network(contextOf(cmd), new(networkFlags))
	if err != nil {
		return words
	}
	x := selector.NewIndex(n.graph)
	for _, e := range x.Entities() {
		if prefix := setKinds[e.Ref.Kind]; prefix != "" {
			words = append(words, startingWith([]string{prefix + selector.Called(&e) + "\t" + e.Ref.ID}, typed)...)
		}
	}
	for _, key := range x.TagKeys() {
		words = append(words, startingWith([]string{"tag:" + key + "\ta tag, = and its value"}, typed)...)
	}
	return words
}

// completeBy offers what places are put together by, with the keys of tags.
func (a *app) completeBy(cmd *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	words := slices.Clone(reach.ByWords[1:])
	if n, err := a.network(contextOf(cmd), new(networkFlags)); err == nil {
		for _, key := range selector.NewIndex(n.graph).TagKeys() {
			words = append(words, "tag:"+key)
		}
	}
	return startingWith(words, typed), cobra.ShellCompDirectiveNoFileComp
}

// completePlaces offers names with what they are; ids only once one has begun to type one.
func (a *app) completePlaces(cmd *cobra.Command, typed string) []string {
	words := []string{"internet\tany host on the internet"}
	n, err := a.network(contextOf(cmd), new(networkFlags))
	if err != nil {
		return startingWith(words, typed)
	}
	for _, e := range selector.NewIndex(n.graph).Entities() {
		if !selector.Traceable(&e) {
			continue
		}
		kind := e.Ref.Kind.String()
		if e.Name != "" {
			words = append(words, e.Name+"\t"+kind+" "+e.Ref.ID)
		}
		if typed != "" && e.Ref.ID != e.Name {
			words = append(words, e.Ref.ID+"\t"+strings.TrimSpace(kind+" "+ownerName(n.graph, &e)))
		}
	}
	return startingWith(words, typed)
}

// ownerName is what an entity that is listed by its id is called; an interface is called as its owner is.
func ownerName(g *graph.Graph, e *graph.Entity) string {
	if e.Ref.Kind == ref.NetworkInterface && len(e.Interfaces) == 1 {
		return g.Interface(e.Interfaces[0]).Name
	}
	return e.Name
}

// contextOf is a command's context; while completing, it may have none.
func contextOf(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

func serviceWords() []string {
	words := []string{"all\tevery protocol and port", "icmp\techo request", "icmpv6\techo request", "tcp/\tand a port", "udp/\tand a port"}
	for _, s := range sim.ServiceNames() {
		words = append(words, s.Name+"\t"+s.Means)
	}
	return words
}

func startingWith(words []string, typed string) []string {
	var kept []string
	for _, word := range words {
		if strings.HasPrefix(word, typed) {
			kept = append(kept, word)
		}
	}
	return kept
}

func completeWords(words ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return startingWith(words, typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeSnapshot offers the embedded designs, and files.
func completeSnapshot(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, d := range scenarios.Designs() {
		words = append(words, examplePrefix+d.Name+"\t"+d.Title)
	}
	return startingWith(words, typed), cobra.ShellCompDirectiveDefault
}
