package graph

import "net/netip"

// Beside makes a walk compare the routes that it looks up with those of a graph that was recompiled from its own, until nil is beside it. Where no route is
// another one, and nothing but routes was edited, a packet is led there as it is here.
func (w *Walk) Beside(h *Graph) { w.beside, w.elsewhere = h, false }

// Strayed reports whether any route that was looked up since is another one, or may be.
func (w *Walk) Strayed() bool { return w.elsewhere }

func (w *Walk) stray(ti int32, dst netip.Addr) {
	w.elsewhere = w.elsewhere || w.g.leadsElsewhere(w.beside, ti, dst)
}
