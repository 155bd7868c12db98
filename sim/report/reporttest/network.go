package reporttest

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// network names what the records are about: web-1 and orders-db in two subnets of one VPC.
type network struct{}

var names = map[string]string{
	"eni-web": "web-1", "i-web": "web-1", "eni-db": "orders-db", "sg-web": "web", "sg-db": "orders-db",
	"subnet-app": "app-a", "subnet-data": "data-a", "vpc-1": "prod", "nat-1": "egress-a",
}

func (network) Name(r ref.Ref) string        { return names[r.ID] }
func (network) Holders(string) []ref.Ref     { return nil }
func (network) NumInterfaces() int           { return 2 }
func (network) RefOf(graph.Location) ref.Ref { return ref.Ref{Kind: ref.Internet, ID: "internet"} }

func (network) Interface(id graph.InterfaceID) graph.InterfaceInfo {
	info := graph.InterfaceInfo{
		Ref: webInterface, Name: "web-1", Owner: ref.Ref{Kind: ref.Instance, ID: "i-web"},
		Account: "111122223333", Region: "eu-west-1", Zone: "eu-west-1a",
		Vpc: ref.Ref{Kind: ref.Vpc, ID: "vpc-1"}, Subnet: ref.Ref{Kind: ref.Subnet, ID: "subnet-app"},
		Addresses: []graph.AddressInfo{{Private: netip.MustParseAddr("10.0.11.23")}},
	}
	if id == 1 {
		info.Ref, info.Name, info.Owner = dbInterface, "orders-db", ref.Ref{Kind: ref.DBInstance, ID: "orders-db"}
		info.Subnet = ref.Ref{Kind: ref.Subnet, ID: "subnet-data"}
		info.Addresses = []graph.AddressInfo{{Private: netip.MustParseAddr("10.0.21.14")}}
	}
	return info
}
