package netmath

// Union is the values in p or in q.
func (p Ports) Union(q Ports) Ports {
	switch {
	case p.Empty() || q.Full():
		return q
	case q.Empty() || p.Full():
		return p
	case p.single() && q.single():
		return p.unionSingle(q)
	}
	return portsOfSpans(p.spans().union(q.spans()))
}

func (p Ports) unionSingle(q Ports) Ports {
	switch p.one.relate(q.one) {
	case before:
		return portsOfSpans(spans[port]{p.one, q.one})
	case after:
		return portsOfSpans(spans[port]{q.one, p.one})
	case abutsBefore, outLow, inside, outBoth, outHigh, abutsAfter:
	}
	return onePorts(p.one.join(q.one))
}

// Intersect is the values in both p and q.
func (p Ports) Intersect(q Ports) Ports {
	switch {
	case p.Empty() || q.Full():
		return p
	case q.Empty() || p.Full():
		return q
	case p.single() && q.single():
		return PortSpan(uint16(max(p.one.lo, q.one.lo)), uint16(min(p.one.hi, q.one.hi)))
	case q.single():
		return p.intersectSpan(q.one)
	case p.single():
		return q.intersectSpan(p.one)
	}
	return portsOfSpans(p.several().intersect(q.several()))
}

// intersectSpan is what several ranges have of one. Nearly always that is in one of them, which takes no memory.
func (p Ports) intersectSpan(s span[port]) Ports {
	all := p.several()
	all = all[all.search(s.lo):]
	if len(all) < 2 || all[1].lo > s.hi {
		if len(all) == 0 {
			return Ports{}
		}
		return PortSpan(uint16(max(all[0].lo, s.lo)), uint16(min(all[0].hi, s.hi)))
	}
	return portsOfSpans(all.intersect(spans[port]{s}))
}

// Subtract is the values in p that are not in q.
func (p Ports) Subtract(q Ports) Ports {
	switch {
	case p.Empty() || q.Empty():
		return p
	case p.single() && q.single():
		return p.subtractSingle(q)
	}
	return portsOfSpans(p.spans().subtract(q.spans()))
}

func (p Ports) subtractSingle(q Ports) Ports {
	switch p.one.relate(q.one) {
	case outLow:
		return onePorts(p.one.below(q.one))
	case outHigh:
		return onePorts(p.one.above(q.one))
	case outBoth:
		return portsOfSpans(spans[port]{p.one.below(q.one), p.one.above(q.one)})
	case inside:
		return Ports{}
	case before, abutsBefore, abutsAfter, after:
	}
	return p
}

// Complement is the values that are not in p.
func (p Ports) Complement() Ports { return AllPorts().Subtract(p) }

// Overlaps reports whether p and q have a value in common.
func (p Ports) Overlaps(q Ports) bool {
	switch {
	case p.Empty() || q.Empty():
		return false
	case q.single():
		return p.overlapsSpan(q.one)
	case p.single():
		return q.overlapsSpan(p.one)
	}
	return p.several().intersects(q.several())
}

func (p Ports) overlapsSpan(s span[port]) bool {
	if p.single() {
		_, ok := p.one.meet(s)
		return ok
	}
	return p.several().overlaps(s)
}

// Covers reports whether p has every value of q. Every set covers the empty one.
func (p Ports) Covers(q Ports) bool {
	switch {
	case q.Empty():
		return true
	case p.Empty():
		return false
	case p.single() && q.single():
		return p.one.lo <= q.one.lo && q.one.hi <= p.one.hi
	case q.single():
		return p.several().coversSpan(q.one)
	case p.single(): // q lies between its first start and its last end
		return p.one.lo <= q.one.lo && q.several()[len(q.several())-1].hi <= p.one.hi
	}
	return p.several().covers(q.several())
}
