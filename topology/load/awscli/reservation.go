package awscli

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

// reservations is the bulk of describe-instances: the list that wraps lists of instances.
type reservations struct {
	wrapping
	part    *Part
	around  *envelope
	usual   uint64
	batches [][]topology.Instance
}

func (w *reservations) isQuick() bool { return true }
func (w *reservations) batch() batch  { return &reservationBatch{known: w.usual, usual: ^uint64(0)} }

func (w *reservations) keep(_ *reader, found batch) {
	b := found.(*reservationBatch)
	w.usual &= b.usual
	w.batches = append(w.batches, b.rows)
}

// settle gives the instances what an envelope around each reservation would.
func (w *reservations) settle() {
	rows := slices.Concat(w.batches...)
	for i := range rows {
		m := rows[i].Origin()
		m.Source.Document = w.document
		m.Account, m.Region = either(m.Account, w.around.account), either(m.Region, w.around.region)
	}
	w.part.Documents[w.document].Elements += len(rows)
	w.part.Instances = slices.Concat(w.part.Instances, rows)
	w.batches = nil
}

// reservationBatch is the instances of one block.
type reservationBatch struct {
	rows         []topology.Instance
	usual, known uint64
	seen         uint64 // of the last reservation
}

// reservation is an owner, and a place for instances.
type reservation struct {
	owner string
	into  *reservationBatch
}

// quickReservation has all members that a reservation of the ordinary form has; another might be an answer of its own.
var quickReservation = []field[reservation]{
	ignored[reservation]("ReservationId"),
	word("OwnerId", func(r *reservation) *string { return &r.owner }),
	ignored[reservation]("RequesterId"),
	ignored[reservation]("Groups"),
	fieldOf("Instances", func(s *scanner, r *reservation) bool { return r.into.instances(s) }),
}

func (b *reservationBatch) quickly(s *scanner) bool {
	before, r := len(b.rows), reservation{into: b}
	if !b.reservation(s, &r) {
		b.rows = b.rows[:before]
		return false
	}
	for i := range b.rows[before:] {
		if IsAccount(r.owner) {
			b.rows[before+i].Account = r.owner
		}
	}
	b.usual &= b.seen
	return true
}

// reservation is object for members that are all known.
func (b *reservationBatch) reservation(s *scanner, r *reservation) bool {
	b.seen = 0
	next := 0
	for more := s.opens('}'); more; more = s.goesOn() {
		i := nextField(s, quickReservation, next)
		if i < 0 || b.seen&(1<<i) != 0 || !(s.data[s.at] == 'n' && s.literal("null")) && !quickReservation[i].read(s, r) {
			return false
		}
		b.seen |= 1 << i
		next = i + 1
	}
	return s.closes('}')
}

func (b *reservationBatch) instances(s *scanner) bool {
	if s.data[s.at] != '[' {
		return false
	}
	for more := s.opens(']'); more; more = s.goesOn() {
		line := s.line
		b.rows = append(b.rows, topology.Instance{})
		row := &b.rows[len(b.rows)-1]
		if !object(s, quickInstance, row) || row.InstanceId == "" || s.seen&shapeOfInstance == 0 {
			return false
		}
		row.Source.Line = int32(line)
	}
	return s.closes(']')
}

// shapeOfInstance is the members of which an instance has at least one.
var shapeOfInstance = marks(quickInstance, "State", "NetworkInterfaces", "PrivateIpAddress", "SubnetId")

func marks[T any](fields []field[T], names ...string) uint64 {
	var all uint64
	for i, f := range fields {
		if slices.Contains(names, f.name()) {
			all |= 1 << i
		}
	}
	return all
}

// slowly leaves it to the reader, since it takes an envelope.
func (b *reservationBatch) slowly(*element, jsontext.Value, int) bool { return false }

func (b *reservationBatch) alike(s *scanner) bool {
	other := &reservationBatch{}
	return b.known != ^uint64(0) && other.reservation(s, &reservation{into: other}) && len(other.rows) > 0 && other.seen&b.known == b.known
}
