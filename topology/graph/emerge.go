package graph

import "net/netip"

// Emerge is the address by which a host on the internet sees requests of an interface, whatever the security groups say; zero if none
// comes there.
func (w *Walk) Emerge(from InterfaceID, p Packet) netip.Addr {
	w.Reset(nil)
	w.Open(false)
	defer w.Close()
	if w.FromInterface(from, p) != Arrived || w.where.Kind != AtInternet {
		return netip.Addr{}
	}
	return w.final.Src
}
