package topology

import "net/netip"

// IpamPool is an element of describe-ipam-pools, completed by get-ipam-pool-cidrs and get-ipam-pool-allocations.
type IpamPool struct {
	Meta
	IpamPoolId                     string
	IpamPoolArn                    string
	OwnerId                        string
	SourceIpamPoolId               string
	IpamScopeArn                   string
	IpamScopeType                  string
	IpamRegion                     string
	Locale                         string
	PoolDepth                      int
	State                          string
	AddressFamily                  string
	AllocationMinNetmaskLength     int
	AllocationMaxNetmaskLength     int
	AllocationDefaultNetmaskLength int
	Description                    string
	Tags                           Tags

	IpamPoolCidrs       []IpamPoolCidr
	CidrsKnown          bool `json:"-"`
	IpamPoolAllocations []IpamPoolAllocation
	AllocationsKnown    bool `json:"-"`
}

// IpamPoolCidr is a block provisioned to a pool.
type IpamPoolCidr struct {
	Cidr  netip.Prefix
	State string
}

// IpamPoolAllocation is a block taken out of a pool.
type IpamPoolAllocation struct {
	IpamPoolAllocationId string
	Cidr                 netip.Prefix
	Description          string
	ResourceId           string
	ResourceType         string
	ResourceRegion       string
	ResourceOwner        string
}

// SubnetCidrReservation is an element of get-subnet-cidr-reservations.
type SubnetCidrReservation struct {
	Meta
	SubnetCidrReservationId string
	SubnetId                string
	Cidr                    netip.Prefix
	ReservationType         string // prefix, explicit
	OwnerId                 string
	Tags                    Tags
}
