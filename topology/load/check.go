package load

import (
	"fmt"
	"sort"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// check looks at the snapshot as a whole: what is missing, dangling, double or strange.
func check(s *topology.Snapshot, log *log) {
	c := checker{snapshot: s, log: log, index: map[string]*topology.Meta{}}
	for _, t := range s.Tables() {
		if t.Len() > 0 && isMany(t.Row(0)) {
			continue
		}
		for i := range t.Len() {
			c.index[t.Ref(i).ID] = t.Meta(i)
		}
	}
	s.Diagnostics = log.diagnostics // so far: what is said already is not said again
	c.missing()
	c.dangling()
	c.prefixLists()
	c.mainTables()
	c.cycles()
	c.kinds()
	c.flush()
}

// isMany tells tables that are long, and are searched where their ids are looked for at all.
func isMany(row any) bool {
	switch row.(type) {
	case *topology.NetworkInterface, *topology.Instance:
		return true
	}
	return false
}

// holds reports whether the snapshot has a resource.
func (c *checker) holds(r ref.Ref) bool {
	if r.Kind != ref.NetworkInterface {
		return c.index[r.ID] != nil
	}
	all := c.snapshot.NetworkInterfaces
	_, found := sort.Find(len(all), func(i int) int { return strings.Compare(r.ID, all[i].NetworkInterfaceId) })
	return found
}

type checker struct {
	snapshot *topology.Snapshot
	log      *log
	index    map[string]*topology.Meta // by id; see isMany
	groups   []*group
}

// A group is one kind of trouble, told once with its first example.
type group struct {
	topology.Diagnostic
	subject string // "subnets that name a VPC outside the snapshot"
	n       int
}

// add counts one case of a trouble. Cases come in the order of resources, so the first is always the same.
func (c *checker) add(d topology.Diagnostic, subject string, m *topology.Meta) {
	for _, g := range c.groups {
		if g.Code == d.Code && g.subject == subject {
			g.n++
			return
		}
	}
	if int(m.Source.Document) < len(c.snapshot.Documents) {
		d.Path, d.Line = c.snapshot.Documents[m.Source.Document].Path, int(m.Source.Line)
	}
	c.groups = append(c.groups, &group{Diagnostic: d, subject: subject, n: 1})
}

func (c *checker) flush() {
	for _, g := range c.groups {
		d := g.Diagnostic
		d.Message = strings.Replace(g.subject, "#", fmt.Sprint(g.n), 1)
		if g.n > 1 {
			d.Message += ", first here"
		}
		c.log.add(d)
	}
}

func warning(code string, r ref.Ref, value, remedy string) topology.Diagnostic {
	return topology.Diagnostic{Severity: topology.Warning, Code: code, Ref: r, Value: shorten(value), Remedy: remedy}
}
