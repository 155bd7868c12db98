package graph

// pages is a table in pieces of equal length, so that an edited graph shares all but a few of them with the one before. A row stays where it
// is when the table grows.
type pages[T any] struct {
	all  []*[pageRows]T
	rows int
}

// pageRows is how many rows a page has. An edit copies the list of pages and one page: with a million interfaces both are a few KB.
const (
	pageBits = 5
	pageRows = 1 << pageBits
)

// newPages is a table of empty rows.
func newPages[T any](rows int) pages[T] {
	p := pages[T]{all: make([]*[pageRows]T, (rows+pageRows-1)/pageRows), rows: rows}
	for i := range p.all {
		p.all[i] = new([pageRows]T)
	}
	return p
}

func (p *pages[T]) len() int { return p.rows }

func (p *pages[T]) at(i int32) *T { return &p.all[i>>pageBits][i&(pageRows-1)] }

// unshared lists the rows that are not the same memory in another table, as far as both go.
func (p *pages[T]) unshared(o *pages[T]) []int32 {
	var rows []int32
	for i := range int32(min(p.rows, o.rows)) {
		if p.all[i>>pageBits] != o.all[i>>pageBits] {
			rows = append(rows, i)
		}
	}
	return rows
}

// add appends a row.
func (p *pages[T]) add(row T) {
	if p.rows&(pageRows-1) == 0 {
		p.all = append(p.all, new([pageRows]T))
	}
	p.rows++
	*p.at(int32(p.rows - 1)) = row
}

// A pageEditor makes a table that differs from another in a few rows, and shares the pages of all others with it.
type pageEditor[T any] struct {
	pages[T]
	own  map[int32]bool // pages that are not the other table's any more
	copy func(to, from *T)
}

// edit begins a table that is to differ from this one. A row is copied as told, or as it is.
func (p *pages[T]) edit(copy func(to, from *T)) *pageEditor[T] {
	e := &pageEditor[T]{pages: *p, own: map[int32]bool{}, copy: copy}
	e.all = append([]*[pageRows]T(nil), p.all...)
	return e
}

// row is a row to be written to.
func (e *pageEditor[T]) row(i int32) *T {
	if page := i >> pageBits; !e.own[page] {
		e.own[page] = true
		fresh, old := new([pageRows]T), e.all[page]
		for j := range fresh {
			e.copy(&fresh[j], &old[j])
		}
		e.all[page] = fresh
	}
	return e.at(i)
}
