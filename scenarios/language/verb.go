package language

// A Verb is what a test expects.
type Verb string

// The verbs.
const (
	Reachable     Verb = "reachable"       // each source reaches each destination
	Blocked       Verb = "blocked"         // no source reaches any destination
	OnlyFrom      Verb = "only-from"       // each source reaches each destination, and nothing else does
	ExposedOnly   Verb = "exposed-only"    // the sources reach nothing but what is allowed
	Isolated      Verb = "isolated"        // nothing of one reaches anything of another
	NoOverlap     Verb = "no-overlap"      // no two networks share addresses
	FreeAddresses Verb = "free-addresses"  // subnets have addresses left
	NoNewExposure Verb = "no-new-exposure" // the change opens nothing to the internet
	NoOtherChange Verb = "no-other-change" // the change opens and closes nothing but what is allowed
)

// A grammar is which keys a verb has, beside those of every test.
type grammar struct {
	verb  Verb
	needs []string
	takes []string
}

var grammars = []grammar{
	{Reachable, []string{"from", "to"}, []string{"ports", "ip", "direction", "via", "not_via", "any", "on_unknown"}},
	{Blocked, []string{"from", "to"}, []string{"ports", "ip", "direction", "via", "not_via", "allow", "on_unknown"}},
	{OnlyFrom, []string{"from", "to"}, []string{"ports", "ip", "via", "not_via", "allow", "on_unknown"}},
	{ExposedOnly, []string{"from"}, []string{"to", "ports", "ip", "allow", "on_unknown"}},
	{Isolated, []string{"between"}, []string{"ports", "ip", "direction", "allow", "on_unknown"}},
	{NoOverlap, []string{"among"}, []string{"also", "ignore"}},
	{FreeAddresses, []string{"subnets", "at_least"}, nil},
	{NoNewExposure, nil, []string{"allow", "on_unknown"}},
	{NoOtherChange, nil, []string{"allow", "on_unknown"}},
}

// everyTest are the keys that all tests have.
var everyTest = []string{"name", "expect", "why", "severity", "skip", "until", "allow_empty", "min_matches"}

// testKeys are all keys of tests.
func testKeys() []string {
	all := append([]string{}, everyTest...)
	seen := map[string]bool{}
	for _, g := range grammars {
		for _, key := range append(append([]string{}, g.needs...), g.takes...) {
			if !seen[key] {
				all = append(all, key)
			}
			seen[key] = true
		}
	}
	return all
}

// Verbs are the words of all verbs.
func Verbs() []string {
	words := make([]string, len(grammars))
	for i := range grammars {
		words[i] = string(grammars[i].verb)
	}
	return words
}

func grammarOf(v Verb) *grammar {
	for i := range grammars {
		if grammars[i].verb == v {
			return &grammars[i]
		}
	}
	return nil
}

// Changes reports whether a verb is about a change.
func (v Verb) Changes() bool { return v == NoNewExposure || v == NoOtherChange }
