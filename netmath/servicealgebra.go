package netmath

// Union is the services in a or in b.
func (t *ServiceTable) Union(a, b ServiceSet) ServiceSet {
	switch {
	case a == b || t.surelyCovers(a, b):
		return a
	case t.surelyCovers(b, a):
		return b
	}
	return t.apply(union, min(a, b), max(a, b))
}

// Intersect is the services in both a and b.
func (t *ServiceTable) Intersect(a, b ServiceSet) ServiceSet {
	switch {
	case a == b || t.surelyCovers(b, a):
		return a
	case t.surelyCovers(a, b):
		return b
	case t.surelyApart(a, b):
		return NoServices
	}
	return t.apply(intersect, min(a, b), max(a, b))
}

// Subtract is the services in a that are not in b.
func (t *ServiceTable) Subtract(a, b ServiceSet) ServiceSet {
	switch {
	case a == b || t.surelyCovers(b, a):
		return NoServices
	case t.surelyApart(a, b):
		return a
	}
	return t.apply(subtract, a, b)
}

// Complement is the services that are not in s.
func (t *ServiceTable) Complement(s ServiceSet) ServiceSet { return t.Subtract(AllServices, s) }

// apply does an operation that the signatures did not settle.
func (t *ServiceTable) apply(op truthTable, a, b ServiceSet) ServiceSet {
	if r, known := t.done.get(uint32(op), uint32(a), uint32(b)); known {
		return ServiceSet(r)
	}
	t.work = op.combine(t.work[:0], t.sets[a].borders, t.sets[b].borders)
	r := t.intern(t.work)
	t.done.put(uint32(op), uint32(a), uint32(b), uint32(r))
	return r
}

// Overlaps reports whether a and b have a service in common.
func (t *ServiceTable) Overlaps(a, b ServiceSet) bool {
	x, y := &t.sets[a], &t.sets[b]
	switch {
	case x.signature.apart(y.signature):
		return false
	case x.signature.meets(y.signature):
		return true
	}
	return !intersect.empty(x.borders, y.borders)
}

// Covers reports whether a has every service of b. Every set covers the empty one.
func (t *ServiceTable) Covers(a, b ServiceSet) bool {
	x, y := &t.sets[a], &t.sets[b]
	switch {
	case a == b || x.signature.covers(y.signature):
		return true
	case x.signature.lacks(y.signature):
		return false
	}
	return subtract.empty(y.borders, x.borders)
}

func (t *ServiceTable) surelyCovers(a, b ServiceSet) bool {
	return t.sets[a].signature.covers(t.sets[b].signature)
}

func (t *ServiceTable) surelyApart(a, b ServiceSet) bool {
	return t.sets[a].signature.apart(t.sets[b].signature)
}
