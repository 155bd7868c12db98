package selector

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// fake is a network written down by hand:
//
//	vpc prod   web-1 (eni-0a1, and eni-0a2 as its second interface), web-2 (eni-0b1),
//	           orders-db in two zones (eni-0c1, eni-0c2), all in the group web but the database
//	vpc lab    twin (eni-0d1), with the address of web-1
//	office     an external network; lambda-less is an instance without interfaces
type fake struct {
	entities   []graph.Entity
	interfaces []graph.InterfaceInfo
}

func (f *fake) Entities() []graph.Entity                           { return f.entities }
func (f *fake) Interface(id graph.InterfaceID) graph.InterfaceInfo { return f.interfaces[id] }
func (f *fake) NumInterfaces() int                                 { return len(f.interfaces) }

func (f *fake) ByAddress(a netip.Addr) []graph.InterfaceID {
	var ids []graph.InterfaceID
	for i, info := range f.interfaces {
		if slices.ContainsFunc(info.Addresses, func(h graph.AddressInfo) bool { return h.Private == a || h.Public == a }) {
			ids = append(ids, graph.InterfaceID(i))
		}
	}
	return ids
}

func fakeNetwork() *fake {
	f := &fake{}
	subnet := ref.Ref{Kind: ref.Subnet, ID: "subnet-0a"}
	for _, i := range []struct{ id, name, owner, private, public string }{
		{"eni-0a1", "web-1", "i-0a1", "10.0.11.23", "198.51.100.7"},
		{"eni-0a2", "web-1", "i-0a1", "10.0.12.23", ""},
		{"eni-0b1", "web-2", "i-0b1", "10.0.11.24", ""},
		{"eni-0c1", "orders-db", "", "10.0.21.14", ""},
		{"eni-0c2", "orders-db", "", "10.0.22.14", ""},
		{"eni-0d1", "twin", "i-0d1", "10.0.11.23", ""},
	} {
		info := graph.InterfaceInfo{Ref: ref.Ref{Kind: ref.NetworkInterface, ID: i.id}, Name: i.name, Subnet: subnet}
		info.Owner = ref.Ref{Kind: ref.Instance, ID: i.owner}
		held := graph.AddressInfo{Private: netip.MustParseAddr(i.private)}
		if i.public != "" {
			held.Public = netip.MustParseAddr(i.public)
		}
		info.Addresses = []graph.AddressInfo{held}
		f.interfaces = append(f.interfaces, info)
	}
	f.add(ref.Vpc, "vpc-0a1", "prod", 0, 1, 2, 3, 4)
	f.add(ref.Vpc, "vpc-0b1", "lab", 5)
	f.add(ref.Subnet, "subnet-0a", "app-a", 0, 2)
	f.add(ref.SecurityGroup, "sg-0a1", "web", 0, 1, 2)
	for i, info := range f.interfaces {
		f.add(ref.NetworkInterface, info.Ref.ID, info.Name, graph.InterfaceID(i))
	}
	f.add(ref.Instance, "i-0a1", "web-1", 0, 1)
	f.add(ref.Instance, "i-0b1", "web-2", 2)
	f.add(ref.Instance, "i-0d1", "twin", 5)
	f.add(ref.Instance, "i-0e1", "homeless")
	f.add(ref.DBInstance, "orders-db", "orders-db", 3, 4)
	f.entities[len(f.entities)-1].Aliases = []string{"arn:aws:rds:eu-west-1:111122223333:db:orders-db"}
	f.entities[len(f.entities)-1].Tags = topology.Tags{{Key: "role", Value: "db"}}
	f.add(ref.ExternalNetwork, "office", "office")
	f.entities[len(f.entities)-1].External = 2
	f.declare("i-0b1", `module.web.aws_instance.web["a,b"]`)
	f.declare("i-0d1", `module.web.aws_instance.web["c"]`)
	f.declare("vpc-0b1", "module.lab.aws_vpc.this[0]")
	return f
}

func (f *fake) declare(id, address string) {
	for i := range f.entities {
		if e := &f.entities[i]; e.Ref.ID == id {
			e.Address = address
			e.Aliases = append(e.Aliases, address)
		}
	}
}

func (f *fake) add(kind ref.Kind, id, name string, interfaces ...graph.InterfaceID) {
	f.entities = append(f.entities, graph.Entity{
		Ref: ref.Ref{Kind: kind, ID: id}, Name: name, Interfaces: interfaces, External: -1,
	})
}
