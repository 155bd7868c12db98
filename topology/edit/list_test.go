package edit_test

import (
	"testing"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load"
)

// TestEveryPieceCanBeTakenOut removes each piece of each design: it is there once, and gone afterwards.
func TestEveryPieceCanBeTakenOut(t *testing.T) {
	kinds := map[string]int{}
	for _, d := range scenarios.Designs() {
		fsys, err := scenarios.DesignFS(d.Name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := load.FromFS(d.Name, fsys, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all := edit.Pieces(s)
		for _, piece := range all {
			e := edit.Edit{Op: edit.Remove, What: piece}
			edited, err := edit.Apply(s, []edit.Edit{e})
			if err != nil {
				t.Errorf("%s: %v", d.Name, err)
				continue
			}
			for _, left := range edit.Pieces(edited) {
				if left == piece {
					t.Errorf("%s: %v leaves it there", d.Name, e)
				}
			}
			switch piece.(type) {
			case edit.GroupRule:
				kinds["rule"]++
			case edit.Entry:
				kinds["entry"]++
			case edit.Route:
				kinds["route"]++
			case edit.Association:
				kinds["association"]++
			case edit.Propagation:
				kinds["propagation"]++
			}
		}
	}
	if len(kinds) != 5 {
		t.Errorf("pieces of the designs are %v", kinds)
	}
}
