package selector

import "strings"

// isPattern reports whether a word has a wildcard.
func isPattern(s string) bool { return strings.ContainsAny(s, "*?") }

// like matches a pattern of letters, "*" (any letters) and "?" (any letter) against the whole of a text.
//
//	web*      web-1, web           *-db     orders-db
//	web-?     web-1, not web-10    web      web alone
//
// On a mismatch it goes back to the last star and lets it take one letter more, so it needs no recursion.
func like(pattern, text string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
