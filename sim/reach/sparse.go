package reach

// sparse is a long list of numbers of which few are known at a time; zero is unknown.
type sparse struct {
	values []int32
	looked []int32 // those that may be known
}

// grow makes place for so many.
func (s *sparse) grow(n int) {
	if len(s.values) < n {
		s.values = make([]int32, n)
		s.looked = s.looked[:0]
	}
}

// at is the place of a number, for reading or writing.
func (s *sparse) at(i int32) *int32 {
	if s.values[i] == 0 {
		s.looked = append(s.looked, i)
	}
	return &s.values[i]
}

// forget makes all unknown.
func (s *sparse) forget() {
	for _, i := range s.looked {
		s.values[i] = 0
	}
	s.looked = s.looked[:0]
}
