package selector

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// Ends is Set for questions about sets: a block also stands for the hosts in it that nothing in the network holds, and an
// exclusion takes hosts out.
func (x *Index) Ends(e Expr) (Ends, error) {
	matches, err := x.Set(e)
	if err != nil {
		return Ends{}, err
	}
	return Ends{Matches: matches, Hosts: hosts(e.include), Without: hosts(e.exclude)}, nil
}

// Ends are the places at one end of a question about sets.
type Ends struct {
	Matches []Match
	Hosts   netmath.AddrSet // of the blocks that were named
	Without netmath.AddrSet // of the blocks and addresses that were excluded
}

func hosts(terms []term) netmath.AddrSet {
	var blocks []netip.Prefix
	for i := range terms {
		if f := terms[i].form; f == block || f == address {
			blocks = append(blocks, terms[i].prefix)
		}
	}
	return netmath.AddrSetOf(blocks...)
}
