package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load"
	"github.com/dryhop/dryhop/topology/ref"
)

// changeFlags name a change of the network: answers are about the network after it.
type changeFlags struct {
	after []string // snapshots
	plan  string   // of Terraform, or a template or change set of CloudFormation
	file  string   // of edits
	edits []string // texts of edits, in the order of the command line
}

// editFlags are the flags that are edits, with what stands for their values.
var editFlags = []struct{ flag, verb, usage string }{
	{"allow", "add", "what if there were this rule: `'sg-1 ingress tcp/443 from 10.0.0.0/8'`, 'acl-1 egress 90 tcp/443 to 10.0.0.0/8'; repeatable"},
	{"add", "add", "what if there were this `THING`: 'rtb-1 10.0.0.0/8 to tgw-1', 'rtb-1 for subnet-1', 'eni-1 in sg-1', 'igw-1 at vpc-1'; repeatable"},
	{"remove", "remove", "what if this `THING` were gone: 'rtb-1 0.0.0.0/0', 'sg-1 ingress tcp/22 from 0.0.0.0/0', 'acl-1 ingress 100'; repeatable"},
	{"replace", "replace", "what if this `THING` were another: 'rtb-1 0.0.0.0/0 to nat-2', 'acl-1 ingress 100 deny all from 0.0.0.0/0'; repeatable"},
	{"set", "set", "what if this `SETTING` were another: 'eni-1 source-dest-check off', 'i-1 state stopped'; repeatable"},
}

func (f *changeFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.plan, "plan", "", "what if the plan of `FILE` were applied: Terraform or OpenTofu (terraform show -json), over the snapshot, or over what the plan knows itself")
	flags.StringVar(&f.file, "edit", "", "what if the edits of `FILE` were done: YAML, changes: [{add: ...}, {remove: ...}]")
	for _, e := range editFlags {
		flags.Var(&editValue{verb: e.verb, list: &f.edits}, e.flag, e.usage)
	}
	_ = cmd.MarkFlagFilename("edit", "yaml", "yml", "json")
	_ = cmd.MarkFlagFilename("plan", "json", "tfplan")
}

// addAfter adds the flag for a second snapshot.
func (f *changeFlags) addAfter(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.after, "after", nil, "the network after the change: a snapshot at `PATH`; repeatable")
	_ = cmd.RegisterFlagCompletionFunc("after", completeSnapshot)
}

// An editValue collects edits of several flags in one list.
type editValue struct {
	verb string
	list *[]string
}

// Set notes an edit.
func (v *editValue) Set(text string) error {
	*v.list = append(*v.list, v.verb+" "+text)
	return nil
}

// String is the default.
func (v *editValue) String() string { return "" }

// Type is the kind of value.
func (v *editValue) Type() string { return "EDIT" }

// any reports whether a change is named.
func (f *changeFlags) any() bool {
	return len(f.after)+len(f.edits) > 0 || f.file != "" || f.plan != ""
}

// edited reports whether edits are among it.
func (f *changeFlags) edited() bool { return len(f.edits) > 0 || f.file != "" }

// arguments are the flags as they would be typed again.
func (f *changeFlags) arguments() string {
	var b strings.Builder
	if f.plan != "" {
		b.WriteString(" --plan " + report.Quoted(f.plan))
	}
	if f.file != "" {
		b.WriteString(" --edit " + report.Quoted(f.file))
	}
	for _, text := range f.edits {
		verb, rest, _ := strings.Cut(text, " ")
		b.WriteString(" --" + verb + " " + report.Quoted(rest))
	}
	return b.String()
}

// apply does the edits that the flags name to a snapshot, and tells which they are.
func (f *changeFlags) apply(s *topology.Snapshot) (*topology.Snapshot, []edit.Edit, error) {
	var edits []edit.Edit
	if f.file != "" {
		found, err := load.Edits(f.file, s)
		if err != nil {
			return nil, nil, err
		}
		edits = found
	}
	var names *edit.Names
	for _, text := range f.edits {
		if names == nil {
			names = edit.NamesOf(s)
		}
		e, err := names.Parse(text)
		if err != nil {
			return nil, nil, usageError{problem: err.Error()}
		}
		edits = append(edits, e)
	}
	after, err := edit.Apply(s, edits)
	return after, edits, err
}

// A changed is a network before and after a change, what both are called, and the resources in which they may differ if that is known.
type changed struct {
	before, after *topology.Snapshot
	names         [2]string
	touched       []ref.Ref
}

// change makes a network the one after the change that the flags name. Without a snapshot, what a plan knows itself is the one before.
func (f *changeFlags) change(s *topology.Snapshot, name string, opt load.Options) (changed, error) {
	c := changed{before: s, after: s, names: [2]string{name, name}}
	if f.plan != "" {
		var err error
		if c.before, c.after, err = load.Plan(f.plan, s, opt); err != nil {
			return changed{}, err
		}
		if err := contradiction(c.after); err != nil {
			return changed{}, err
		}
		plan := snapshotName([]string{f.plan})
		if c.names[1] = name + " with " + plan; s == nil {
			c.names = [2]string{"before " + plan, plan}
		}
	}
	if f.edited() {
		after, edits, err := f.apply(c.after)
		if err != nil {
			return changed{}, err
		}
		c.after, c.names[1] = after, fmt.Sprintf("%s with %s", c.names[1], plural(len(edits), "edit"))
		if f.plan == "" {
			c.touched = whatif.TouchedBy(edits)
		}
	}
	return c, nil
}
