package scenarios

import (
	"net/netip"
	"regexp"
	"testing"
)

// The structs hold what the tests look at. encoding/json does not mind the case
// of a key, so that VpcID reads VpcId.

type vpc struct {
	VpcID                       string
	CidrBlockAssociationSet     []struct{ CidrBlock netip.Prefix }
	Ipv6CidrBlockAssociationSet []struct{ Ipv6CidrBlock netip.Prefix }
}

func (v vpc) blocks() []netip.Prefix {
	var blocks []netip.Prefix
	for _, a := range v.CidrBlockAssociationSet {
		blocks = append(blocks, a.CidrBlock)
	}
	for _, a := range v.Ipv6CidrBlockAssociationSet {
		blocks = append(blocks, a.Ipv6CidrBlock)
	}
	return blocks
}

type subnet struct {
	SubnetID                    string
	VpcID                       string
	AvailabilityZone            string
	CidrBlock                   netip.Prefix
	AvailableIPAddressCount     int
	Ipv6CidrBlockAssociationSet []struct{ Ipv6CidrBlock netip.Prefix }
}

func (s subnet) blocks() []netip.Prefix {
	blocks := []netip.Prefix{s.CidrBlock}
	for _, a := range s.Ipv6CidrBlockAssociationSet {
		blocks = append(blocks, a.Ipv6CidrBlock)
	}
	return blocks
}

type networkInterface struct {
	NetworkInterfaceID string
	SubnetID           string
	VpcID              string
	AvailabilityZone   string
	PrivateIPAddress   netip.Addr
	PrivateIPAddresses []struct {
		PrivateIPAddress netip.Addr
		Association      struct{ PublicIP string }
	}
	Ipv6Addresses []struct{ Ipv6Address netip.Addr }
	Groups        []struct{ GroupID, GroupName string }
}

// publicIP returns the public address of the primary one, or "".
func (n networkInterface) publicIP() string {
	return n.PrivateIPAddresses[0].Association.PublicIP
}

// ipv6 returns the first IPv6 address, or the zero Addr.
func (n networkInterface) ipv6() netip.Addr {
	if len(n.Ipv6Addresses) == 0 {
		return netip.Addr{}
	}
	return n.Ipv6Addresses[0].Ipv6Address
}

func (n networkInterface) addresses() []netip.Addr {
	var all []netip.Addr
	for _, a := range n.PrivateIPAddresses {
		all = append(all, a.PrivateIPAddress)
	}
	for _, a := range n.Ipv6Addresses {
		all = append(all, a.Ipv6Address)
	}
	return all
}

type instance struct {
	InstanceID        string
	SubnetID          string
	PrivateIPAddress  netip.Addr
	PublicIPAddress   string
	Ipv6Address       netip.Addr
	NetworkInterfaces []networkInterface
}

func instances(t *testing.T, s snapshot) []instance {
	t.Helper()
	var all []instance
	for _, r := range list[struct{ Instances []instance }](t, s, "Reservations") {
		all = append(all, r.Instances...)
	}
	return all
}

func TestSubnetsLieInTheirVPCAndApart(t *testing.T) {
	for _, s := range snapshots(t) {
		vpcs := map[string]vpc{}
		for _, v := range list[vpc](t, s, "Vpcs") {
			vpcs[v.VpcID] = v
		}
		takenIn := map[string]map[netip.Prefix]string{}
		for _, sub := range list[subnet](t, s, "Subnets") {
			taken := takenIn[sub.VpcID]
			if taken == nil {
				taken = map[netip.Prefix]string{}
				takenIn[sub.VpcID] = taken
			}
			for _, b := range sub.blocks() {
				if b != b.Masked() || !within(b, vpcs[sub.VpcID].blocks()) {
					t.Errorf("%s: %s of %s is not a block of %s", s.design, b, sub.SubnetID, sub.VpcID)
				}
				for other, owner := range taken {
					if b.Overlaps(other) {
						t.Errorf("%s: %s of %s overlaps %s of %s", s.design, b, sub.SubnetID, other, owner)
					}
				}
				taken[b] = sub.SubnetID
			}
		}
	}
}

func within(b netip.Prefix, blocks []netip.Prefix) bool {
	for _, outer := range blocks {
		if outer.Contains(b.Addr()) && outer.Bits() <= b.Bits() {
			return true
		}
	}
	return false
}

func TestAddressesLieInTheirSubnet(t *testing.T) {
	for _, s := range snapshots(t) {
		subnets := map[string]subnet{}
		for _, sub := range list[subnet](t, s, "Subnets") {
			subnets[sub.SubnetID] = sub
		}
		type place struct {
			vpc  string
			addr netip.Addr
		}
		owner := map[place]string{}
		for _, n := range list[networkInterface](t, s, "NetworkInterfaces") {
			home := subnets[n.SubnetID]
			if home.VpcID != n.VpcID || home.AvailabilityZone != n.AvailabilityZone {
				t.Errorf("%s: %s and its subnet disagree on the VPC or the zone", s.design, n.NetworkInterfaceID)
			}
			for _, a := range n.addresses() {
				if !assignable(a, home.blocks()) {
					t.Errorf("%s: %s of %s is not an address to assign in %v", s.design, a, n.NetworkInterfaceID, home.blocks())
				}
				if other := owner[place{n.VpcID, a}]; other != "" {
					t.Errorf("%s: %s belongs to %s and %s", s.design, a, other, n.NetworkInterfaceID)
				}
				owner[place{n.VpcID, a}] = n.NetworkInterfaceID
			}
		}
	}
}

// assignable reports whether an address lies in one of the blocks and is not
// one of the first four or the last, which AWS keeps for itself.
func assignable(a netip.Addr, blocks []netip.Prefix) bool {
	for _, b := range blocks {
		if !b.Contains(a) || !b.Contains(a.Next()) {
			continue
		}
		reserved := b.Addr()
		for range 4 {
			if a == reserved {
				return false
			}
			reserved = reserved.Next()
		}
		return true
	}
	return false
}

func TestSubnetsCountTheirFreeAddresses(t *testing.T) {
	for _, s := range snapshots(t) {
		used := map[string]int{}
		for _, n := range list[networkInterface](t, s, "NetworkInterfaces") {
			used[n.SubnetID] += len(n.PrivateIPAddresses)
		}
		for _, sub := range list[subnet](t, s, "Subnets") {
			want := 1<<(32-sub.CidrBlock.Bits()) - 5 - used[sub.SubnetID]
			if sub.AvailableIPAddressCount != want {
				t.Errorf("%s: %s has %d addresses left, want %d", s.design, sub.SubnetID, sub.AvailableIPAddressCount, want)
			}
		}
	}
}

var (
	anyAddress = regexp.MustCompile(`(?:[0-9]+\.){3}[0-9]+|[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]*`)
	// invented holds the private ranges and those set aside for documentation.
	invented = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
		netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("::/128"),
	}
)

// No address in a design is anybody's.
func TestAddressesAreInvented(t *testing.T) {
	for _, s := range snapshots(t) {
		check := func(where, text string) {
			for _, found := range anyAddress.FindAllString(text, -1) {
				a, err := netip.ParseAddr(found)
				if err == nil && !within(netip.PrefixFrom(a, a.BitLen()), invented) {
					t.Errorf("%s: %s is a real address", where, found)
				}
			}
		}
		for _, d := range s.documents {
			d.eachString(func(key, value string) { check(d.path+" "+key, value) })
		}
		check(s.design+"/README.md", s.prose)
	}
}
