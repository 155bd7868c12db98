package reach

// byGates is the fabric of two zones of VPCs that are far from each other, as the gates tell by which legs leave the one and come to the other: a
// matrix is about all zones and all others, so nobody walks from each to each. It is unasked if more decides, or no matrix is wanted.
func (a *asker) byGates(p *pairOfZones) int32 {
	from, to := p.q.From.Interface, p.q.To.Interface
	if a.ledger == nil || !a.afar(&a.query) || !a.isFar(a.g.VpcIndex(from), a.g.VpcIndex(to)) {
		return unasked
	}
	x := a.gates[p.family]
	if x == nil {
		x = a.newAfar(p.family, nil)
		a.gates[p.family] = x
		x.depart()
		x.arrive()
	}
	s, r := x.profileOf(p.from), x.profileOf(p.to)
	return x.joining(&x.profiles.all[s], &x.profiles.all[r], a.g.Primary(from, p.family), a.g.Primary(to, p.family))
}
