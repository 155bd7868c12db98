package graph

import "net/netip"

// Beside makes a walk compare the routes that it looks up with those of a graph that was recompiled from its own, until nil is beside it. Where no route is
// another one, and nothing but routes was edited, a packet is led there as it is here.
func (w *Walk) Beside(h *Graph) {
	if w.beside, w.elsewhere = h, false; h != nil && h != w.judged {
		w.judged, w.divided = h, nil
	}
}

// Strayed reports whether any route that was looked up since is another one, or may be.
func (w *Walk) Strayed() bool { return w.elsewhere }

// stray notes whether a table leads a packet elsewhere beside, by where it sees it go. A stand-in it may lead there by parts of what that may be which it does
// not tell apart here.
func (w *Walk) stray(ti int32, dst, seen netip.Addr) {
	w.elsewhere = w.elsewhere || w.g.leadsElsewhere(w.beside, ti, seen) || w.isStandIn(dst) && w.dividesBeside(ti, dst)
}

// dividesBeside reports whether a table that is another one beside tells apart there what a stand-in may be.
func (w *Walk) dividesBeside(ti int32, a netip.Addr) bool {
	if w.g.tables[ti].fib == w.beside.tables[ti].fib {
		return false
	}
	key := glance{a, stage{kind: RouteEvent, table: ti}}
	divides, known := w.divided[key]
	if !known {
		divides = len(divide(w.g.standIns[a].free, w.beside.PrefixesAt(Event{Kind: RouteEvent, Table: ti}))) > 1
		if w.divided == nil {
			w.divided = map[glance]bool{}
		}
		w.divided[key] = divides
	}
	return divides
}
