package edit

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Remote is the other end that a rule admits, or a route's destination: a block of addresses, or a resource that
// stands for some (a security group, a prefix list).
type Remote struct {
	Prefix netip.Prefix
	ID     string // of a security group or prefix list
}

func (r Remote) says(names func(ref.Ref) string) string {
	switch {
	case r.ID != "":
		return names(ref.Ref{Kind: kindOf(r.ID), ID: r.ID})
	case !r.Prefix.IsValid():
		return "nothing"
	}
	return r.Prefix.String()
}

// remote reads a block, an address, or the id of a resource of one of the kinds.
func (p *parser) remote(text string, kinds ...ref.Kind) (Remote, error) {
	if slices.Contains(kinds, p.kindOf(text)) {
		return Remote{ID: text}, nil
	}
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" && !a.Is4In6() {
		return Remote{Prefix: netip.PrefixFrom(a, a.BitLen())}, nil
	}
	block, canonical, err := netmath.ParsePrefix(text)
	switch {
	case err != nil:
		return Remote{}, err
	case !canonical:
		return Remote{}, fmt.Errorf("%s has bits beyond its length: write %s", text, block.Masked())
	}
	return Remote{Prefix: block}, nil
}

// either is whichever of two blocks of addresses there is.
func either(v4, v6 netip.Prefix) netip.Prefix {
	if v4.IsValid() {
		return v4
	}
	return v6
}
