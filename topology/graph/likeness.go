package graph

import "net/netip"

// A Likeness is what somebody found out about interfaces that fare alike, for walks whose evidence nobody reads: they draw one of
// each kind of target where AWS would draw any. It is immutable, and may be shared.
type Likeness struct {
	usable [][][]int32 // of each pool and node: the first target of each kind
}

// A likeTarget is all that tells a target from others of its group.
type likeTarget struct {
	class            int32
	zone             zone
	port             uint16
	byIP, everywhere bool
}

// Likeness takes the class of every interface: those of one class have the same Traits, none is Special unless alone in its class, and no
// CuttingPrefixes tell their addresses apart. Those of class none are like no other.
func (g *Graph) Likeness(class []int32) *Likeness {
	l := &Likeness{usable: make([][][]int32, len(g.pools))}
	seen := map[likeTarget]bool{}
	for i := range g.pools {
		p := &g.pools[i]
		l.usable[i] = make([][]int32, len(p.usable))
		for node, usable := range p.usable {
			clear(seen)
			l.usable[i][node] = g.kindsOf(p.group, usable, class, seen)
		}
	}
	return l
}

// kindsOf lists the first of each kind among targets of a group.
func (g *Graph) kindsOf(group int32, targets, class []int32, seen map[likeTarget]bool) []int32 {
	var first []int32
	for _, ti := range targets {
		t := &g.targetGroups[group].targets[ti]
		if t.kind == hostTarget && t.iface != NoInterface && class[t.iface] != none && g.interfaces[t.iface].leads(t.addr) {
			key := likeTarget{class[t.iface], t.zone, t.port, t.byIP, t.everywhere}
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		first = append(first, ti)
	}
	return first
}

// leads reports whether an address is the interface's first of its family.
func (e *iface) leads(a netip.Addr) bool {
	return a.IsValid() && (a == e.primary(0) || a == e.primary(1))
}

// Suppose lets the walk go by a likeness from now on.
func (w *Walk) Suppose(l *Likeness) { w.likeness = l }

// usableTargets lists the targets that a node draws from, each kind once where nobody can tell them apart. A client that is a target
// itself can: it may be sent to itself (R17.7).
func (w *Walk) usableTargets(id InterfaceID, pi int32, node int, p *Packet) []int32 {
	usable := w.g.pools[pi].usable[node]
	if w.likeness == nil || len(usable) < 2 {
		return usable
	}
	h, held := w.g.vpcs[w.g.interfaces[id].vpc].holds(p.Src)
	if held && h.iface != NoInterface && w.g.identity.targets[h.iface] != 0 {
		return usable
	}
	return w.likeness.usable[pi][node]
}
