package graph

import "net/netip"

// InterfaceID indexes the graph's network interfaces, from 0.
type InterfaceID int32

// LocationKind says what sort of place a Location is.
type LocationKind uint8

// The places where a flow may begin or end.
const (
	NoLocation        LocationKind = iota
	AtInterface                    // a network interface of the snapshot
	AtAddress                      // a bare address: wherever the network takes it
	AtInternet                     // any host on the internet
	AtExternalNetwork              // a network that the user declared, or the far side of a VPN
	AtService                      // an AWS service (S3 by gateway endpoint, DNS, metadata, time), or a function behind a load balancer
	AtBalancer                     // a load balancer: whichever of its nodes answers
)

// A Location is where a flow begins or ends. It is comparable.
type Location struct {
	Kind      LocationKind
	Interface InterfaceID // of AtInterface
	Index     int32       // of AtExternalNetwork, AtService and AtBalancer
	Addr      netip.Addr  // of AtAddress; elsewhere which of the place's addresses, if given
}
