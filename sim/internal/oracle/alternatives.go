package oracle

// maxAlternatives bounds the ways in which doubts may combine.
const maxAlternatives = 4096

// An odometer replays a list of choices and counts through all of them: a walk picks in the same order each time, and
// advance moves the last choice that has an option left.
type odometer struct {
	digits, radix []int
	next          int
}

func (o *odometer) rewind() { o.next = 0 }

// pick is a number below n.
func (o *odometer) pick(n int) int {
	if o.next == len(o.digits) {
		o.digits, o.radix = append(o.digits, 0), append(o.radix, n)
	}
	d := o.digits[o.next]
	o.next++
	return d
}

// advance reports whether there is another combination.
func (o *odometer) advance() bool {
	for i := len(o.digits) - 1; i >= 0; i-- {
		if o.digits[i]+1 < o.radix[i] {
			o.digits[i]++
			o.digits, o.radix = o.digits[:i+1], o.radix[:i+1]
			return true
		}
	}
	return false
}

// choose is one of n ways in which the world may be. The same doubt is decided alike throughout a run (R2.13).
func (r *run) choose(doubt string, n int) int {
	if n < 2 {
		return 0
	}
	d, known := r.decided[doubt]
	if !known {
		d = r.doubts.pick(n)
		r.decided[doubt] = d
	}
	return d
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

// cover joins the outcomes for all ports that a translator may pick: fine for all, for some, or for none.
func cover(all []Outcome) Outcome {
	out := all[0]
	var seen [4]bool
	for _, o := range all {
		seen[o.Verdict] = true
		if o.Verdict != out.Verdict {
			out.Why = all[0].Why + " | " + o.Why
		}
	}
	switch {
	case seen[Reachable] && seen[Unreachable]:
		out.Verdict = Partial
	case seen[Unknown]:
		out.Verdict = Unknown
	}
	if len(all) > 1 && out.Verdict == Partial {
		out.Log = append(append(out.Log, "--- another port"), all[len(all)-1].Log...)
	}
	return out
}
