package ref

// Nearest is the word that someone who typed typed most likely meant, the first of equals, if one is close
// enough to be worth asking about: at most a third of its letters away.
func Nearest(typed string, words []string) (string, bool) {
	best, bestDistance := "", len(typed)+1
	for _, word := range words {
		limit := min((len(word)+2)/3, bestDistance-1)
		if len(word)-len(typed) > limit || len(typed)-len(word) > limit {
			continue // the lengths alone are too far apart
		}
		if d := editDistance(typed, word); d <= limit {
			best, bestDistance = word, d
		}
	}
	return best, best != ""
}

// editDistance counts the letters to insert, delete, replace or swap with their neighbour to make b of a:
//
//	ab -> ba   1, a swap        web-1 -> web-2   1        ssh -> https   3
//
// It fills the table of distances between prefixes a row at a time and keeps the last two rows.
func editDistance(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

func differ(x, y byte) int {
	if x == y {
		return 0
	}
	return 1
}
