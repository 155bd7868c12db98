package netgen

import (
	"hash/fnv"
	"strconv"
)

// An id is a resource's: a prefix and 17 digits, of which the first is zero, or 8 for a short one.
type id struct {
	prefix string
	number uint64
	short  bool
}

const hexDigits = "0123456789abcdef"

func (i id) appendTo(b []byte) []byte {
	b = append(b, i.prefix...)
	b = append(b, '-')
	if !i.short {
		b = append(b, '0')
	}
	for shift := i.width() - 4; shift >= 0; shift -= 4 {
		b = append(b, hexDigits[i.number>>shift&15])
	}
	return b
}

func (i id) width() int {
	if i.short {
		return 32
	}
	return 64
}

// String is the id as AWS writes it: vpc-0123456789abcdef0.
func (i id) String() string { return string(i.appendTo(nil)) }

// hex is the number alone, as ARNs of load balancers have it.
func (i id) hex() string {
	i.prefix, i.short = "", false
	return i.String()[2:]
}

// isZero reports that there is no such resource.
func (i id) isZero() bool { return i.prefix == "" }

// id makes the n-th id of a kind in a VPC. Ids of a kind are all different: mix is a bijection. What belongs to no VPC counts under
// VPC -1.
func (w *world) id(prefix string, vpc, n int) id {
	return id{prefix: prefix, number: mix(uint64(vpc+1)<<32 | uint64(uint32(n)) ^ w.key ^ hash(prefix))}
}

// shortID makes an id of eight digits, as AWS's own prefix lists have.
func (w *world) shortID(prefix string, n int) id {
	return id{prefix: prefix, number: uint64(uint32(mix(w.key)))&0xffff0000 | uint64(uint16(n)), short: true}
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}

// mix is the finishing step of SplitMix64: one to one, and every bit of the input reaches every bit of the output.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// A dice draws numbers; the same ones from the same start.
type dice struct{ state uint64 }

// dice is the one that decides about the n-th thing of a kind in a VPC.
func (w *world) dice(kind string, vpc, n int) *dice {
	return &dice{state: w.id(kind, vpc, n).number}
}

// intN draws from 0 to n-1.
func (d *dice) intN(n int) int {
	d.state += 0x9e3779b97f4a7c15
	return int(mix(d.state) >> 1 % uint64(n))
}

// chance is true in that many of a hundred cases.
func (d *dice) chance(percent int) bool { return d.intN(100) < percent }

func pick[T any](d *dice, from []T) T { return from[d.intN(len(from))] }

// count writes a number for a name: web-7.
func count(n int) string { return strconv.Itoa(n) }
