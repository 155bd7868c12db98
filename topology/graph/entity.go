package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Entity is anything a person can name: a resource with the interfaces it stands for.
type Entity struct {
	Ref        ref.Ref
	Name       string   // what people call it: Name tag, group name, database identifier; may be empty
	Aliases    []string // other words that select it: ARN, private DNS name
	Address    string   // where a plan, state or template declares it, or empty
	Account    string
	Region     string
	Vpc        string // id, or empty
	Tags       topology.Tags
	Interfaces []InterfaceID // the primary one of an instance or database first, else in order of id; a subnet stands for all interfaces in it, a group for its members
	External   int32         // index of an external network, or -1
	Place      Location      // where flows to it end, if that is none of its interfaces in particular: a load balancer
}

// InterfaceInfo is what reports say about a network interface.
type InterfaceInfo struct {
	Ref         ref.Ref
	Name        string  // its owner's name, or its own
	Owner       ref.Ref // instance, NAT gateway, VPC endpoint, database ... ; zero if none is known
	Type        string  // InterfaceType as documented
	Description string
	Account     string
	Region      string
	Vpc         ref.Ref
	Subnet      ref.Ref
	Zone        string
	Addresses   []AddressInfo
	Groups      []ref.Ref
	Tags        topology.Tags
	Supposed    bool // no document tells of it: a host that may come
}

// AddressInfo is one address of an interface, with the public one that stands for it at the internet gateway.
type AddressInfo struct {
	Private netip.Addr
	Public  netip.Addr // zero if none; for IPv6 always zero
}
