package record

import (
	"context"
	"fmt"

	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Starter writes a file to begin with: what may face the internet, which VPCs are apart, that no networks overlap, and room.
func (f *File) Starter(ctx context.Context) ([]byte, error) {
	rows, err := f.rows(ctx, reach.Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}})
	if err != nil {
		return nil, err
	}
	tests := []test{allowing("Nothing else faces the internet", "internet", rows)}
	for i := range rows {
		rows[i].from = []string{"internet"}
		if rows[i].certain && len(tests) < 4 {
			tests = append(tests, rows[i].test())
		}
	}
	tests = append(tests, f.apart()...)
	return f.tried(ctx, append(tests, f.networks()...))
}

// maxApart bounds how many pairs of VPCs a file begins with.
const maxApart = 20

// apart are tests that VPCs stay apart; those that are not do not pass, and are left out.
func (f *File) apart() (tests []test) {
	var names []string
	for i := range f.World.Snapshot.Vpcs {
		v := &f.World.Snapshot.Vpcs[i]
		name := (&namer{g: f.World.Graph}).called(ref.Ref{Kind: ref.Vpc, ID: v.VpcId})
		names = append(names, name)
	}
	for i := range names {
		for j := i + 1; j < len(names) && len(tests) < maxApart; j++ {
			tests = append(tests, test{name: fmt.Sprintf("%s and %s stay apart", names[i], names[j]), lines: []string{
				fmt.Sprintf("between: [{ vpc: %s }, { vpc: %s }]", scalar(names[i]), scalar(names[j])), field("expect", "isolated"),
			}})
		}
	}
	return tests
}

// networks are tests about addresses.
func (f *File) networks() []test {
	return []test{
		{name: "No two VPCs share addresses", lines: []string{"among: { vpc: \"*\" }", field("expect", "no-overlap")}},
		{name: "Every subnet has a tenth of its addresses left", lines: []string{"subnets: { subnet: \"*\" }", field("at_least", "10%"), field("expect", "free-addresses")}},
	}
}
