package sim

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Question is one flow to be traced.
type Question struct {
	ID            string
	From, To      graph.Location
	SourceIP      netip.Addr // which of the sender's addresses; zero: its primary one
	DestinationIP netip.Addr // which of the receiver's addresses; zero: the one that suits
	Family        Family
	Service       Service
	SourcePorts   netmath.Ports // empty: 1024-65535, any of them

	// Via and NotVia are components: flows count whose requests pass all of the first and none of the second. Of the ways that AWS
	// chooses among, those that do not fail.
	Via, NotVia []ref.Ref
}

// Family restricts a question to an address family.
type Family uint8

// EitherFamily lets the addresses decide, IPv4 first.
const (
	EitherFamily Family = iota
	OnlyIPv4
	OnlyIPv6
)

// A Service is what is asked for at the destination: a protocol and, where it has any, ports.
type Service struct {
	Text     string // as asked, such as "https" or "tcp/443"
	Protocol netmath.Protocol
	All      bool          // every protocol, every port
	Ports    netmath.Ports // destination ports; of ICMP type<<8|code
}
