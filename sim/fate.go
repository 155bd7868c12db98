package sim

// A fate is what becomes of flows that AWS sends on different ways: of some of them one thing, of others another.
type fate uint8

// What may become of a flow.
const (
	fatePasses fate = 1 << iota
	fateFails
	fateOpen // nobody can tell
)

// fateOf is the fate that a verdict stands for.
func fateOf(v Verdict) fate {
	return map[Verdict]fate{Reachable: fatePasses, Unreachable: fateFails, Partial: fatePasses | fateFails, Unknown: fateOpen}[v]
}

// verdict weighs a fate: where some pass and others do not, that is certain, whatever becomes of the rest.
func (f fate) verdict() Verdict {
	switch {
	case f&fatePasses != 0 && f&fateFails != 0:
		return Partial
	case f&fateOpen != 0:
		return Unknown
	case f&fatePasses != 0:
		return Reachable
	}
	return Unreachable
}

// undecided is the fate of two alternatives of which one is the truth: what both have in common, the rest is open.
func undecided(a, b fate) fate {
	if a == b {
		return a
	}
	return a&b | fateOpen
}
