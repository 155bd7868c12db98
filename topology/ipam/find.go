package ipam

import (
	"fmt"
	"strings"
)

// A FindError says that a word names no VPC, or several.
type FindError struct {
	Word       string
	Candidates []*Network // several; none: there is no such VPC
	Known      []string   // words that name VPCs, for a suggestion
}

// Error lists what was meant, perhaps.
func (e *FindError) Error() string {
	if len(e.Candidates) == 0 {
		return fmt.Sprintf("no VPC of the snapshot is called %q", e.Word)
	}
	var names []string
	for _, n := range e.Candidates {
		names = append(names, fmt.Sprintf("%s (%s, account %s, %s)", n.Ref.ID, n.Called(), n.Account, n.Region))
	}
	return fmt.Sprintf("%q names several VPCs: %s", e.Word, strings.Join(names, "; "))
}

// FindVpc finds the VPC that a word names: its id, its name, the beginning of its id, or one of its blocks; "vpc:" before it changes nothing.
func (v *Inventory) FindVpc(word string) (*Network, error) {
	bare := strings.TrimPrefix(word, "vpc:")
	for _, names := range []func(*Network) bool{
		func(n *Network) bool { return n.Ref.ID == bare },
		func(n *Network) bool { return n.Name == bare },
		func(n *Network) bool { return len(bare) > len("vpc-") && strings.HasPrefix(n.Ref.ID, bare) },
		func(n *Network) bool { return n.holds(bare) },
	} {
		if found := v.vpcsThat(names); len(found) == 1 {
			return found[0], nil
		} else if len(found) > 1 {
			return nil, &FindError{Word: word, Candidates: found}
		}
	}
	e := &FindError{Word: word}
	for i := range v.Vpcs() {
		e.Known = append(e.Known, v.Networks[i].Ref.ID)
		if name := v.Networks[i].Name; name != "" {
			e.Known = append(e.Known, name)
		}
	}
	return nil, e
}

func (v *Inventory) vpcsThat(is func(*Network) bool) []*Network {
	var found []*Network
	for i := range v.Networks {
		if n := &v.Networks[i]; isVpc(n.Kind) && is(n) {
			found = append(found, n)
		}
	}
	return found
}

// holds reports whether a text is one of the network's blocks.
func (n *Network) holds(text string) bool {
	for _, p := range n.Blocks {
		if p.String() == text {
			return true
		}
	}
	return false
}
