package graph_test

import (
	"testing"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// TestDesignsAreSound compiles the reference designs: nothing is wrong with how they are laid out.
func TestDesignsAreSound(t *testing.T) {
	islands := map[string]int{"peered": 1}
	meant := map[string]string{"overlapping": "PEERS_OVERLAP"} // what a design is there to show
	for _, d := range scenarios.Designs() {
		fsys, err := scenarios.DesignFS(d.Name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := load.FromFS(d.Name, fsys, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		g, found := graph.Compile(s, graph.Options{})
		if err := g.Check(); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
		for _, diagnostic := range found {
			if diagnostic.Code != meant[d.Name] {
				t.Errorf("%s: %v", d.Name, diagnostic)
			}
		}
		if meant[d.Name] != "" && len(found) != 1 {
			t.Errorf("%s: found %v, want one %s", d.Name, found, meant[d.Name])
		}
		if want, told := islands[d.Name]; told && len(g.Islands()) != want {
			t.Errorf("%s: the islands are %v", d.Name, g.Islands())
		}
	}
}
