package awscli

// A Crew is what the files of a Load share to read long lists: as many scanners as may work at once. Whoever decodes a file
// has one of them; those that are idle help where a list is long.
type Crew struct{ idle chan *scanner }

// NewCrew makes a Crew for n goroutines that call Decode at the same time.
func NewCrew(n int) *Crew {
	c := &Crew{idle: make(chan *scanner, n)}
	for range n {
		c.idle <- &scanner{slow: newElement(), pools: pools{yes: true}}
	}
	return c
}

// helper is an idle scanner, nil if there is none.
func (c *Crew) helper() *scanner {
	select {
	case s := <-c.idle:
		return s
	default:
		return nil
	}
}

func (c *Crew) release(s *scanner) { c.idle <- s }
