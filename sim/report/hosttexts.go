package report

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/exposure"
)

// hostTexts prints sets of hosts outside, each once: thousands of findings are about the same few. What nobody asked about, such as the
// addresses that the network has on the internet itself, makes no holes in them.
type hostTexts struct {
	sets  *netmath.AddrSetTable
	known map[[2]uint32]sendersText // by numbers of the hosts and of all that were asked about
}

// A sendersText is who gets in and who does not.
type sendersText struct{ prefixes, but []string }

func newHostTexts() hostTexts {
	return hostTexts{netmath.NewAddrSetTable(), map[[2]uint32]sendersText{}}
}

// of is who of the senders gets in, and who does not. The lists are shared: nobody may change them.
func (h *hostTexts) of(s *exposure.Senders) (prefixes, but []string) {
	key := [2]uint32{h.sets.Number(s.Hosts), h.sets.Number(s.Asked)}
	t, known := h.known[key]
	if !known {
		t = sendersText{blockTexts(s.Hosts.PrefixesAmong(s.Asked)), blockTexts(s.Asked.Subtract(s.Hosts).PrefixesAmong(s.Asked))}
		h.known[key] = t
	}
	return t.prefixes, t.but
}

func prefixTexts(s netmath.AddrSet) []string { return blockTexts(s.Prefixes()) }
