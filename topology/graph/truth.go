package graph

// truth is a three-valued answer.
type truth uint8

const (
	no truth = iota
	perhaps
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// dim is a truth that also needs a fact nobody knows.
func (t truth) dim() truth { return min(t, perhaps) }
