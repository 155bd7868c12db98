package selector

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestSupposedHostsAreFoundByTheirSubnets(t *testing.T) {
	f := fakeNetwork()
	host := graph.InterfaceID(len(f.interfaces))
	f.interfaces = append(f.interfaces, graph.InterfaceInfo{Ref: ref.Ref{Kind: ref.NetworkInterface, ID: "host-in:subnet-0b"}, Name: "any host in spare", Supposed: true})
	f.add(ref.NetworkInterface, "host-in:subnet-0b", "any host in spare", host)
	f.add(ref.Subnet, "subnet-0b", "spare", host)
	x := NewIndex(f)
	at := graph.Location{Kind: graph.AtInterface, Interface: host}
	for _, word := range []string{"host-in:spare", "host-in:subnet-0b", "subnet:spare", "spare"} {
		if m, err := x.One(word, From); err != nil || m.Location != at {
			t.Errorf("%s: %v, %v", word, m.Location, err)
		}
	}
	if word := x.Word(at, From); word != "host-in:subnet-0b" {
		t.Errorf("it is called %q, which finds it only where somebody put it there", word)
	}
	if _, err := x.One("host-in:app-a", From); err == nil {
		t.Error("there is no supposed host in app-a")
	}
}

func TestVacancy(t *testing.T) {
	x := NewIndex(fakeNetwork())
	for word, want := range map[string]Vacancy{
		"host-in:app-a":                       {Hosts: []string{"subnet-0a"}},
		"subnet:app-a":                        {Subnets: []string{"subnet-0a"}},
		"app-a,10.0.99.1":                     {Subnets: []string{"subnet-0a"}, Addresses: []netip.Addr{netip.MustParseAddr("10.0.99.1")}},
		"web-1":                               {},
		"vpc:prod":                            {},
		"internet":                            {},
		"web-1,":                              {}, // no selector at all
		"host-in:nowhere":                     {},
		"10.0.0.0/8":                          {},
		"host-in:app-a,!subnet:app-a,tag:x=y": {Hosts: []string{"subnet-0a"}},
	} {
		if got := x.Vacancy(word); !cmp.Equal(got, want, cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Addr{})) {
			t.Errorf("%s: %+v; want %+v", word, got, want)
		}
	}
}
