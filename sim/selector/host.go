package selector

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// hostPrefix is how the ids of supposed hosts begin; the id of their subnet follows.
const hostPrefix = "host-in:"

// findHost finds the supposed hosts of the subnets that a term names.
func (x *Index) findHost(t *term) []int32 {
	if found := x.byWord[hostPrefix+t.word]; found != nil {
		return found
	}
	var found []int32
	for _, i := range x.findKind(ref.Subnet, t.word) {
		found = append(found, x.byWord[hostPrefix+x.entities[i].Ref.ID]...)
	}
	slices.Sort(found)
	return found
}

// A Vacancy is what a selector names of subnets in which there may be no host.
type Vacancy struct {
	Hosts     []string // subnets of which a supposed host is meant
	Subnets   []string // subnets of which all that is in them is meant
	Addresses []netip.Addr
}

// Vacancy finds what a selector names of subnets. One that cannot be read names nothing.
func (x *Index) Vacancy(s string) Vacancy {
	var v Vacancy
	e, err := Parse(s)
	if err != nil {
		return v
	}
	for i := range e.include {
		switch t := &e.include[i]; t.form {
		case hostIn:
			v.Hosts = append(v.Hosts, x.idsOf(x.findKind(ref.Subnet, t.word))...)
		case inSubnet:
			v.Subnets = append(v.Subnets, x.idsOf(x.findKind(ref.Subnet, t.word))...)
		case address:
			v.Addresses = append(v.Addresses, t.prefix.Addr())
		case bare:
			if found := x.findBare(t.word); x.allSubnets(found) {
				v.Subnets = append(v.Subnets, x.idsOf(found)...)
			}
		}
	}
	return v
}

func (x *Index) allSubnets(found []int32) bool {
	return !slices.ContainsFunc(found, func(i int32) bool { return x.entities[i].Ref.Kind != ref.Subnet })
}

func (x *Index) idsOf(found []int32) []string {
	ids := make([]string, len(found))
	for i, at := range found {
		ids[i] = x.entities[at].Ref.ID
	}
	return ids
}
