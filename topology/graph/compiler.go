package graph

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A compiler builds a Graph. Its maps from ids to indexes live only as long as it does.
type compiler struct {
	g           *Graph
	s           *topology.Snapshot
	opt         Options
	diagnostics []topology.Diagnostic
	runs        [][]InterfaceID // of each function
	groupSets   *groupSetBuilder
	holders     *addrTable

	vpcIDs     map[string]int32
	subnetIDs  map[string]int32
	groupIDs   map[string]int32
	listIDs    map[string]int32
	natIDs     map[string]int32
	igwIDs     map[string]int32
	eigwIDs    map[string]int32
	pcxIDs     map[string]int32
	vgwIDs     map[string]int32
	vpceIDs    map[string]int32
	inspectIDs map[string]int32
	cagwIDs    map[string]int32
	serviceIDs map[string]int32
	tgwIDs     map[string]int32
	coreIDs    map[string]int32
	attachIDs  map[attachmentSide]int32
	tgwRtbIDs  map[string]int32
	rtbIDs     map[string]int32
	policyIDs  map[string]int32
	opaqueIDs  map[string]int32
	balancers  balancerIDs
	entities   []Entity           // while they are listed
	declared   map[ref.Ref]string // where

	firewallEndpoints   map[string]int32 // firewall by the id of each of its endpoints
	firewallAttachments map[string]int32 // firewall by its attachment to a transit gateway
}

func newCompiler(s *topology.Snapshot, opt Options) *compiler {
	c := &compiler{
		g:          &Graph{snapshot: s, vpcsByBlock: new(vpcBlocks), elsewhere: new(elsewhere), assumed: map[Code]bool{}, names: map[ref.Ref]string{}, findings: newFindings(), consulted: map[int32]bool{}},
		s:          s,
		opt:        opt,
		vpcIDs:     map[string]int32{},
		subnetIDs:  map[string]int32{},
		groupIDs:   map[string]int32{},
		listIDs:    map[string]int32{},
		natIDs:     map[string]int32{},
		igwIDs:     map[string]int32{},
		eigwIDs:    map[string]int32{},
		pcxIDs:     map[string]int32{},
		vgwIDs:     map[string]int32{},
		vpceIDs:    map[string]int32{},
		inspectIDs: map[string]int32{},
		cagwIDs:    map[string]int32{},
		serviceIDs: map[string]int32{},
		tgwIDs:     map[string]int32{},
		coreIDs:    map[string]int32{},
		attachIDs:  map[attachmentSide]int32{},
		tgwRtbIDs:  map[string]int32{},
		rtbIDs:     map[string]int32{},
		policyIDs:  map[string]int32{},
		opaqueIDs:  map[string]int32{},
		balancers:  newBalancerIDs(),
		declared:   map[ref.Ref]string{},

		firewallEndpoints:   map[string]int32{},
		firewallAttachments: map[string]int32{},
	}
	c.groupSets = newGroupSetBuilder(&c.g.groupSets)
	c.holders, c.g.late = new(addrTable), newLate(c)
	for _, code := range opt.Assume {
		c.g.assumed[code] = true
	}
	return c
}

// interfaceAt finds an interface by its id, or none.
func (c *compiler) interfaceAt(id string) int32 { return c.g.interfaceIDs.find(id) }

// instance finds an instance's document.
func (c *compiler) instance(id string) (*topology.Instance, bool) {
	if i := c.g.instanceIDs.find(id); i != none {
		return &c.s.Instances[i], true
	}
	return nil, false
}

// find looks an id up; none if it is not there.
func find(ids map[string]int32, id string) int32 {
	if i, ok := ids[id]; ok {
		return i
	}
	return none
}

// warn notes trouble that compiling found in a resource.
func (c *compiler) warn(code string, at ref.Ref, source topology.Source, message, value, remedy string) {
	if c.s.Unresolved(value) || c.s.Unresolved(at.ID) {
		return // that is said already, with what to do about it
	}
	c.diagnose(topology.Warning, code, at, source, message, value, remedy)
}

// inform notes what compiling found and is worth knowing.
func (c *compiler) inform(code string, at ref.Ref, source topology.Source, message, value, remedy string) {
	c.diagnose(topology.Info, code, at, source, message, value, remedy)
}

func (c *compiler) diagnose(severity topology.Severity, code string, at ref.Ref, source topology.Source, message, value, remedy string) {
	d := topology.Diagnostic{
		Severity: severity, Code: code, Ref: at, Line: int(source.Line),
		Message: message, Value: value, Remedy: remedy,
	}
	if source.Line > 0 && int(source.Document) < len(c.s.Documents) {
		d.Path = c.s.Documents[source.Document].Path
	}
	c.diagnostics = append(c.diagnostics, d)
}

// nameByAddress lets resources that a plan, state or template declares be called as they are there.
func (c *compiler) nameByAddress() {
	for _, t := range c.s.Tables() {
		for i := range t.Len() {
			m := t.Meta(i)
			if m.Address == "" {
				continue
			}
			r := t.Ref(i)
			c.declared[r] = m.Address
			if r.ID == m.Address {
				delete(c.g.names, r)
			} else {
				c.g.names[r] = m.Address
			}
		}
	}
}

// name records what people call a resource.
func (c *compiler) name(r ref.Ref, name string) {
	if name != "" && name != r.ID {
		c.g.names[r] = name
	}
}
