package graph

import (
	"encoding/binary"
	"iter"
	"net/netip"
)

// An addrTable finds a number by an address of a VPC. It is an open table of flat slots: a search touches one line of memory, or
// the next one to it. Addresses with a zone are in no table. A table may stand on another one, which then lacks a number.
type addrTable struct {
	v4   slots[addrKey4]
	v6   slots[addrKey6]
	base *addrTable // nil for most
	gone int32      // the number that the base lacks
}

type addrKey4 struct {
	vpc  int32
	addr uint32
}

type addrKey6 struct {
	vpc    int32
	hi, lo uint64
}

func (k addrKey4) hash() uint64 { return mixed(uint64(uint32(k.vpc))<<32 | uint64(k.addr)) }
func (k addrKey6) hash() uint64 { return mixed(mixed(k.hi^uint64(uint32(k.vpc))) ^ k.lo) }

func (k addrKey4) address() netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, k.addr)))
}

func (k addrKey6) address() netip.Addr {
	return netip.AddrFrom16([16]byte(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, k.hi), k.lo)))
}

// mixed spreads the bits of a number over all of it (the finalizer of MurmurHash3).
func mixed(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// number4 is an IPv4 address as a number.
func number4(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

func key6(vpc int32, a netip.Addr) addrKey6 {
	b := a.As16()
	return addrKey6{vpc, binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// get finds the number of an address.
func (t *addrTable) get(vpc int32, a netip.Addr) (number int32, found bool) {
	if number, found = t.own(vpc, a); found || t.base == nil {
		return number, found
	}
	number, found = t.base.get(vpc, a)
	return number, found && number != t.gone
}

// own finds the number of an address, but not in what the table stands on.
func (t *addrTable) own(vpc int32, a netip.Addr) (number int32, found bool) {
	switch {
	case a.Is4():
		return t.v4.get(addrKey4{vpc, number4(a)})
	case a.IsValid() && a.Zone() == "":
		return t.v6.get(key6(vpc, a))
	}
	return 0, false
}

// put gives an address a number, in place of the one that it had.
func (t *addrTable) put(vpc int32, a netip.Addr, number int32) {
	switch {
	case a.Is4():
		t.v4.put(addrKey4{vpc, number4(a)}, number)
	case a.IsValid() && a.Zone() == "":
		t.v6.put(key6(vpc, a), number)
	}
}

// without is a table like this one, without the addresses of one number. It stands on this one, which may change no more.
func (t *addrTable) without(number int32) *addrTable { return &addrTable{base: t, gone: number} }

// An addrEntry is an address of a VPC with its number.
type addrEntry struct {
	vpc    int32
	addr   netip.Addr
	number int32
}

// all yields what is in the table, in no order that means anything.
func (t *addrTable) all() iter.Seq[addrEntry] {
	return func(yield func(addrEntry) bool) {
		for _, s := range t.v4.list {
			if s.taken && !yield(addrEntry{s.key.vpc, s.key.address(), s.number}) {
				return
			}
		}
		for _, s := range t.v6.list {
			if s.taken && !yield(addrEntry{s.key.vpc, s.key.address(), s.number}) {
				return
			}
		}
		if t.base != nil {
			t.rest(yield)
		}
	}
}

// rest yields what the table has of the one that it stands on.
func (t *addrTable) rest(yield func(addrEntry) bool) {
	for e := range t.base.all() {
		if _, hidden := t.own(e.vpc, e.addr); !hidden && e.number != t.gone && !yield(e) {
			return
		}
	}
}

// slots are the entries of one family: each at the slot of its hash, or in the next one that was free.
type slots[K interface {
	comparable
	hash() uint64
}] struct {
	list []slot[K] // none, or a power of two of them
	used int
}

type slot[K any] struct {
	key    K
	number int32
	taken  bool
}

// at is the slot of a key, or the free one where it would be.
func (s *slots[K]) at(key K) *slot[K] {
	mask := uint64(len(s.list) - 1)
	for i := key.hash() & mask; ; i = (i + 1) & mask {
		if c := &s.list[i]; !c.taken || c.key == key {
			return c
		}
	}
}

func (s *slots[K]) get(key K) (number int32, found bool) {
	if len(s.list) == 0 {
		return 0, false
	}
	c := s.at(key)
	return c.number, c.taken
}

func (s *slots[K]) put(key K, number int32) {
	s.room(1)
	c := s.at(key)
	if !c.taken {
		s.used++
	}
	*c = slot[K]{key, number, true}
}

// room makes place for n more, so that at most three slots in four are taken.
func (s *slots[K]) room(n int) {
	size := max(len(s.list), 8)
	for size/4*3 < s.used+n {
		size *= 2
	}
	if size == len(s.list) {
		return
	}
	old := s.list
	s.list = make([]slot[K], size)
	for _, c := range old {
		if c.taken {
			*s.at(c.key) = c
		}
	}
}
