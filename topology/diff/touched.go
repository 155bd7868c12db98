package diff

import (
	"github.com/dryhop/dryhop/topology/ref"
)

// Touched names the resources whose rows some changes are done in, those that come and go included.
func Touched(changes ...Change) []ref.Ref {
	var touched []ref.Ref
	for i := range changes {
		for _, p := range changes[i].pieces {
			if p.table == documents {
				touched = append(touched, ref.Ref{Kind: ref.Document})
				continue
			}
			row := p.before
			if row == nil {
				row = p.after
			}
			if named, is := row.(interface{ Ref() ref.Ref }); is {
				touched = append(touched, named.Ref().Resource())
			}
		}
	}
	return touched
}
