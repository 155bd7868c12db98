package graph

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// TestAddrTableIsAMap holds the table against a map.
func TestAddrTableIsAMap(t *testing.T) {
	type key struct {
		vpc int32
		a   netip.Addr
	}
	r := rand.New(rand.NewPCG(1, 2))
	address := func() netip.Addr {
		n := byte(r.IntN(200))
		switch r.IntN(3) {
		case 0:
			return netip.AddrFrom4([4]byte{10, 0, byte(r.IntN(3)), n})
		case 1:
			return netip.AddrFrom16([16]byte{10: 255, 11: 255, 15: n}) // IPv4-mapped is IPv6
		}
		return netip.AddrFrom16([16]byte{0x20, byte(r.IntN(2)), 15: n})
	}
	var table addrTable
	slow := map[key]int32{}
	for range 3000 {
		k, n := key{int32(r.IntN(3)), address()}, int32(r.IntN(50)-25)
		table.put(k.vpc, k.a, n)
		slow[k] = n
	}
	compare := func(table *addrTable) {
		t.Helper()
		for range 5000 {
			k := key{int32(r.IntN(4)), address()}
			got, found := table.get(k.vpc, k.a)
			if want, known := slow[k]; found != known || found && got != want {
				t.Fatalf("%v is %d %v, want %d %v", k, got, found, want, known)
			}
		}
		n := 0
		for e := range table.all() {
			if slow[key{e.vpc, e.addr}] != e.number {
				t.Fatalf("%v is not in it", e)
			}
			n++
		}
		if n != len(slow) {
			t.Fatalf("it yields %d of %d", n, len(slow))
		}
	}
	compare(&table)
	for k, n := range slow {
		if n == 7 {
			delete(slow, k)
		}
	}
	less := table.without(7)
	compare(less)
	for range 100 {
		k, n := key{int32(r.IntN(3)), address()}, int32(r.IntN(50)-25)
		less.put(k.vpc, k.a, n)
		slow[k] = n
	}
	compare(less)
}

func TestAddrTableTakesNoZones(t *testing.T) {
	var table addrTable
	zoned := netip.MustParseAddr("fe80::1%eth0")
	table.put(0, zoned, 1)
	table.put(0, netip.Addr{}, 2)
	for _, a := range []netip.Addr{zoned, {}, zoned.WithZone("")} {
		if _, found := table.get(0, a); found {
			t.Errorf("%v is in the table", a)
		}
	}
}
