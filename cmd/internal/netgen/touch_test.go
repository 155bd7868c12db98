package netgen

import (
	"context"
	"fmt"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load"
)

// editsOf are an edit of every network ACL of a world, and some of its other entries and of its routes.
func editsOf(s *topology.Snapshot) []edit.Edit {
	d := drawing{&dice{state: 1}, s}
	var all []edit.Edit
	for range 3 {
		all = append(all, d.entry(d.subnet()), d.freshRoute(), d.lostRoute(), d.transitRoute())
	}
	for i := range s.NetworkAcls {
		wide := d.entry(netip.MustParsePrefix("10.0.0.0/8"))
		one := wide.What.(edit.Entry)
		one.ACL = s.NetworkAcls[i].NetworkAclId
		all = append(all, edit.Edit{What: one})
	}
	return all
}

// TestImpactOfSpokes edits VPCs that a transit gateway joins, from where nothing leads on: comparing what the edit can touch finds what comparing
// everything finds.
func TestImpactOfSpokes(t *testing.T) {
	o := Defaults()
	o.ENIs, o.VPCs, o.TGW = 240, 4, true
	s, err := load.Load([]string{generateInto(t, o)}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := networkOf(s)
	effects := 0
	for _, e := range editsOf(s) {
		after, err := before.Edit([]edit.Edit{e})
		if err != nil {
			t.Fatal(err)
		}
		var found [2]string
		for j, whole := range []bool{true, false} {
			r, err := impact.Of(context.Background(), before, after, impact.Query{NoCauses: true, Whole: whole})
			if err != nil {
				t.Fatal(err)
			}
			found[j] = fmt.Sprint(r.Unchanged, " pairs unchanged")
			for k := range r.Effects {
				f := &r.Effects[k]
				found[j] += fmt.Sprint("; ", f.Kind, f.Was, f.Is, f.Pairs, f.From, f.To, f.Shares, f.Detour)
				effects++
			}
		}
		if found[0] != found[1] {
			t.Errorf("%v: everything compared:\n%s\nwhat is touched:\n%s", e, found[0], found[1])
		}
	}
	if effects == 0 {
		t.Error("no edit has an effect")
	}
	t.Logf("%d effects", effects)
}
