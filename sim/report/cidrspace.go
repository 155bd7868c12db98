package report

import (
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDRFree is what is free in some pools.
type CIDRFree struct {
	Schema   string          `json:"schema"`
	Snapshot string          `json:"snapshot"`
	Pools    []string        `json:"pools"`
	Measures []CIDRMeasure   `json:"measures"`
	Free     []CIDRFreeBlock `json:"free"`
	LeftOut  int             `json:"left_out"` // blocks beyond a limit, or smaller than asked for
	InUse    int             `json:"in_use"`   // holdings in the pools
	Ignored  []CIDRHolding   `json:"ignored"`  // holdings around a pool
	Fits     *CIDRFits       `json:"fits,omitempty"`
}

// CIDRFits counts how many blocks of a length find place.
type CIDRFits struct {
	Bits  int      `json:"bits"`
	Count *big.Int `json:"count"`
}

// A CIDRFreeBlock is a free block.
type CIDRFreeBlock struct {
	CIDR string   `json:"cidr"`
	Size *big.Int `json:"size"`
}

// NewCIDRFree makes the record of blocks that are no longer than bits (0: all), at most limit of them.
func NewCIDRFree(s *ipam.Space, snapshot string, bits, limit int) *CIDRFree {
	r := &CIDRFree{
		Schema: CIDRFreeSchema, Snapshot: snapshot, Pools: blockTexts(s.Pools), Measures: measures(s), Free: []CIDRFreeBlock{},
		InUse: len(s.InUse), Ignored: cidrHoldings(s.Ignored),
	}
	if bits > 0 {
		r.Fits = &CIDRFits{bits, new(big.Int)}
		for _, f := range netmath.Families {
			if meant(f, bits) {
				r.Fits.Count.Add(r.Fits.Count, s.Fits(f, bits))
			}
		}
	}
	for _, p := range s.Free().Prefixes() {
		if bits > 0 && p.Bits() > bits || len(r.Free) >= limit {
			r.LeftOut++
			continue
		}
		r.Free = append(r.Free, CIDRFreeBlock{p.String(), netmath.RangeOf(p).Size()})
	}
	return r
}

// meant reports whether a length is one of a family's: up to 32 of IPv4, what is longer of IPv6.
func meant(f netmath.Family, bits int) bool {
	return (f == netmath.IPv4) == (bits <= netmath.IPv4.Bits())
}

// Sheets are the free blocks.
func (r *CIDRFree) Sheets() []Sheet {
	s := Sheet{
		Title: fmt.Sprintf("Free in %s: %s", strings.Join(r.Pools, ", "), counted(len(r.Free)+r.LeftOut, "block")),
		Lead:  append(measureLines(r.Measures), ignoredLines(r.Ignored)...), Table: Table{Header: []string{"cidr", "addresses"}},
	}
	for _, b := range r.Free {
		s.Rows = append(s.Rows, []string{b.CIDR, b.Size.String()})
	}
	if r.Fits != nil {
		s.Lead = append(s.Lead, fmt.Sprintf("fits %s more of /%d", grouped(r.Fits.Count), r.Fits.Bits))
	}
	if r.LeftOut > 0 {
		s.Foot = append(s.Foot, counted(r.LeftOut, "block")+" more, smaller or beyond --limit")
	}
	return []Sheet{s}
}

// A CIDRNext is blocks that were found in some pools.
type CIDRNext struct {
	Schema   string        `json:"schema"`
	Snapshot string        `json:"snapshot"`
	Pools    []string      `json:"pools"`
	Policy   string        `json:"policy"`
	Blocks   []CIDRGrant   `json:"blocks"`
	Measures []CIDRMeasure `json:"measures"` // before the blocks are taken
	InUse    []KindCount   `json:"in_use"`   // holdings in the pools by kind
	Ignored  []CIDRHolding `json:"ignored"`
	Why      bool          `json:"-"` // reasons are to be shown
}

// A KindCount counts holdings of a kind.
type KindCount struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// A CIDRGrant is a block that was found, and why this one.
type CIDRGrant struct {
	Name    string        `json:"name"`
	CIDR    string        `json:"cidr"`
	Hosts   *big.Int      `json:"hosts"` // addresses that interfaces of a subnet with it can have; of a block that is no subnet, all
	From    string        `json:"from"`  // the free block that it was cut from
	Skipped []CIDRHolding `json:"skipped"`
	Ranges  []CIDRRange   `json:"ranges"`
}

// maxSkipped is how many holdings are told that stood where a block would have come first.
const maxSkipped = 5

// NewCIDRNext makes the record.
func NewCIDRNext(s *ipam.Space, grants []ipam.Grant, policy ipam.Policy, snapshot string, why bool) *CIDRNext {
	r := &CIDRNext{
		Schema: CIDRNextSchema, Snapshot: snapshot, Pools: blockTexts(s.Pools), Policy: policy.String(), Blocks: []CIDRGrant{}, Measures: measures(s),
		InUse: kindCounts(s.InUse), Ignored: cidrHoldings(s.Ignored), Why: why,
	}
	last := map[netmath.Family]netip.Prefix{}
	for i := range grants {
		g := &grants[i]
		x := cidrGrant(g)
		if policy == ipam.FirstFit {
			x.Skipped = cidrHoldings(skippedBefore(s, last[g.Family], g.Block))
		}
		last[g.Family] = g.Block
		r.Blocks = append(r.Blocks, x)
	}
	return r
}

func cidrGrant(g *ipam.Grant) CIDRGrant {
	x := CIDRGrant{Name: g.Name, CIDR: g.Block.String(), Hosts: hostsOf(g.Block), From: prefixText(g.From), Skipped: []CIDRHolding{}, Ranges: []CIDRRange{}}
	for _, special := range ipam.RangesOver(g.Block) {
		if special.Severity > ipam.Harmless {
			x.Ranges = append(x.Ranges, CIDRRange{special.Prefix.String(), string(special.Code), special.Severity.String(), special.Name, special.Reason, special.Source})
		}
	}
	return x
}

// hostsOf counts the addresses that hosts of a subnet can have.
func hostsOf(p netip.Prefix) *big.Int {
	n := netmath.RangeOf(p).Size()
	return n.Sub(n, big.NewInt(int64(len(ipam.ReservedIn(p)))))
}

// skippedBefore are the holdings between the block before and a block, the last few: they are why it is not lower.
func skippedBefore(s *ipam.Space, before, block netip.Prefix) []ipam.Holding {
	var found []ipam.Holding
	for _, h := range s.InUse {
		after := !before.IsValid() || before.Addr().Less(h.Prefix.Addr())
		if after && h.Prefix.Addr().Less(block.Addr()) && h.Prefix.Addr().BitLen() == block.Addr().BitLen() {
			found = append(found, h)
		}
	}
	return found[max(0, len(found)-maxSkipped):]
}

func kindCounts(all []ipam.Holding) []KindCount {
	counts := map[ipam.Kind]int{}
	for i := range all {
		counts[all[i].Kind]++
	}
	list := []KindCount{}
	for k := ipam.VpcBlock; k <= ipam.Listed; k++ {
		if counts[k] > 0 {
			list = append(list, KindCount{k.String(), counts[k]})
		}
	}
	return list
}

// Sheets are the blocks, with reasons if asked.
func (r *CIDRNext) Sheets() []Sheet {
	s := Sheet{Table: Table{Header: []string{"cidr", "hosts"}}}
	named := slices.ContainsFunc(r.Blocks, func(g CIDRGrant) bool { return g.Name != "" })
	if named {
		s.Header = append(s.Header, "name")
	}
	if r.Why {
		s.Header = append(s.Header, "why")
	}
	for i := range r.Blocks {
		g := &r.Blocks[i]
		row := []string{g.CIDR, g.Hosts.String()}
		if named {
			row = append(row, g.Name)
		}
		if r.Why {
			row = append(row, r.why(g))
		}
		s.Rows = append(s.Rows, row)
	}
	if r.Why {
		s.Foot = append(s.Foot, prefixed(strings.Join(r.Pools, ", ")+": ", measureLines(r.Measures))...)
		s.Foot = append(s.Foot, ignoredLines(r.Ignored)...)
	}
	for i := range r.Blocks {
		for _, x := range r.Blocks[i].Ranges {
			s.Foot = append(s.Foot, fmt.Sprintf("%s: %s %s: %s (%s)", r.Blocks[i].CIDR, x.CIDR, x.Name, x.Reason, x.Code))
		}
	}
	return []Sheet{s}
}

func prefixed(text string, lines []string) []string {
	for i := range lines {
		lines[i] = text + lines[i]
	}
	return lines
}

// why is the reason for a block: its policy, what it does not overlap, and what stood in the way of a lower one.
func (r *CIDRNext) why(g *CIDRGrant) string {
	text := map[string]string{
		"first-fit": "the lowest free place", "best-fit": "the smallest free block that is large enough", "sparse": "the middle of the largest free block",
	}[r.Policy]
	if g.From != "" && g.From != g.CIDR {
		text += ", in " + g.From
	}
	var counts []string
	for _, c := range r.InUse {
		counts = append(counts, counted(c.Count, kindNoun(c.Kind)))
	}
	if len(counts) > 0 {
		text += "; no overlap with " + strings.Join(counts, ", ")
	}
	var skipped []string
	for i := range g.Skipped {
		skipped = append(skipped, fmt.Sprintf("%s %s", g.Skipped[i].CIDR, g.Skipped[i].Called()))
	}
	if len(skipped) > 0 {
		text += "; after " + strings.Join(skipped, ", ")
	}
	return text
}

// kindNoun is what people call a holding of a kind.
func kindNoun(kind string) string {
	switch kind {
	case "vpc":
		return "VPC block"
	case "peer-vpc":
		return "peer outside the snapshot"
	case "vpn-route", "transit-route":
		return "on-premises route"
	case "listed":
		return "listed block"
	}
	return strings.ReplaceAll(kind, "-", " ")
}
