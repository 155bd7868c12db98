package edit

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Remote is the other end that a rule admits, or a route's destination: a block of addresses, or a resource that
// stands for some (a security group, a prefix list).
type Remote struct {
	Prefix netip.Prefix
	ID     string // sg- or pl-
}

// isGroup and isList tell which kind of resource a remote is.
func (r Remote) isGroup() bool { return strings.HasPrefix(r.ID, "sg-") }
func (r Remote) isList() bool  { return strings.HasPrefix(r.ID, "pl-") }

func (r Remote) says(names func(ref.Ref) string) string {
	switch {
	case r.isGroup():
		return names(ref.Ref{Kind: ref.SecurityGroup, ID: r.ID})
	case r.ID != "":
		return names(ref.Ref{Kind: ref.ManagedPrefixList, ID: r.ID})
	case !r.Prefix.IsValid():
		return "nothing"
	}
	return r.Prefix.String()
}

// parseRemote reads a block, an address, or an id with one of the prefixes.
func parseRemote(text string, prefixes ...string) (Remote, error) {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return Remote{ID: text}, nil
		}
	}
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" && !a.Is4In6() {
		return Remote{Prefix: netip.PrefixFrom(a, a.BitLen())}, nil
	}
	p, canonical, err := netmath.ParsePrefix(text)
	switch {
	case err != nil:
		return Remote{}, err
	case !canonical:
		return Remote{}, fmt.Errorf("%s has bits beyond its length: write %s", text, p.Masked())
	}
	return Remote{Prefix: p}, nil
}

// either is whichever of two blocks of addresses there is.
func either(v4, v6 netip.Prefix) netip.Prefix {
	if v4.IsValid() {
		return v4
	}
	return v6
}
