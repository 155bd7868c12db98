package impact

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/ref"
)

// twins are resources that a plan replaces: one goes and another comes, with the same address in the plan. For whoever talks to it, it is the same
// place with other addresses. They are found from either side.
type twins struct {
	of       [2]map[ref.Ref]ref.Ref // from before to after, and back
	partners map[int][]int          // of a change that takes or brings one, both
}

// A claim is what resources are taken for the same by.
type claim struct {
	kind    ref.Kind
	address string
	home    string // of an interface the subnet, as it is called after
}

// newTwins finds out of changes what is replaced.
func newTwins(r *Result) *twins {
	t := &twins{[2]map[ref.Ref]ref.Ref{{}, {}}, map[int][]int{}}
	var left [2][]int
	for i := range r.Changes {
		if c := &r.Changes[i]; c.Address != "" && !c.IsRule() && c.Op != diff.Changed {
			side := was
			if c.Op == diff.Added {
				side = is
			}
			left[side] = append(left[side], i)
		}
	}
	if len(left[was]) == 0 || len(left[is]) == 0 {
		return t
	}
	isSubnet := func(c *diff.Change) bool { return c.Ref.Kind == ref.Subnet }
	t.join(r, left, func(c *diff.Change, _ int) (claim, bool) { return claim{c.Ref.Kind, c.Address, ""}, isSubnet(c) })
	t.addSupposed(r)
	homes := [2]map[string]string{homesOf(r.Before.Snapshot, r.Changes), homesOf(r.After.Snapshot, r.Changes)}
	t.join(r, left, func(c *diff.Change, side int) (claim, bool) {
		return claim{c.Ref.Kind, c.Address, t.later(ref.Ref{Kind: ref.Subnet, ID: homes[side][c.Ref.ID]}).ID}, !isSubnet(c)
	})
	t.join(r, left, func(c *diff.Change, _ int) (claim, bool) { return claim{c.Ref.Kind, c.Address, ""}, !isSubnet(c) })
	return t
}

// join takes those for the same that alone make a claim on their side. Who has a twin makes none.
func (t *twins) join(r *Result, left [2][]int, claims func(c *diff.Change, side int) (claim, bool)) {
	var by [2]map[claim][]int
	for side := range by {
		by[side] = map[claim][]int{}
		for _, i := range left[side] {
			c := &r.Changes[i]
			if key, makes := claims(c, side); makes && t.of[side][c.Ref].IsZero() {
				by[side][key] = append(by[side][key], i)
			}
		}
	}
	for key, old := range by[was] {
		if fresh := by[is][key]; len(old) == 1 && len(fresh) == 1 {
			t.add(r.Changes[old[0]].Ref, r.Changes[fresh[0]].Ref)
			both := sorted([]int{old[0], fresh[0]})
			t.partners[old[0]], t.partners[fresh[0]] = both, both
		}
	}
}

// add notes that one becomes the other.
func (t *twins) add(old, fresh ref.Ref) { t.of[was][old], t.of[is][fresh] = fresh, old }

// addSupposed joins hosts that are supposed to be in subnets with those in the subnets' twins.
func (t *twins) addSupposed(r *Result) {
	if len(t.of[was]) == 0 {
		return
	}
	hosts := supposedIn(r.After.Snapshot)
	for subnet, old := range supposedIn(r.Before.Snapshot) {
		if fresh, there := hosts[t.later(subnet)]; there && fresh != old {
			t.add(old, fresh)
		}
	}
}

// supposedIn are the hosts that are supposed to be in subnets.
func supposedIn(s *topology.Snapshot) map[ref.Ref]ref.Ref {
	hosts := map[ref.Ref]ref.Ref{}
	for i := range s.NetworkInterfaces {
		if n := &s.NetworkInterfaces[i]; n.Supposed {
			hosts[ref.Ref{Kind: ref.Subnet, ID: n.SubnetId}] = ref.Ref{Kind: ref.NetworkInterface, ID: n.NetworkInterfaceId}
		}
	}
	return hosts
}

// homesOf are the subnets of interfaces that come or go, by their ids.
func homesOf(s *topology.Snapshot, changes []diff.Change) map[string]string {
	homes := map[string]string{}
	for i := range changes {
		if c := &changes[i]; c.Ref.Kind == ref.NetworkInterface && !c.IsRule() && c.Op != diff.Changed {
			homes[c.Ref.ID] = ""
		}
	}
	for i := range s.NetworkInterfaces {
		if n := &s.NetworkInterfaces[i]; len(homes) > 0 {
			if _, asked := homes[n.NetworkInterfaceId]; asked {
				homes[n.NetworkInterfaceId] = n.SubnetId
			}
		}
	}
	return homes
}

// later is what a resource is called after the changes: as its twin, if it has one.
func (t *twins) later(r ref.Ref) ref.Ref { return t.twin(was, r) }

// twin is what a resource of one side is called on the other.
func (t *twins) twin(side int, r ref.Ref) ref.Ref {
	if t == nil {
		return r
	}
	if other := t.of[side][r]; !other.IsZero() {
		return other
	}
	return r
}

// other is the twin of a resource of either side; false if it has none.
func (t *twins) other(r ref.Ref) (ref.Ref, bool) {
	if t == nil {
		return r, false
	}
	for side := range t.of {
		if other := t.of[side][r]; !other.IsZero() {
			return other, true
		}
	}
	return r, false
}

// whole adds to some changes those without which they are not done: what is replaced goes when its twin comes.
func (t *twins) whole(changes []int) []int {
	var all []int
	for _, c := range changes {
		all = append(append(all, c), t.partners[c]...)
	}
	return slices.Compact(sorted(all))
}

// leaders leaves out of changes those that are done with another one.
func (t *twins) leaders(changes []int) []int {
	return slices.DeleteFunc(changes, func(c int) bool { return len(t.partners[c]) > 0 && t.partners[c][0] != c })
}
