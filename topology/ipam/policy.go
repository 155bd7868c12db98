package ipam

import "strings"

// Policy says which of the free places a block gets.
type Policy uint8

// FirstFit takes the lowest address; BestFit the smallest free block that is large enough, so that large ones stay whole;
// Sparse the middle of the largest one, so that what is there can grow.
const (
	FirstFit Policy = iota
	BestFit
	Sparse
)

// Policies are the words of policies, in their order.
var Policies = []string{"first-fit", "best-fit", "sparse"}

// String is the policy's word.
func (p Policy) String() string { return Policies[min(int(p), len(Policies)-1)] }

// ParsePolicy reads a word of Policies; "" is the first.
func ParsePolicy(word string) (p Policy, known bool) {
	for i, w := range Policies {
		if word == w || word == "" || strings.ReplaceAll(w, "-", "") == word {
			return Policy(i), true
		}
	}
	return 0, false
}
