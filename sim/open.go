package sim

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Passing is what passes of a question as far as the security groups of its two ends let it: they were left open. It holds for
// all questions from and to places that differ in nothing but those.
type Passing struct {
	Ends   graph.Ends // where those groups are asked, and about what
	met    bool       // anything came as far as that
	packet graph.Packet
	leaves []leaf
}

// Nothing reports whether nothing passes, whatever the ends' groups say.
func (p *Passing) Nothing() bool {
	return !slices.ContainsFunc(p.leaves, func(l leaf) bool { return !l.result.forward.Possible.Empty() })
}

// WeighOpen weighs a question with open ends. It is false where that does not tell what passes: groups elsewhere have a say too, or
// ways differ in what they show the receiver.
func (t *Tracer) WeighOpen(q Question) (Passing, bool, error) {
	return t.WeighOpenBehind(q, netip.Addr{})
}

// WeighOpenBehind is WeighOpen where the receiver sees another address than the sender's, if there is one.
func (t *Tracer) WeighOpenBehind(q Question, seen netip.Addr) (Passing, bool, error) {
	f, err := t.resolve(q)
	if err != nil || len(f.nodes) > 0 {
		return Passing{}, false, err
	}
	w := t.ajar
	if f.restriction.any() {
		w = t.full
		defer w.Close()
	}
	w.Open(false)
	p, whole := t.weighOpen(w, &f, seen)
	return p, whole, nil
}

func (t *Tracer) weighOpen(w *graph.Walk, f *flow, seen netip.Addr) (Passing, bool) {
	p := Passing{packet: f.packet}
	whole := true
	t.leaves = t.leaves[:0]
	_, complete := t.explore(w, f, false, func(o *outcome) {
		t.addLeaf(w, o)
		whole = whole && len(w.Ties()) == 0 && !w.Hangs()
		if o.there != graph.Dropped {
			whole = whole && p.meet(t.g, w, o, seen)
		}
	})
	p.leaves = slices.Clone(t.leaves)
	return p, whole && complete
}

// meet notes what a way shows the ends' groups, and whether it is what the others show.
func (p *Passing) meet(g *graph.Graph, w *graph.Walk, o *outcome, seen netip.Addr) bool {
	ends, whole := w.Ends()
	if !p.met {
		p.met, p.Ends = true, ends
	}
	return whole && straight(g, ends, o, seen) && sameEnds(g, p.Ends, ends)
}

// sameEnds reports whether the same groups are asked the same. Those of several nodes of a load balancer are, where it has one set of them.
func sameEnds(g *graph.Graph, a, b graph.Ends) bool {
	if a.On != b.On && a.From.IsValid() && b.From.IsValid() && g.Guard(a.On) == g.Guard(b.On) && g.IsNode(a.On) && g.IsNode(b.On) {
		a.On = b.On
	}
	return a == b
}

// An OpenShare is a set of hosts outside that fare alike, whatever the groups at the other end say.
type OpenShare struct {
	Hosts   netmath.AddrSet
	Passing Passing
}

// WeighHostsOpen is WeighOpen for every host of a set in place of one end, as WeighHosts is Weigh. Of a load balancer that hosts
// send to, the groups of its nodes are left open, and no others. It saves time to say what prefixes flows like these Met; the shares are the same.
func (t *Tracer) WeighHostsOpen(q Question, side Side, hosts netmath.AddrSet, family netmath.Family, like []netip.Prefix) (shares []OpenShare, whole bool, err error) {
	keys := map[string]int{}
	var parts [][]int // of the division, by share
	n := 0
	if q.To.Kind == graph.AtBalancer {
		t.full.OpenDoor()
	} else {
		t.full.Open(false)
	}
	defer t.full.Close()
	final := t.overHosts(hosts, family, like, func() { shares, parts, n, whole = shares[:0], parts[:0], 0, true; clear(keys) }, func(set netmath.AddrSet) {
		part := n
		n++
		f, failed := t.resolve(side.of(q, hostOf(set, family)))
		if failed != nil {
			whole, err = false, failed
			return
		}
		p, one := t.weighOpen(t.full, &f, netip.Addr{})
		whole = whole && one
		key := p.Key()
		if i, known := keys[key]; known {
			parts[i] = append(parts[i], part)
			return
		}
		keys[key] = len(shares)
		shares, parts = append(shares, OpenShare{Passing: p}), append(parts, []int{part})
	})
	for i := range shares {
		shares[i].Hosts = t.division.union(parts[i])
	}
	return shares, whole && final, err
}

