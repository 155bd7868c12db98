package ipam

import (
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// Waste is how many addresses a summary may take in that none of its blocks has: at most both, where both are given.
type Waste struct {
	Addresses *big.Int // nil: as the share says
	Share     float64  // of the summary; with Addresses nil and 0 nothing may be wasted
}

// ParseWaste reads "256" (addresses) or "25%" (of the summary); "" and "0" are none.
func ParseWaste(s string) (Waste, error) {
	if text, percent := strings.CutSuffix(s, "%"); percent {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 0 || n >= 100 {
			return Waste{}, fmt.Errorf("%q is not a waste: a share is from 0%% to below 100%%", s)
		}
		return Waste{Share: n / 100}, nil
	}
	n, ok := new(big.Int).SetString(s, 10)
	switch {
	case s == "":
		return Waste{}, nil
	case !ok || n.Sign() < 0:
		return Waste{}, fmt.Errorf("%q is not a waste: write a number of addresses such as 256, or a share such as 25%%", s)
	}
	return Waste{Addresses: n}, nil
}

// allows reports whether a block may be a summary.
func (w Waste) allows(wasted *big.Int, p netip.Prefix) bool {
	if w.Addresses != nil {
		return wasted.Cmp(w.Addresses) <= 0
	}
	return wasted.Sign() == 0 || Share(wasted, sizeOf(p)) <= w.Share
}

// A Summary is a block that stands for others.
type Summary struct {
	Prefix netip.Prefix
	Of     []netip.Prefix // those that it stands for, by address, as they were given
	Wasted *big.Int       // addresses that none of them has
}

// Aggregate is the fewest blocks that stand for those given and waste no more than allowed each, without addresses that are to be avoided.
// What is given is always covered, also where it is to be avoided.
//
// It looks from the outside in: the first block that will do stands for all in it, and no smaller ones could do with fewer.
func Aggregate(blocks []netip.Prefix, w Waste, avoid netmath.AddrSet) []Summary {
	exact := netmath.Aggregate(blocks)
	avoid = avoid.Subtract(netmath.AddrSetOf(blocks...))
	split := 0
	for split < len(exact) && exact[split].Addr().Is4() {
		split++
	}
	a := aggregator{w, avoid, nil}
	a.cover(exact[:split])
	a.cover(exact[split:])
	assign(a.found, blocks)
	return a.found
}

type aggregator struct {
	waste Waste
	avoid netmath.AddrSet
	found []Summary
}

// cover finds summaries for blocks of one family, by address, of which none touches another with which it would make one.
func (a *aggregator) cover(exact []netip.Prefix) {
	if len(exact) == 0 {
		return
	}
	whole := netmath.Cover(exact[0], exact[len(exact)-1])
	wasted := sizeOf(whole)
	for _, p := range exact {
		wasted.Sub(wasted, sizeOf(p))
	}
	if len(exact) == 1 || a.waste.allows(wasted, whole) && !a.avoid.Overlaps(whole) {
		a.found = append(a.found, Summary{Prefix: whole, Wasted: wasted})
		return
	}
	low, _, _ := netmath.Halves(whole)
	at := 0
	for at < len(exact) && low.Contains(exact[at].Addr()) {
		at++
	}
	a.cover(exact[:at])
	a.cover(exact[at:])
}

// assign tells which of the given blocks each summary stands for.
func assign(found []Summary, blocks []netip.Prefix) {
	sorted := make([]netip.Prefix, 0, len(blocks))
	for _, p := range blocks {
		if p.IsValid() {
			sorted = append(sorted, p.Masked())
		}
	}
	slices.SortFunc(sorted, netip.Prefix.Compare)
	sorted = slices.Compact(sorted)
	at := 0
	for _, p := range sorted {
		for !contains(found[at].Prefix, p) {
			at++
		}
		found[at].Of = append(found[at].Of, p)
	}
}
