package topology

import (
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
)

// folding sorts the rows of several slices by id. Rows are large and may be a million, so it is short ranks that are sorted,
// and each row is moved once.
type folding[T any, P resource[T]] struct {
	table[T, P]
	pieces [][]T
	ranks  []rank
}

// rank is where a row stands, and a number that orders it: the eight bytes of its id behind what all ids begin with. Rows of one
// number have to be compared.
type rank struct {
	number     uint64
	piece, row int32
}

// parallelRows is how many rows make it worth while to use all cores.
const parallelRows = 1 << 14

// Fold implements Table.
func (t table[T, P]) Fold(resolve func(into, from any), others ...Table) {
	f := folding[T, P]{table: t, pieces: [][]T{*t.rows}}
	for _, other := range others {
		from := other.(table[T, P])
		f.pieces = append(f.pieces, *from.rows)
		*from.rows = nil
	}
	f.pieces = slices.DeleteFunc(f.pieces, func(rows []T) bool { return len(rows) == 0 })
	if len(f.pieces) == 0 {
		return
	}
	if *t.rows = f.pieces[0]; len(f.pieces) == 1 && t.isFolded() {
		return
	}
	f.rankAll()
	f.sort()
	*t.rows = f.gather(resolve)
}

func (t table[T, P]) isFolded() bool {
	for i := 1; i < len(*t.rows); i++ {
		if t.compare(t.at(i-1), t.at(i)) >= 0 {
			return false
		}
	}
	return true
}

func (f *folding[T, P]) at(r rank) P { return &f.pieces[r.piece][r.row] }

// rankAll numbers the rows. Rows of different kinds get one number.
func (f *folding[T, P]) rankAll() {
	first := f.at(rank{}).Ref()
	common, rows := len(first.ID), 0
	for _, piece := range f.pieces {
		rows += len(piece)
		for i := range piece {
			r := P(&piece[i]).Ref()
			common = min(common, shared(first.ID, r.ID, common))
			if r.Kind != first.Kind {
				common = -1
			}
		}
	}
	f.ranks = make([]rank, 0, rows)
	for p, piece := range f.pieces {
		for i := range piece {
			r := rank{piece: int32(p), row: int32(i)}
			if common >= 0 {
				var bytes [8]byte
				copy(bytes[:], P(&piece[i]).Ref().ID[common:])
				r.number = binary.BigEndian.Uint64(bytes[:])
			}
			f.ranks = append(f.ranks, r)
		}
	}
}

// shared is how many bytes two texts have in common at their beginning, up to a number.
func shared(a, b string, most int) int {
	if most < 0 {
		return most
	}
	if len(b) >= most && a[:most] == b[:most] {
		return most
	}
	n := 0
	for n < len(b) && n < most && a[n] == b[n] {
		n++
	}
	return n
}

func (f *folding[T, P]) compare(a, b rank) int {
	if a.number != b.number {
		return cmp.Compare(a.number, b.number)
	}
	return f.table.compare(f.at(a), f.at(b))
}

// order is compare, and for rows of one id the order in which they were read.
func (f *folding[T, P]) order(a, b rank) int {
	if a.number != b.number {
		return cmp.Compare(a.number, b.number)
	}
	return cmp.Or(f.compare(a, b), bySource(f.at(a).Origin(), f.at(b).Origin()), cmp.Compare(a.piece, b.piece), cmp.Compare(a.row, b.row))
}

// sort orders the ranks, the two halves of many at the same time.
func (f *folding[T, P]) sort() {
	if len(f.ranks) < parallelRows || runtime.GOMAXPROCS(0) == 1 {
		slices.SortFunc(f.ranks, f.order)
		return
	}
	a, b := f.ranks[:len(f.ranks)/2], f.ranks[len(f.ranks)/2:]
	var other sync.WaitGroup
	other.Go(func() { slices.SortFunc(a, f.order) })
	slices.SortFunc(b, f.order)
	other.Wait()
	merged := make([]rank, 0, len(f.ranks))
	for len(a) > 0 && len(b) > 0 {
		if f.order(a[0], b[0]) <= 0 {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	f.ranks = append(append(merged, a...), b...)
}

// gather moves the rows into one slice.
func (f *folding[T, P]) gather(resolve func(into, from any)) []T {
	repeated := func(i int) bool { return f.compare(f.ranks[i-1], f.ranks[i]) == 0 }
	unique := 1
	for i := 1; i < len(f.ranks); i++ {
		if !repeated(i) {
			unique++
		}
	}
	if unique == len(f.ranks) {
		return f.move()
	}
	rows := make([]T, 0, unique)
	for i, r := range f.ranks {
		if i > 0 && repeated(i) {
			resolve(&rows[len(rows)-1], f.at(r))
			continue
		}
		rows = append(rows, *f.at(r))
	}
	return rows
}

// move is gather where no id is there twice: on all cores.
func (f *folding[T, P]) move() []T {
	rows := make([]T, len(f.ranks))
	var movers sync.WaitGroup
	n := runtime.GOMAXPROCS(0)
	if len(rows) < parallelRows {
		n = 1
	}
	for part := range n {
		movers.Go(func() {
			for i := len(rows) * part / n; i < len(rows)*(part+1)/n; i++ {
				rows[i] = *f.at(f.ranks[i])
			}
		})
	}
	movers.Wait()
	return rows
}
