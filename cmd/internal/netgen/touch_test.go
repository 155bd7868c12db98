package netgen

import (
	"context"
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load"
)

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
	for i := range s.NetworkAcls {
		text := fmt.Sprintf("add %s ingress 7 deny tcp/443 from 10.0.0.0/8", s.NetworkAcls[i].NetworkAclId)
		e, err := edit.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		edited, err := edit.Apply(s, []edit.Edit{e})
		if err != nil {
			t.Fatal(err)
		}
		after := networkOf(edited)
		var found [2]string
		for j, whole := range []bool{true, false} {
			r, err := impact.Of(context.Background(), before, after, impact.Query{NoCauses: true, Whole: whole})
			if err != nil {
				t.Fatal(err)
			}
			found[j] = fmt.Sprint(r.Unchanged, " pairs unchanged")
			for k := range r.Effects {
				f := &r.Effects[k]
				found[j] += fmt.Sprint("; ", f.Kind, f.Was, f.Is, f.Pairs, f.From, f.To, f.Shares)
				effects++
			}
		}
		if found[0] != found[1] {
			t.Errorf("%s: everything compared:\n%s\nwhat is touched:\n%s", text, found[0], found[1])
		}
	}
	if effects == 0 {
		t.Error("no edit has an effect")
	}
	t.Logf("%d effects", effects)
}
