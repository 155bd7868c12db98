package ipam

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology/ref"
)

// A Holding is a block of addresses that something holds.
type Holding struct {
	Prefix  netip.Prefix // host bits cleared
	Kind    Kind
	Ref     ref.Ref // who holds it
	Name    string  // what people call the holder, or ""
	Account string
	Region  string
	Zone    string // Availability Zone of a subnet
	Vpc     string // id of the VPC that it is in, or ""
	Primary bool   // the first IPv4 block of a VPC
	Pending bool   // a VPC's block that is not in force: associating or disassociating
	Note    string // of a list
	At      Position
	network int32
}

// A Position is where a holding was read: a file as the user named it, and a line from 1, or 0.
type Position struct {
	Path string
	Line int
}

// Called is what people call the holder: its name, else its id.
func (h *Holding) Called() string { return cmp.Or(h.Name, ref.Short(h.Ref.ID), h.Prefix.String()) }

// A Network is who holds blocks as one: a VPC of the snapshot, one known from a peering only, what lies behind a gateway, an entry of a list.
type Network struct {
	Ref     ref.Ref
	Name    string
	Account string
	Region  string
	Kind    Kind // of its holdings
	Blocks  []netip.Prefix
}

// Called is what people call the network.
func (n *Network) Called() string { return cmp.Or(n.Name, ref.Short(n.Ref.ID)) }

func compareHoldings(a, b Holding) int {
	return cmp.Or(
		a.Prefix.Addr().Compare(b.Prefix.Addr()), cmp.Compare(a.Prefix.Bits(), b.Prefix.Bits()), cmp.Compare(a.Kind, b.Kind),
		ref.Compare(a.Ref, b.Ref), cmp.Compare(a.Name, b.Name), cmp.Compare(a.At.Path, b.At.Path), cmp.Compare(a.At.Line, b.At.Line),
	)
}