// Met are the prefixes that divided the last set of hosts.
func (t *Tracer) Met() []netip.Prefix { return slices.Clone(t.meetings.prefixes) }

// Unaddressed reports whether a question's end inside has no address by which hosts outside could be asked, or ask.
func (t *Tracer) Unaddressed(q Question) (bool, error) {
	f, err := t.resolve(q)
	return f.lost != "", err
}

// of is a question with a host at one end.
func (s Side) of(q Question, host netip.Addr) Question {
	if s == From {
		q.SourceIP = host
	} else {
		q.DestinationIP = host
	}
	return q
}

// Key is the same for passings of which the same passes, whatever the ends' groups say.
func (p *Passing) Key() string {
	b := append(make([]byte, 0, 256), flag(p.Ends.To.IsValid()), flag(p.Ends.From.IsValid()), p.Ends.Known.Number())
	node := byte(0)
	for i := range p.leaves {
		if i > 0 && p.leaves[i].node != p.leaves[i-1].node {
			node ^= 1 // which address it has does not matter
		}
		b = p.leaves[i].appendKey(append(b, node))
	}
	return string(b)
}

// appendKey writes down all that tells a leaf from others. What is of any length is preceded by it.
func (l *leaf) appendKey(b []byte) []byte {
	b = binary.AppendVarint(b, int64(l.entry))
	b = binary.AppendUvarint(b, uint64(len(l.choices)))
	for _, c := range l.choices {
		b = binary.AppendVarint(b, int64(c))
	}
	b = binary.AppendUvarint(b, uint64(len(l.forks)))
	for _, f := range l.forks {
		b = append(binary.AppendUvarint(b, uint64(f.Of)), flag(f.Drawn), flag(f.Apart))
	}
	r := &l.result
	for _, ports := range [...]netmath.Ports{r.asked.DstPorts, r.forward.Certain, r.forward.Possible, r.back.Certain, r.back.Possible} {
		b = appendPorts(b, ports)
	}
	return append(b, flag(r.lottery))
}

func appendPorts(b []byte, ports netmath.Ports) []byte {
	at := len(b)
	b = append(b, 0, 0)
	n := uint16(0)
	for r := range ports.Ranges() {
		b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, r.Lo), r.Hi)
		n++
	}
	binary.LittleEndian.PutUint16(b[at:], n)
	return b
}

func flag(is bool) byte {
	if is {
		return 1
	}
	return 0
}

// Through is what passes if the ends' groups let pass some destination ports.
func (t *Tracer) Through(p *Passing, pass graph.Bounds) Weighed {
	t.leaves = t.leaves[:0]
	for _, l := range p.leaves {
		l.result.narrow(pass)
		t.leaves = append(t.leaves, l)
	}
	var by verdicts
	t.weighRegions(&flow{packet: p.packet}, true, &by)
	return by.weighed(p.packet)
}

// narrow keeps of a result what passes a filter of destination ports.
func (r *result) narrow(pass graph.Bounds) {
	r.sent, r.forward = r.sent.Intersect(pass), r.forward.Intersect(pass)
	r.couple()
}

// couple lets both ways pass nothing, or nothing for certain, where one does.
func (r *result) couple() {
	switch {
	case r.forward.Possible.Empty() || r.back.Possible.Empty():
		r.forward, r.back = graph.Bounds{}, graph.Bounds{}
	case r.forward.Certain.Empty() || r.back.Certain.Empty():
		r.forward, r.back = r.forward.Doubt(), r.back.Doubt()
	}
}

// A Course is where a question leads, whatever its protocol and ports: what network ACLs let pass of them is left open as well.
type Course struct {
	Ends   graph.Ends
	Stages []graph.ACLStage // on both legs, in order
	stands Standing
}

// A Standing is what becomes of a course that does not depend on its stages. It is comparable.
type Standing struct {
	there, home graph.Disposition
	sure        [2]bool // of the request and its reply: nothing on the way is in doubt
	sent, came  bool    // the groups of the sender, and of the receiver, are asked
	known       graph.Acquaintance
}

// Standing is all that two courses have in common where the same passes of both.
func (c *Course) Standing() Standing { return c.stands }

// Lost reports whether no request gets there.
func (c *Course) Lost() bool { return c.stands.there == graph.Dropped }

