package selector

import "slices"

// findAccount lists what an account owns that flows begin or end at. What it shares with others is theirs.
func (x *Index) findAccount(account string) []int32 {
	var found []int32
	for i := range x.entities {
		if e := &x.entities[i]; e.Account == account && !isContainer(e.Ref.Kind) && !isOutside(e.Ref.Kind) && len(places(e)) > 0 {
			found = append(found, int32(i))
		}
	}
	return found
}

// accounts lists the accounts that own anything, sorted.
func (x *Index) accounts() []string {
	var all []string
	for i := range x.entities {
		all = append(all, x.entities[i].Account)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(a string) bool { return a == "" })
}
