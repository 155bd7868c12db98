package ipam

import (
	"fmt"
	"maps"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A Tier is subnets of one purpose: one in every zone.
type Tier struct {
	Name  string
	Bits  int // length of its subnets, or 0
	Hosts int // or how many hosts each has
}

// ParseTier reads NAME:/24 (the length of the subnets) or NAME:200 (hosts in each).
func ParseTier(s string) (Tier, error) {
	name, size, found := strings.Cut(s, ":")
	t := Tier{Name: name}
	text, isLength := strings.CutPrefix(size, "/")
	n, err := strconv.Atoi(strings.TrimSuffix(text, "hosts"))
	if !found || name == "" || err != nil || n <= 0 {
		return t, fmt.Errorf("%q is not a tier: write NAME:/24 for the length of its subnets, or NAME:200 for the hosts in each", s)
	}
	if isLength {
		t.Bits = n
	} else {
		t.Hosts = n
	}
	return t, nil
}

// SubnetLength is the length of a tier's subnets in a family. Those of IPv6 are /64, unless the tier has another length.
func (t *Tier) SubnetLength(f netmath.Family, growth float64) (int, error) {
	switch {
	case t.Bits > 0 && (f == netmath.IPv6) == (t.Bits > 32):
		if !isSubnetSize(netip.PrefixFrom(anyOf(f), t.Bits)) {
			return 0, fmt.Errorf("tier %s: AWS has no subnets of length /%d: IPv4 /16 to /28, IPv6 /44 to /64 in steps of 4", t.Name, t.Bits)
		}
		return t.Bits, nil
	case f == netmath.IPv6:
		return 64, nil
	}
	bits, exists := SubnetBits(grown(t.Hosts, growth))
	if !exists {
		return 0, fmt.Errorf("tier %s: %d hosts do not fit a subnet: the largest is a /16 with 65531", t.Name, grown(t.Hosts, growth))
	}
	return bits, nil
}

// grown is a number with a share more, rounded up; what a share that is written in percent lacks of being exact does not count.
func grown(n int, share float64) int { return int(math.Ceil(float64(n)*(1+share) - 1e-6)) }

func anyOf(f netmath.Family) netip.Addr {
	if f == netmath.IPv4 {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

// A Split is a question for subnets: each tier gets one in each zone.
type Split struct {
	Tiers []Tier
	Zones []string // "a", "eu-west-1a"; at least one
	Pins  map[string]netip.Prefix
}

// A Part is a subnet of a split.
type Part struct {
	Tier, Zone string
	Grant
}

// SubnetName is what a split calls a subnet: tier and zone.
func SubnetName(tier, zone string) string { return tier + "-" + zone }

// Split finds subnets in a space, in both families if it has pools of both. What is pinned by its name stays where it is; a pin
// of the other family is that family's.
func (s *Space) Split(q Split, policy Policy) ([]Part, error) {
	var parts []Part
	var requests []Request
	used := map[string]bool{}
	for _, f := range netmath.Families {
		if s.Pool().Of(f).Empty() {
			continue
		}
		for _, t := range q.Tiers {
			bits, err := t.SubnetLength(f, 0)
			if err != nil {
				return nil, err
			}
			for _, zone := range q.Zones {
				r := Request{Name: SubnetName(t.Name, zone), Family: f, Bits: bits}
				if pin := q.Pins[pinName(r.Name, f)]; pin.IsValid() {
					r.Pin, r.Bits = pin, pin.Bits()
					used[pinName(r.Name, f)] = true
				}
				parts, requests = append(parts, Part{Tier: t.Name, Zone: zone}), append(requests, r)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(q.Pins)) {
		if !used[name] {
			return nil, fmt.Errorf("the pin %s = %v belongs to no tier and zone: add its tier, or leave the pin out", strings.TrimSuffix(name, ipv6Suffix), q.Pins[name])
		}
	}
	grants, err := s.Allocate(requests, policy)
	for i := range grants {
		parts[i].Grant = grants[i]
	}
	return parts, err
}

// ipv6Suffix tells pins of IPv6 from those of IPv4.
const ipv6Suffix = " (ipv6)"

// pinName is the key of a pin.
func pinName(name string, f netmath.Family) string {
	if f == netmath.IPv6 {
		return name + ipv6Suffix
	}
	return name
}

// Pin notes that a subnet has a block.
func (q *Split) Pin(name string, p netip.Prefix) {
	if q.Pins == nil {
		q.Pins = map[string]netip.Prefix{}
	}
	q.Pins[pinName(name, netmath.FamilyOf(p.Addr()))] = p.Masked()
}
