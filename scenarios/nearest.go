package scenarios

// nearest returns the name that a reader who typed typed most likely meant,
// if one is close enough to be worth asking about: at most a third of its
// letters away.
func nearest(typed string, names []string) (string, bool) {
	best, bestDistance := "", len(typed)+1
	for _, name := range names {
		if d := editDistance(typed, name); d < bestDistance && d <= (len(name)+2)/3 {
			best, bestDistance = name, d
		}
	}
	return best, best != ""
}

// editDistance counts the letters to insert, delete or replace to make b of a
// (Levenshtein's distance), a row of the table at a time:
//
//	      t  e  a        row[j] after i letters of a is the distance
//	   0  1  2  3        from a[:i] to b[:j]
//	t  1  0  1  2
//	a  2  1  1  1   <- editDistance("ta", "tea") = 1
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
