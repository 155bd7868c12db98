package graph

import (
	"runtime"
	"sync"
)

// inParallel has the rows of a table done in shares, one for each core. The shares must not depend on each other.
func inParallel(rows int, share func(from, to int)) {
	n := min(runtime.GOMAXPROCS(0), rows/minShare+1)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { share(rows*i/n, rows*(i+1)/n) })
	}
	all.Wait()
}

// minShare is for how many rows another core is worth the trouble.
const minShare = 1000
