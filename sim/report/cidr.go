package report

import (
	"fmt"
	"math/big"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/ref"
)

// The schema words of the records about addresses.
const (
	CIDRInfoSchema      = "dryhop/cidr-info/v1"
	CIDROverlapsSchema  = "dryhop/cidr-overlaps/v1"
	CIDRFreeSchema      = "dryhop/cidr-free/v1"
	CIDRNextSchema      = "dryhop/cidr-next/v1"
	CIDRSplitSchema     = "dryhop/cidr-split/v1"
	CIDRAggregateSchema = "dryhop/cidr-aggregate/v1"
	CIDRTreeSchema      = "dryhop/cidr-tree/v1"
	CIDRUseSchema       = "dryhop/cidr-util/v1"
)

// A CIDRHolding is a block of addresses that something holds.
type CIDRHolding struct {
	CIDR    string `json:"cidr"`
	Kind    string `json:"kind"` // vpc, subnet, prefix, reservation, peer-vpc, vpn-route, transit-route, client-vpn, listed, ...
	ID      string `json:"id"`
	Name    string `json:"name"`
	Account string `json:"account"`
	Region  string `json:"region"`
	Zone    string `json:"zone,omitempty"`
	Vpc     string `json:"vpc,omitempty"` // id of the VPC that it is in
	Primary bool   `json:"primary,omitempty"`
	Pending bool   `json:"pending,omitempty"` // a VPC's block that is being associated or disassociated
	Note    string `json:"note,omitempty"`
	At      string `json:"at,omitempty"` // file:line
}

// Called is what people call the holder.
func (h *CIDRHolding) Called() string {
	if h.Name != "" {
		return h.Name
	}
	return ref.Short(h.ID)
}

func cidrHolding(h *ipam.Holding) CIDRHolding {
	return CIDRHolding{
		CIDR: h.Prefix.String(), Kind: h.Kind.String(), ID: h.Ref.ID, Name: h.Name, Account: h.Account, Region: h.Region, Zone: h.Zone, Vpc: h.Vpc,
		Primary: h.Primary, Pending: h.Pending, Note: h.Note, At: position(h.At),
	}
}

func cidrHoldings(all []ipam.Holding) []CIDRHolding {
	list := make([]CIDRHolding, len(all))
	for i := range all {
		list[i] = cidrHolding(&all[i])
	}
	return list
}

func position(p ipam.Position) string {
	if p.Line == 0 {
		return p.Path
	}
	return fmt.Sprintf("%s:%d", p.Path, p.Line)
}

// prefixText is a block, or nothing.
func prefixText(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.String()
}

// blockTexts are blocks in print; never null.
func blockTexts(blocks []netip.Prefix) []string {
	texts := make([]string, len(blocks))
	for i, p := range blocks {
		texts[i] = p.String()
	}
	return texts
}

// percent is a share of one as people read it; nothing if it is not known.
func percent(share float64) string {
	switch {
	case share < 0:
		return "?"
	case share > 0 && share < 0.001:
		return "<0.1 %"
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}

// grouped is a number with commas; one so large that nobody reads its digits is a power of two.
func grouped(n *big.Int) string {
	text := n.String()
	if len(text) > 15 {
		if n.TrailingZeroBits() == uint(n.BitLen()-1) {
			return fmt.Sprintf("2^%d", n.BitLen()-1)
		}
		return fmt.Sprintf("about 2^%d", n.BitLen()-1)
	}
	var b strings.Builder
	for i, digit := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

func number(n int) string { return grouped(big.NewInt(int64(n))) }

// counted is a number with its word.
func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	if strings.HasSuffix(word, "ss") {
		return number(n) + " " + word + "es"
	}
	return number(n) + " " + word + "s"
}

// familyWord is the family of a block.
func familyWord(p netip.Prefix) string { return netmath.FamilyOf(p.Addr()).String() }

// A CIDRMeasure says how much of some pools is free in one family, and in how large pieces.
type CIDRMeasure struct {
	Family        string   `json:"family"`
	Total         *big.Int `json:"total"`
	Used          *big.Int `json:"used"`
	Free          *big.Int `json:"free"`
	Blocks        int      `json:"blocks"`
	Largest       string   `json:"largest"` // empty if nothing is free
	Fragmentation int      `json:"fragmentation_percent"`
}

func measures(s *ipam.Space) []CIDRMeasure {
	all := []CIDRMeasure{}
	for _, f := range netmath.Families {
		if s.Pool().Of(f).Empty() {
			continue
		}
		m := s.Measure(f)
		all = append(all, CIDRMeasure{f.String(), m.Total, m.Used, m.Free, m.Blocks, prefixText(m.Largest), int(100*m.Fragmentation + 0.5)})
	}
	return all
}

// text is a line: "used 31.2 %, free 11,534,336 addresses in 14 blocks, largest /10 (10.128.0.0/10), fragmentation 64 %".
func (m *CIDRMeasure) text() string {
	line := fmt.Sprintf("used %s, free %s of %s addresses in %s", percent(ipam.Share(m.Used, m.Total)), grouped(m.Free), grouped(m.Total), counted(m.Blocks, "block"))
	if m.Largest != "" {
		line += fmt.Sprintf(", largest %s, fragmentation %d %%", m.Largest, m.Fragmentation)
	}
	return line
}

func measureLines(all []CIDRMeasure) []string {
	var lines []string
	for i := range all {
		line := all[i].text()
		if len(all) > 1 {
			line = all[i].Family + ": " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// ignoredLines say which holdings around a pool do not count as using it.
func ignoredLines(ignored []CIDRHolding) []string {
	var lines []string
	for i := range ignored {
		h := &ignored[i]
		lines = append(lines, fmt.Sprintf("not counted as used: %s of %s (%s) contains the pool", h.CIDR, h.Called(), h.Kind))
	}
	return lines
}

// inside reports whether a block lies in another, both in print.
func inside(cidr, outer string) bool {
	a, err := netip.ParsePrefix(cidr)
	b, outerErr := netip.ParsePrefix(outer)
	return err == nil && outerErr == nil && b.Bits() <= a.Bits() && b.Contains(a.Addr())
}
