package reach

import "context"

// tallyOdd counts one by one what the crowds do not tell.
func (x *afar) tallyOdd(ctx context.Context, r *row, from []Place) error {
	cs := &x.crowds
	runOf := x.to.runOf()
	for i := range cs.all {
		for _, f := range cs.all[i].from {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if len(cs.odd[i]) > 0 {
				if err := x.oneToOdd(r, &from[f], cs.odd[i], runOf); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// oneToOdd counts what passes from a class to those of some crowds.
func (x *afar) oneToOdd(r *row, from *Place, crowds []int32, runOf []int32) error {
	x.enterZone(x.about[from.class-1].zone, len(x.to.runs), len(x.to.places)-x.to.others)
	vpc := x.vpcOf(from)
	for _, n := range crowds {
		for _, t := range x.crowds.all[n].to {
			to := &x.to.places[t]
			if !x.isFar(vpc, x.vpcOf(to)) {
				continue
			}
			if err := x.toPlace(r, from, t, runOf[t], x.to, x.family); err != nil {
				return err
			}
		}
	}
	return nil
}

// runOf is the number of the run of each class.
func (t *targets) runOf() []int32 {
	of := make([]int32, t.others)
	for n := range t.runs {
		for i := t.runs[n].first; i < t.runs[n].end; i++ {
			of[i] = int32(n)
		}
	}
	return of
}
