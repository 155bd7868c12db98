package reach

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// A share is some of the places to which a query asks: whole runs of classes, and places.
type share struct {
	run, endRun     int // the runs
	place, endPlace int // the places, those of the runs among them
}

// The sizes of shares: so many classes, or so many load balancers and networks outside.
const (
	classesInShare = 2048
	othersInShare  = 128
)

func (t *targets) whole() share { return share{0, len(t.runs), 0, len(t.places)} }

// divide cuts the targets into shares, in order.
func (t *targets) divide() []share {
	var all []share
	last := share{}
	for n := range t.runs {
		if last.endRun, last.endPlace = n+1, t.runs[n].end; last.endPlace-last.place >= classesInShare {
			all = append(all, last)
			last = share{run: n + 1, endRun: n + 1, place: last.endPlace, endPlace: last.endPlace}
		}
	}
	if last.endPlace > last.place {
		all = append(all, last)
	}
	for i := t.others; i < len(t.places); i += othersInShare {
		all = append(all, share{len(t.runs), len(t.runs), i, min(i+othersInShare, len(t.places))})
	}
	return all
}

// fromOutside asks what passes from hosts outside to those of a run, and counts them as one where nothing does.
func (a *asker) fromOutside(r *row, from *Place, to *targets, run *run) error {
	var open [2]bool
	for _, f := range a.query.Families {
		if run.sizes[f] == 0 || !a.has(from, f) {
			continue
		}
		n, err := a.sharesOfRun(from, to, run, f)
		if err != nil {
			return err
		}
		if open[f] = n != blocked; !open[f] {
			r.totals.Blocked += from.Size() * run.sizes[f]
		}
	}
	if open == [2]bool{} {
		return nil
	}
	for i := run.first; i < run.end; i++ {
		for _, f := range a.query.Families {
			if !open[f] {
				continue
			}
			if err := a.pair(r, from, &to.places[i], f); err != nil {
				return err
			}
		}
	}
	return nil
}

// sharesOfRun is the number of how hosts outside fare towards a run, by the first place there that can be asked about.
func (a *asker) sharesOfRun(from *Place, to *targets, run *run, f netmath.Family) (int32, error) {
	for i := run.first; i < run.end; i++ {
		if q, _, ask := a.question(from, &to.places[i], f); ask {
			return a.hostShares(q, sim.From, run.zone, from, f)
		}
	}
	return blocked, nil
}
