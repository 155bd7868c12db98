package ipam

// Kind is what a Holding is.
type Kind uint8

// The kinds of holdings.
const (
	VpcBlock        Kind = iota // a block of a VPC
	SubnetBlock                 // of a subnet
	DelegatedPrefix             // of an interface
	Reservation                 // in a subnet
	PeerBlock                   // of a VPC that the snapshot knows from a peering only
	VpnRoute                    // behind a VPN or virtual private gateway
	TransitRoute                // what a transit gateway sends out of AWS or to another Region
	TransitBlock                // a transit gateway's own
	ClientBlock                 // of the clients of a Client VPN endpoint
	External                    // a network outside that the user declared
	PoolBlock                   // provisioned to an IPAM pool: others lie in it
	Allocation                  // taken out of an IPAM pool
	Listed                      // of a user's list
	numKinds
)

var kindWords = [numKinds]string{
	"vpc", "subnet", "prefix", "reservation", "peer-vpc", "vpn-route", "transit-route", "transit-gateway-cidr", "client-vpn", "external",
	"ipam-pool", "ipam-allocation", "listed",
}

// String is the kind's word in records.
func (k Kind) String() string { return kindWords[min(k, numKinds-1)] }

// KindOf is the inverse of Kind.String.
func KindOf(word string) (Kind, bool) {
	for k, w := range kindWords {
		if w == word {
			return Kind(k), true
		}
	}
	return 0, false
}

// Outermost reports whether holdings of the kind are what a network holds as its own, so that sharing addresses with
// another network's matters. Subnets and what is in them lie in their VPC's; pools are there to be overlapped.
func (k Kind) Outermost() bool {
	switch k {
	case SubnetBlock, DelegatedPrefix, Reservation, PoolBlock:
		return false
	}
	return true
}

// OnPremises reports whether holdings of the kind are outside AWS, or known from a route to there.
func (k Kind) OnPremises() bool {
	switch k {
	case VpnRoute, TransitRoute, ClientBlock, External:
		return true
	}
	return false
}
