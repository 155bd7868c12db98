package graph

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// groupSets are the sets of security groups that interfaces carry, each once: thousands of interfaces share one, and what
// is compiled of groups is compiled of these.
type groupSets struct {
	start   []int32 // of each set, and one more: where its groups begin
	members []int32 // the groups of all sets, end to end; those of one set in order of their ids
}

// untold is the set of interfaces whose documents do not tell their groups. It has none.
const untold = int32(0)

// of lists the groups of a set.
func (s *groupSets) of(set int32) []int32 { return s.members[s.start[set]:s.start[set+1]] }

func (s *groupSets) len() int { return len(s.start) - 1 }

// NumGroupSets is the number of sets of security groups that interfaces carry; they are numbered from 0.
func (g *Graph) NumGroupSets() int { return g.groupSets.len() }

// GroupSet is the number of the set of security groups that an interface carries: the same for all that carry the same.
func (g *Graph) GroupSet(id InterfaceID) int32 { return g.interfaces[id].groups }

// VpcIndex is the number of the VPC that an interface lies in.
func (g *Graph) VpcIndex(id InterfaceID) int32 { return g.interfaces[id].vpc }

// GroupsOf lists the numbers of the security groups of a set, in order of the groups' ids. None: the documents do not tell. The
// caller must not change it.
func (g *Graph) GroupsOf(set int32) []int32 { return g.groupSets.of(set) }

// groupsOf lists the groups that an interface carries.
func (g *Graph) groupsOf(e *iface) []int32 { return g.groupSets.of(e.groups) }

// hasGroup reports whether an interface carries a group.
func (g *Graph) hasGroup(e *iface, gi int32) bool { return slices.Contains(g.groupsOf(e), gi) }

// A groupSetBuilder finds the numbers of sets while a graph is compiled.
type groupSetBuilder struct {
	sets    *groupSets
	numbers map[string]int32 // by the groups' numbers, sorted
	groups  []int32          // scratch
	key     []byte           // scratch
}

func newGroupSetBuilder(sets *groupSets) *groupSetBuilder {
	sets.start = []int32{0, 0}
	return &groupSetBuilder{sets: sets, numbers: map[string]int32{"": untold}}
}

// groupSet is the number of the set of groups that a document lists.
func (c *compiler) groupSet(listed []topology.GroupIdentifier) int32 {
	b := c.groupSets
	b.groups = b.groups[:0]
	for i := range listed {
		b.groups = append(b.groups, c.group(listed[i].GroupId))
	}
	slices.Sort(b.groups)
	b.groups = slices.Compact(b.groups)
	b.key = b.key[:0]
	for _, gi := range b.groups {
		b.key = binary.NativeEndian.AppendUint32(b.key, uint32(gi))
	}
	if set, known := b.numbers[string(b.key)]; known {
		return set
	}
	set := int32(b.sets.len())
	b.numbers[string(b.key)] = set
	slices.SortFunc(b.groups, func(x, y int32) int { return strings.Compare(c.g.groupAt(x).ref.ID, c.g.groupAt(y).ref.ID) })
	b.sets.members = append(b.sets.members, b.groups...)
	b.sets.start = append(b.sets.start, int32(len(b.sets.members)))
	return set
}

// groupSets: the first is the one of those that tell none; the groups of any other are distinct, in order of their ids.
func (c *checker) groupSets() {
	s := &c.g.groupSets
	c.want(s.len() > 0 && len(s.of(untold)) == 0, ref.Ref{}, "the set of groups of who tells none is %v", s.members)
	for set := range s.len() {
		last := ""
		for _, gi := range s.of(int32(set)) {
			if c.index(gi, c.g.groups.len(), ref.Ref{}, "a group of a set") {
				id := c.g.groupAt(gi).ref.ID
				c.want(id > last || last == "", c.g.groupAt(gi).ref, "it comes after %s in a set", last)
				last = id
			}
		}
	}
}

// carriers are the sets that groups are in: those of group gi are sets[start[gi]:start[gi+1]].
type carriers struct{ start, sets []int32 }

func (c *carriers) of(gi int32) []int32 { return c.sets[c.start[gi]:c.start[gi+1]] }

// carriers lists for each of the groups the sets that it is in. It counts, then deals out.
func (s *groupSets) carriers(groups int) carriers {
	c := carriers{make([]int32, groups+1), make([]int32, len(s.members))}
	for _, gi := range s.members {
		c.start[gi+1]++
	}
	for i := range groups {
		c.start[i+1] += c.start[i]
	}
	free := slices.Clone(c.start)
	for set := range int32(s.len()) {
		for _, gi := range s.of(set) {
			c.sets[free[gi]] = set
			free[gi]++
		}
	}
	return c
}
