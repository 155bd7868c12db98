package sim

// Ways hands each way that a flow may take to see: those that AWS chooses among, and those between which the snapshot leaves it
// open. An answer has the evidence and the verdict of its way alone, about the ports that go that way. The question is about one
// protocol and one pair of hosts; complete is false if there are too many ways to follow all.
func (t *Tracer) Ways(q Question, see func(*Answer)) (complete bool, err error) {
	f, err := t.resolve(q)
	if err != nil {
		return false, err
	}
	_, complete = t.explore(t.full, &f, false, func(o *outcome) { see(t.way(q, o)) })
	return complete, nil
}

// way is the answer for the way in the log.
func (t *Tracer) way(q Question, o *outcome) *Answer {
	r := resultOf(o)
	a := &Answer{
		Question: q, From: o.from, To: o.to, Flow: o.asked, Verdict: r.verdict(), OneWay: r.oneWay(), Split: r.split(), Ways: 1,
	}
	if a.Flow.DstPorts = r.asked.DstPorts; o.node.IsValid() {
		a.Flow.Dst = o.node
	}
	t.record(a, o)
	t.addAssumptions(a)
	t.explainEvents(a, o)
	conclude(a, &r)
	return a
}
