package reach

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A threshold is what the interfaces of a zone themselves do of the services that are asked for, whatever their groups say. It is
// comparable.
type threshold struct {
	starts, takes pass
	answers       pass // of the replies
	ends          bool // a request that comes to them ends there
}

// thresholds are those met so far, each once.
type thresholds struct {
	all     []threshold
	numbers map[threshold]int32
	ofZone  []int32 // one more than the number of each zone's; 0 if nobody asked
}

func newThresholds(zones int) thresholds {
	return thresholds{numbers: map[threshold]int32{}, ofZone: make([]int32, zones)}
}

// threshold is the number of a zone's.
func (a *asker) threshold(zone int32) int32 {
	t := &a.thresholds
	if t.ofZone[zone] == 0 {
		one := a.thresholdOf(a.zones[zone].on)
		n, known := t.numbers[one]
		if !known {
			n = int32(len(t.all))
			t.numbers[one], t.all = n, append(t.all, one)
		}
		t.ofZone[zone] = n + 1
	}
	return t.ofZone[zone] - 1
}

// thresholdOf asks an interface about both families: protocols that the one lacks never come up.
func (a *asker) thresholdOf(id graph.InterfaceID) threshold {
	t := threshold{ends: true}
	if a.g.IsNode(id) { // what it does with a request is asked apart
		return threshold{starts: everything, takes: everything, answers: everything, ends: true}
	}
	for _, f := range netmath.Families {
		own := a.g.Primary(id, f)
		if !own.IsValid() {
			continue
		}
		t.starts = a.either(t.starts, a.passOf(f, func(h graph.Packet) graph.Bounds {
			h.Src = own
			return a.walk.Starts(id, h)
		}))
		t.takes = a.either(t.takes, a.passOf(f, func(h graph.Packet) graph.Bounds {
			b, ends := a.walk.Takes(id, h)
			t.ends = t.ends && ends
			return b
		}))
		t.answers = a.either(t.answers, a.passOf(f, func(h graph.Packet) graph.Bounds {
			reply, answers := h.Reply()
			if !answers {
				return graph.Exactly(netmath.AllPorts())
			}
			reply.Src = own
			return a.walk.Answers(id, reply)
		}))
	}
	return t
}

// either is what passes one of two filters of different packets.
func (a *asker) either(p, o pass) pass {
	return pass{a.services.Union(p.certain, o.certain), a.services.Union(p.possible, o.possible)}
}
