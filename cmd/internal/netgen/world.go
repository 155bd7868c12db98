package netgen

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
)

// A world is what all places have in common: the options and the layout of VPCs.
type world struct {
	Options
	key    uint64 // the seed, stirred
	places []place
	vpcs   []*vpc
	pairs  []peering

	attached [][]*vpc // to the transit gateway of each Region
}

// A vpc is one in the layout; what is in it is made when it is written.
type vpc struct {
	index      int
	env        environment
	place      int
	ordinal    int // among the VPCs of its environment
	cidr       netip.Prefix
	cidr6      netip.Prefix // invalid without IPv6
	interfaces int
	publics    int // where its public addresses begin
	attached   bool
	mistake    mistake
	peers      []int // of the world's pairs
}

// A peering connects two VPCs, by their indexes.
type peering struct{ requester, accepter int }

func newWorld(o Options) (*world, error) {
	w := &world{Options: o, key: mix(o.Seed + 0x6472_7968_6f70)}
	w.addPlaces()
	w.addVpcs()
	w.share()
	if err := w.allocate(); err != nil {
		return nil, err
	}
	w.pair()
	w.attach()
	return w, nil
}

// addPlaces makes the accounts, and a place for each in each Region.
func (w *world) addPlaces() {
	var accounts []string
	for n := 0; len(accounts) < w.Accounts; n++ {
		account := fmt.Sprint(100_000_000_000 + mix(w.key^uint64(n))%900_000_000_000)
		if !slices.Contains(accounts, account) {
			accounts = append(accounts, account)
		}
	}
	for _, account := range accounts {
		for _, region := range w.Regions {
			w.places = append(w.places, place{account, region})
		}
	}
}

// addVpcs gives VPCs in turn to environments, and those of one environment in turn to its accounts and to the Regions.
func (w *world) addVpcs() {
	var ordinals [len(environments)]int
	for i := range w.VPCs {
		v := &vpc{index: i, env: turns[i%len(turns)]}
		v.ordinal = ordinals[v.env]
		ordinals[v.env]++
		v.place = w.account(v.env, v.ordinal/len(w.Regions))*len(w.Regions) + v.ordinal%len(w.Regions)
		if w.Mistakes {
			v.mistake = mistakeOf(i, w.TGW)
		}
		w.vpcs = append(w.vpcs, v)
	}
}

// account is the number of the account of an environment's n-th group of VPCs. Account k serves environment k mod 4.
func (w *world) account(e environment, n int) int {
	if w.Accounts < len(environments) {
		return int(e) % w.Accounts
	}
	own := (w.Accounts - int(e) + len(environments) - 1) / len(environments)
	return int(e) + n%own*len(environments)
}

// sizes are how many times as large as a small one a VPC may be.
var sizes = [...]int{1, 1, 2, 2, 3}

// share divides the interfaces among the VPCs, each of which has one at least.
func (w *world) share() {
	weights, total := make([]int, len(w.vpcs)), 0
	for i := range w.vpcs {
		weights[i] = pick(w.dice("size", i, 0), sizes[:])
		total += weights[i]
	}
	spare, before := w.ENIs-len(w.vpcs), 0
	for i, v := range w.vpcs {
		v.interfaces = 1 + spare*(before+weights[i])/total - spare*before/total
		before += weights[i]
		v.attached = w.TGW && v.mistake != overlapping && v.interfaces >= enoughToAttach
	}
}

// allocate gives each VPC blocks in its environment's ranges, and a range of public addresses.
func (w *world) allocate() error {
	var cursors, cursors6 [len(environments)]uint64
	publics := 0
	for _, v := range w.vpcs {
		bits := blockFor(v.interfaces)
		if bits == 0 {
			return fmt.Errorf("--enis %d --vpcs %d: a VPC would get %d interfaces, and a /16 holds %d; take more VPCs",
				w.ENIs, w.VPCs, v.interfaces, capacity(16))
		}
		size := uint64(1) << (32 - bits)
		at := (cursors[v.env] + size - 1) / size * size
		cursors[v.env] = at + size
		if cursors[v.env] > 1<<22 {
			return fmt.Errorf("--enis %d --vpcs %d: the VPCs of %v do not fit into %v; take fewer interfaces", w.ENIs, w.VPCs, v.env, v.env.cidr())
		}
		v.cidr = netip.PrefixFrom(addr4(10<<24|uint32(v.env)<<22|uint32(at)), bits)
		if w.IPv6 {
			v.cidr6 = netip.PrefixFrom(addr6(v.env, cursors6[v.env], 0), 56)
			cursors6[v.env]++
		}
		v.publics, publics = publics, publics+publicsFor(v.interfaces)
	}
	w.overlap()
	return nil
}

// overlap gives the VPCs that were planted to overlap the block of another one as large or larger: of the largest one.
func (w *world) overlap() {
	largest := slices.MinFunc(w.vpcs, func(a, b *vpc) int {
		if (a.mistake == overlapping) != (b.mistake == overlapping) {
			return cmp.Compare(a.mistake, b.mistake)
		}
		return cmp.Or(cmp.Compare(a.cidr.Bits(), b.cidr.Bits()), cmp.Compare(a.index, b.index))
	})
	for _, v := range w.vpcs {
		if v.mistake == overlapping && v.cidr.Bits() >= largest.cidr.Bits() {
			v.cidr = netip.PrefixFrom(largest.cidr.Addr(), v.cidr.Bits())
		}
	}
}

// pair peers one VPC of ten with the next one of its environment and Region.
func (w *world) pair() {
	last := map[[2]int]*vpc{} // by environment and Region
	for _, v := range w.vpcs {
		key := [2]int{int(v.env), v.place % len(w.Regions)}
		before := last[key]
		if v.mistake == overlapping {
			continue
		}
		last[key] = v
		if before == nil || before.ordinal%5 != 0 {
			continue
		}
		before.peers = append(before.peers, len(w.pairs))
		v.peers = append(v.peers, len(w.pairs))
		w.pairs = append(w.pairs, peering{before.index, v.index})
	}
}

// cidr is the range of an environment's VPCs.
func (e environment) cidr() netip.Prefix {
	return netip.PrefixFrom(addr4(10<<24|uint32(e)<<22), 10)
}

// cidr6 is the IPv6 range of an environment's VPCs.
func (e environment) cidr6() netip.Prefix { return netip.PrefixFrom(addr6(e, 0, 0), 34) }

// private and private6 hold all VPCs; office is what the VPN leads to.
var (
	private   = netip.MustParsePrefix("10.0.0.0/8")
	private6  = netip.MustParsePrefix("2001:db8::/32")
	office    = netip.MustParsePrefix("172.16.0.0/16")
	anywhere  = netip.MustParsePrefix("0.0.0.0/0")
	anywhere6 = netip.MustParsePrefix("::/0")
)

func addr4(n uint32) netip.Addr {
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, n)))
}

// number4 is an IPv4 address as a number.
func number4(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// addr6 is the first address of the n-th subnet of an environment's VPC:
//
//	2001:db8: EEnn nnnn nnnn nnnn nnnn nnnn ssss ssss ::    environment, VPC, subnet
func addr6(e environment, vpc uint64, subnet int) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], 0x2001_0db8<<32|uint64(e)<<30|vpc<<8|uint64(subnet))
	return netip.AddrFrom16(b)
}