// Course finds where a question between two interfaces leads. It is false where that depends on the protocol, the ports, or on what
// AWS chooses. The stages are those of the last call only.
func (t *Tracer) Course(q Question) (Course, bool, error) {
	q.Service = Service{Protocol: netmath.TCP, Ports: netmath.AllPorts()}
	q.SourcePorts = netmath.AllPorts()
	f, err := t.resolve(q)
	if err != nil || len(f.nodes) > 0 || f.vacant || f.lost != "" || !f.lacks.IsZero() {
		return Course{}, false, err
	}
	restricted := f.restriction
	f.restriction = restriction{}
	w := t.ajar
	w.Open(true)
	t.choices = t.choices[:0]
	o := t.run(w, &f, nil, false)
	if o.forward.Possible.Empty() {
		o.there = graph.Dropped
	}
	if o.turned && o.back.Possible.Empty() {
		o.home = graph.Dropped
	}
	ends, whole := w.Ends()
	c := Course{Ends: ends, Stages: w.Stages(), stands: Standing{
		there: o.there, home: o.home, sure: [2]bool{!o.forward.Certain.Empty(), !o.back.Certain.Empty()},
		sent: ends.To.IsValid(), came: ends.From.IsValid(), known: ends.Known,
	}}
	plain := whole && straight(t.g, c.Ends, o, netip.Addr{}) && w.Plain(o.there == graph.Dropped)
	if f.restriction = restricted; plain && restricted.any() {
		t.full.Open(false)
		defer t.full.Close()
		if t.run(t.full, &f, nil, false).there == graph.Dropped {
			c.stands.there = graph.Dropped
		}
	}
	return c, plain, nil
}

// CourseOf puts a course together of a leg and of that of the reply, each of which holds whatever the other does. Its ends are asked.
func CourseOf(there, home graph.Leg) Course {
	some := netip.IPv4Unspecified()
	c := Course{Ends: graph.Ends{To: some, Known: there.Known}, stands: Standing{
		there: there.End, home: home.End, sure: [2]bool{there.Sure, home.Sure}, sent: true, known: there.Known,
	}}
	if there.End == graph.Arrived {
		c.Ends.From, c.stands.came = some, true
	}
	return c
}

// Strands reports whether a request to a load balancer comes to no interface at all, whatever its protocol and whatever the sender's
// groups let out: then nothing passes from anywhere in the sender's zone.
func (t *Tracer) Strands(q Question) (bool, error) {
	q.Service = Service{Protocol: netmath.TCP, Ports: netmath.AllPorts()}
	f, err := t.resolve(q)
	if err != nil || f.vacant || f.lost != "" || !f.lacks.IsZero() || len(f.entries) > 1 {
		return false, err
	}
	f.restriction = restriction{} // it takes nothing away that is there
	t.ajar.Open(true)
	nodes := f.nodes
	if len(nodes) == 0 {
		nodes = []netip.Addr{f.packet.Dst}
	}
	for _, node := range nodes {
		f.packet.Dst = node
		if o := t.run(t.ajar, &f, nil, false); o.there != graph.Dropped || t.ajar.Came() || !t.ajar.Plain(true) {
			return false, nil
		}
	}
	return true, nil
}

// straight reports whether the groups of the two ends themselves were asked, about the addresses in the question or, of who asks, the one
// that is seen instead.
func straight(g *graph.Graph, ends graph.Ends, o *outcome, seen netip.Addr) bool {
	if !seen.IsValid() {
		seen = o.asked.Src
	}
	at := o.to == graph.Location{Kind: graph.AtInterface, Interface: ends.On}
	if o.to.Kind == graph.AtBalancer {
		at = slices.Contains(g.Nodes(o.to.Index), ends.On)
	}
	return (!ends.To.IsValid() || ends.To == o.asked.Dst) && (!ends.From.IsValid() || ends.From == seen && at)
}

// Passing is what passes on a course of one protocol and its ports, given what its stages let pass of the request and of the
// reply.
func (c *Course) Passing(p graph.Packet, there, home graph.Bounds) Passing {
	o := outcome{asked: p, there: c.stands.there, home: c.stands.home, turned: true}
	o.forward = c.bounds(0, p.DstPorts, there)
	reply, answers := p.Reply()
	if o.needsReply = answers; answers {
		o.back = c.bounds(1, reply.DstPorts, home)
	}
	return Passing{Ends: c.Ends, packet: p, leaves: []leaf{{result: resultOf(&o)}}}
}

func (c *Course) bounds(leg int, ports netmath.Ports, pass graph.Bounds) graph.Bounds {
	b := graph.Exactly(ports).Intersect(pass)
	if !c.stands.sure[leg] {
		b = b.Doubt()
	}
	return b
}

// EphemeralPorts stand for the source ports of a question that leaves them open.
func EphemeralPorts() netmath.Ports { return ephemeralPorts }
