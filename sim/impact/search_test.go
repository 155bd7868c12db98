package impact_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestSearchTellsWhereItEnds looks for causes with one network compiled, and with as many as it takes: an effect that does not say that its search ended has
// the same causes.
func TestSearchTellsWhereItEnds(t *testing.T) {
	ended := 0
	for seed := range uint64(12) {
		before := randnet.Network(seed)
		after, _ := edittest.Ruled(before, seed, 3)
		var results [2]*impact.Result
		for i, tries := range []int{1, 0} {
			r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{Tries: tries})
			if err != nil {
				t.Fatal(err)
			}
			results[i] = r
		}
		if results[0].Tried > 1 {
			t.Errorf("seed %d: %d networks were compiled", seed, results[0].Tried)
		}
		for i := range results[0].Effects {
			few, all := &results[0].Effects[i], &results[1].Effects[i]
			if few.Search == impact.GaveUp {
				ended++
			} else if fmt.Sprint(few.Causes) != fmt.Sprint(all.Causes) {
				t.Errorf("seed %d: the causes of %v are %v, and %v where nothing says that the search ended", seed, all.Witness, all.Causes, few.Causes)
			}
			if all.Search != impact.SearchedAll {
				t.Errorf("seed %d: the search for causes of %v ended: %v", seed, all.Witness, all.Search)
			}
		}
	}
	if ended == 0 {
		t.Error("no search ended early")
	}
}

// TestSearchCountsWhatIsReplacedOnce: a host that a plan replaces comes and goes in two changes, which are tried as one.
func TestSearchCountsWhatIsReplacedOnce(t *testing.T) {
	for _, c := range []struct {
		hosts int
		want  impact.Search
	}{{50, impact.SearchedAll}, {100, impact.SearchedSome}} {
		before, after := manyHosts(c.hosts), manyHosts(c.hosts)
		declare(after)
		rename(reflect.ValueOf(after).Elem(), declare(before))
		open, err := edit.Parse("add sg-web ingress tcp/443 from 10.0.2.0/24")
		if err != nil {
			t.Fatal(err)
		}
		after, err = edit.Apply(after, []edit.Edit{open})
		if err != nil {
			t.Fatal(err)
		}
		r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Changes) <= 64 || len(r.Effects) == 0 {
			t.Fatalf("%d hosts: %d changes, %d effects", c.hosts, len(r.Changes), len(r.Effects))
		}
		for i := range r.Effects {
			if got := r.Effects[i].Search; got != c.want {
				t.Errorf("%d hosts, %d changes: search %v, want %v", c.hosts, len(r.Changes), got, c.want)
			}
		}
	}
}

// manyHosts is a network with so many hosts, all of which get an address in a plan, and a client.
func manyHosts(hosts int) *topology.Snapshot {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.2.0/24")
	n.SG("sg-web", "vpc-a")
	n.ENI("eni-client", "subnet-b", "10.0.2.10")
	for i := range hosts {
		n.ENI(fmt.Sprintf("eni-%03d", i), "subnet-a", fmt.Sprintf("10.0.1.%d", 10+i), "sg-web")
	}
	return n.Snapshot()
}
