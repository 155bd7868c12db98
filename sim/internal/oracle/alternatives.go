package oracle

// maxRuns bounds the ways in which doubts and picks may combine.
const maxRuns = 1 << 14

// spareRuns are walked when the verdict is certain, to learn what becomes of the request alone.
const spareRuns = 64

// An odometer replays a list of choices and counts through all of them: a walk picks in the same order each time, and
// advance moves the last choice that has an option left. Choices with a name are made once, whenever they come up.
type odometer struct {
	digits, radix []int
	names         []string
	next          int
}

func (o *odometer) rewind() { o.next = 0 }

// pick is a number below n.
func (o *odometer) pick(n int) int {
	if o.next == len(o.digits) {
		o.add("", n)
	}
	d := o.digits[o.next]
	o.next++
	return d
}

// settle is a number below n, the same for the same name.
func (o *odometer) settle(name string, n int) int {
	for i, known := range o.names {
		if known == name {
			return o.digits[i]
		}
	}
	o.add(name, n)
	return 0
}

func (o *odometer) add(name string, n int) {
	o.digits, o.radix, o.names = append(o.digits, 0), append(o.radix, n), append(o.names, name)
}

// advance reports whether there is another combination.
func (o *odometer) advance() bool {
	for i := len(o.digits) - 1; i >= 0; i-- {
		if o.digits[i]+1 < o.radix[i] {
			o.digits[i]++
			o.digits, o.radix, o.names = o.digits[:i+1], o.radix[:i+1], o.names[:i+1]
			return true
		}
	}
	return false
}

// choose is one of n ways in which the world may be. The same doubt is decided alike throughout (R2.13).
func (r *run) choose(doubt string, n int) int {
	if n < 2 {
		return 0
	}
	return r.doubts.settle(doubt, n)
}

// awsPicks is one of n ways that AWS may take: no doubt about the network, and another one next time perhaps (R7.12).
func (r *run) awsPicks(n int) int {
	if n < 2 {
		return 0
	}
	return r.picks.pick(n)
}

// agree is the outcome that all alternatives share, or Unknown.
func agree(all []Outcome) Outcome {
	out := all[0]
	for _, o := range all[1:] {
		if o.Verdict != out.Verdict && out.Verdict != Unknown {
			out.Verdict, out.Why = Unknown, "alternatives differ: "+out.Why+" | "+o.Why
			out.Log = append(append(out.Log, "--- another alternative"), o.Log...)
		}
		if o.Forward != out.Forward {
			out.Forward = Unknown
		}
	}
	return out
}

// cover joins the outcomes for all that AWS may pick: fine for all, for some, or for none.
func cover(all []Outcome) Outcome {
	out := all[0]
	for _, o := range all {
		if o.Verdict != out.Verdict {
			out.Why = all[0].Why + " | " + o.Why
			out.Log = append(append(all[0].Log, "--- another pick"), o.Log...)
		}
	}
	out.Verdict = coverVerdicts(all, func(o Outcome) Verdict { return o.Verdict })
	out.Forward = coverVerdicts(all, func(o Outcome) Verdict { return o.Forward })
	return out
}

func coverVerdicts(all []Outcome, of func(Outcome) Verdict) Verdict {
	var seen [4]bool
	for _, o := range all {
		seen[of(o)] = true
	}
	switch {
	case seen[Reachable] && seen[Unreachable]:
		return Partial
	case seen[Unknown]:
		return Unknown
	}
	return of(all[0])
}
