package impact_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit/edittest"
)

// TestReplacedIsTheSamePlace: an edit does the same to a network's traffic if, at the same time, a plan replaces every other interface by another of the same address in
// the plan, as Terraform does with instances; and those are told to be replaced.
func TestReplacedIsTheSamePlace(t *testing.T) {
	effects, replaced := 0, 0
	for seed := *first; seed < *first+*worlds; seed++ {
		before := randnet.Network(uint64(seed))
		after, done := edittest.Edited(randnet.Network(uint64(seed)), uint64(seed), 1+seed%2)
		ids := declare(before)
		declare(after)
		want := effectsOf(t, before, after)
		rename(reflect.ValueOf(after).Elem(), ids)
		got := effectsOf(t, before, after)
		same := want.Unchanged == got.Unchanged || got.Count(impact.Rerouted) > want.Count(impact.Rerouted)
		if w, g := summary(want), summary(got); !slices.Equal(w, g) || !same || want.Asked != got.Asked {
			t.Fatalf("seed %d: edits %v: %d of %d pairs unchanged, and with interfaces replaced %d of %d: %s", seed, done, want.Unchanged, want.Asked, got.Unchanged, got.Asked, cmp.Diff(w, g))
		}
		for _, p := range got.Places {
			if !p.Replaces.IsZero() {
				replaced++
			}
		}
		effects += len(want.Effects)
	}
	if effects == 0 || replaced == 0 {
		t.Errorf("%d effects, %d interfaces replaced: nothing is tried", effects, replaced)
	}
}

// declare gives every other interface an address in a plan, and lists the ids.
func declare(s *topology.Snapshot) map[string]bool {
	ids := map[string]bool{}
	for i := range s.NetworkInterfaces {
		if n := &s.NetworkInterfaces[i]; i%2 == 0 {
			n.Address = "aws_network_interface.of[\"" + n.NetworkInterfaceId + "\"]"
			ids[n.NetworkInterfaceId] = true
		}
	}
	return ids
}

// rename gives some ids another end wherever they stand. It keeps rows in order.
func rename(v reflect.Value, ids map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if ids[v.String()] && v.CanSet() {
			v.SetString(v.String() + "-anew")
		}
	case reflect.Pointer:
		if !v.IsNil() {
			rename(v.Elem(), ids)
		}
	case reflect.Slice:
		for i := range v.Len() {
			rename(v.Index(i), ids)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				rename(v.Field(i), ids)
			}
		}
	}
}

func effectsOf(t *testing.T, before, after *topology.Snapshot) *impact.Result {
	t.Helper()
	r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{NoCauses: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// summary is what effects say but for whom they are about. Reroutes are left out: nobody looks for them where rules alone were edited.
func summary(r *impact.Result) []string {
	var lines []string
	for i := range r.Effects {
		e := &r.Effects[i]
		if e.Kind == impact.Rerouted {
			continue
		}
		line := fmt.Sprint(e.Kind, " ", e.Was, " ", e.Is, " ", e.Boundary, " ", e.Pairs, " ", e.Risk.Level)
		for j := range e.Shares {
			line += fmt.Sprint(" ", e.Shares[j].Family, e.Shares[j].Lanes)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}
