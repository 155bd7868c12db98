package cloudformation

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

// Options say how to make a Snapshot of templates.
type Options struct {
	Assume map[string]string  // values of what is not known, by "stack/Resource.Property"
	Base   *topology.Snapshot // what the templates are laid over: ids and zones are looked up there; nil if they stand alone
}

// Snapshot makes the network that templates describe, as if they were all that there is. The other documents belong to the templates beside them: parameters,
// stacks, resources that exist, exports.
func Snapshot(documents []*Document, opt Options) (*topology.Snapshot, error) {
	b, err := newBuilder(documents, opt)
	if err != nil {
		return nil, err
	}
	b.build()
	s := b.Standalone(b.stacks[0].path, "Resources")
	b.place(s)
	s.Diagnostics = append(s.Diagnostics, b.notes...)
	return s, nil
}

// newBuilder reads the documents.
func newBuilder(documents []*Document, opt Options) (*builder, error) {
	b := blank(opt)
	documents = slices.Clone(documents)
	slices.SortStableFunc(documents, func(a, b *Document) int { return cmp.Compare(a.Path, b.Path) })
	beside := newSurroundings(documents)
	nested := nestedFiles(documents)
	for _, d := range documents {
		if d.Kind == Template && !nested[d.Path] {
			b.addStack(d, beside.stack(d, len(b.stacks) == 0), opt)
		}
	}
	for _, s := range slices.Clone(b.stacks) {
		b.nest(s, documents, opt, 0)
	}
	if len(b.stacks) == 0 {
		return nil, errors.New("there is no CloudFormation template: give a file with Resources, in JSON or YAML")
	}
	return b, nil
}

// blank is a builder without stacks.
func blank(opt Options) *builder {
	return &builder{Draft: provision.New(opt.Base), base: opt.Base, assume: opt.Assume, told: map[string]bool{}, unread: map[string]*unread{},
		restricted: map[string]bool{}}
}

func (b *builder) addStack(d *Document, about about, opt Options) *stack {
	name := about.name
	for n := 2; slices.ContainsFunc(b.stacks, func(s *stack) bool { return s.Given.Name == name }); n++ {
		name = about.name + "-" + strconv.Itoa(n)
	}
	for attribute, value := range opt.Assume { // "stack/Parameter" is a parameter
		if parameter, isOurs := strings.CutPrefix(attribute, name+"/"); isOurs && !strings.ContainsAny(parameter, "./") {
			about.values[parameter] = value
		}
	}
	if len(about.physical) == 0 {
		about.physical = taggedBy(opt.Base, name)
	}
	b.locate(&about)
	s := &stack{builder: b, path: d.Path, document: int32(len(b.stacks)), account: about.account, region: about.region, physical: about.physical,
		nested: map[string]*stack{}}
	s.Stack = template.NewStack(d.node, template.Given{Name: name, Account: s.account, Region: s.region, Parameters: about.values, Resolved: about.resolved,
		Zones: zonesOf(opt.Base, s.region), Import: b.exported(about.exports)}, template.Defaults)
	s.Stack.Name(s)
	b.stacks = append(b.stacks, s)
	return s
}

// locate finds the account and Region of a stack: where its resources are, or where all of the network below is.
func (b *builder) locate(a *about) {
	if b.base == nil || a.account != "" && a.region != "" {
		return
	}
	ids := map[string]bool{}
	for _, id := range a.physical {
		ids[id] = true
	}
	places := map[topology.Meta]bool{}
	for i := range b.base.Vpcs {
		v := &b.base.Vpcs[i]
		if len(ids) == 0 || ids[v.VpcId] {
			places[topology.Meta{Account: v.Account, Region: v.Region}] = true
		}
	}
	if len(places) != 1 {
		return
	}
	for p := range places {
		a.account, a.region = cmp.Or(a.account, p.Account), cmp.Or(a.region, p.Region)
	}
}

// zonesOf lists the Availability Zones of a Region that a Snapshot knows, in the order of Fn::GetAZs.
func zonesOf(base *topology.Snapshot, region string) []string {
	if base == nil {
		return nil
	}
	var zones []string
	for _, z := range base.AvailabilityZones {
		if z.RegionName == region && (z.ZoneType == "" || z.ZoneType == "availability-zone") {
			zones = append(zones, z.ZoneName)
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// An export is an output of a stack that others import.
type export struct {
	of    *stack
	value *template.Node
}

// exported looks an export up in what list-exports printed, and in the stacks. Names of exports that are imported themselves are not found.
func (b *builder) exported(exports map[string]string) func(string) (template.Value, bool) {
	return func(name string) (template.Value, bool) {
		if text, known := exports[name]; known {
			return template.Of(text), true
		}
		if b.exports == nil {
			b.exports = map[string]export{}
			for _, s := range b.stacks {
				for _, o := range s.Outputs {
					if o.Export != nil {
						b.exports[s.Eval(o.Export).Text] = export{s, o.Value}
					}
				}
			}
		}
		found, known := b.exports[name]
		if !known || b.importing > maxImports {
			return template.Value{}, false
		}
		b.importing++
		defer func() { b.importing-- }()
		return found.of.Eval(found.value), true
	}
}

// maxImports bounds how far exports lead from stack to stack.
const maxImports = 20

// place gives each stack its document: what was made has come from the first until now.
func (b *builder) place(s *topology.Snapshot) {
	first := s.Documents
	for i := range first {
		first[i].Account, first[i].Region = b.stacks[0].account, b.stacks[0].region
	}
	if len(b.stacks) == 1 {
		return
	}
	for i := range first { // of several accounts and Regions together
		first[i].Account, first[i].Region = "", ""
	}
	at := int32(len(s.Documents))
	for _, stack := range b.stacks[1:] {
		s.Documents = append(s.Documents, topology.Document{Path: stack.path, Key: "Resources", Account: stack.account, Region: stack.region})
	}
	for _, t := range s.Tables() {
		for i := range t.Len() {
			if m := t.Meta(i); m.Source.Document > 0 {
				m.Source.Document += at - 1
			}
		}
	}
}
