package load_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// TestStatesDivideANetwork has routes of one state in the tables of another, by whatever names and in whatever order they are given.
func TestStatesDivideANetwork(t *testing.T) {
	archive, err := txtar.ParseFile("terraform/testdata/states.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range [][2]string{{"a.tfstate", "b.tfstate"}, {"b.tfstate", "a.tfstate"}} {
		dir := t.TempDir()
		var paths []string
		for i, name := range names {
			paths = append(paths, filepath.Join(dir, name))
			if err := os.WriteFile(paths[i], archive.Files[i].Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, given := range [][]string{{dir}, paths} {
			s, err := load.Load(given, load.Options{})
			if err != nil || len(s.Diagnostics) > 0 {
				t.Fatal(err, s.Diagnostics)
			}
			checkRoutes(t, s, paths[1])
		}
	}
}

func checkRoutes(t *testing.T, s *topology.Snapshot, path string) {
	at := slices.IndexFunc(s.RouteTables, func(r topology.RouteTable) bool { return r.RouteTableId == "rtb-1" })
	if at < 0 || len(s.RouteTables[at].Routes) != 2 {
		t.Fatalf("rtb-1 has not its local route and the one of the other state: %+v", s.RouteTables)
	}
	if p := s.VpcPeeringConnections[0]; s.Documents[p.Source.Document].Path != path {
		t.Errorf("%s was read in %s, not %s", p.Ref(), s.Documents[p.Source.Document].Path, path)
	}
}
