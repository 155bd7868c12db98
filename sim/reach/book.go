package reach

import (
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A book is the roster of everything. It counts a VPC when it is first asked about it.
type book struct {
	solver *Solver
	lies   map[ref.Ref][]int32 // the classes of each VPC
	vpcs   map[ref.Ref]*roll
	beyond *roll // what lies in no VPC
	asTo   bool
}

func newBook(s *Solver, asTo bool) *book {
	b := &book{solver: s, lies: map[ref.Ref][]int32{}, vpcs: map[ref.Ref]*roll{}, asTo: asTo}
	names := map[int32]ref.Ref{}
	for i := range s.classes {
		vpc := s.vpcOf(&s.classes[i])
		name, known := names[vpc]
		if !known {
			name = s.g.Interface(s.classes[i].Location.Interface).Vpc
			names[vpc] = name
		}
		b.lies[name] = append(b.lies[name], int32(i))
	}
	return b
}

// rank is that of a place among all: classes by their numbers, then everything else.
func (b *book) rank(p *Place) int64 {
	if p.class > 0 {
		return int64(p.class)
	}
	return 1<<29 + int64(kindOrder[p.Location.Kind])<<24 + int64(p.Location.Index)
}

func (b *book) withRole(r Role) int {
	if r.Vpc.IsZero() {
		return b.others().withRole(r)
	}
	return b.vpc(r.Vpc).withRole(r)
}

func (b *book) inVpc(vpc ref.Ref) int { return b.vpc(vpc).inVpc(vpc) }

// vpc counts what lies in a VPC.
func (b *book) vpc(vpc ref.Ref) *roll {
	if b.vpcs[vpc] == nil {
		b.vpcs[vpc] = newRoll(b.solver.g, nil)
		for _, class := range b.lies[vpc] {
			b.vpcs[vpc].add(b.solver.g, &b.solver.classes[class])
		}
	}
	return b.vpcs[vpc]
}

// others counts load balancers, networks outside and the internet.
func (b *book) others() *roll {
	if b.beyond == nil {
		b.beyond = newRoll(b.solver.g, b.solver.others(b.asTo))
	}
	return b.beyond
}

// others are all places that are no classes.
func (s *Solver) others(asTo bool) []Place {
	all := s.places(Ends{All: true}, asTo)
	return all[len(s.classes):]
}

// Grouping begins to collect what differs, of everything.
func (c *Contrast) Grouping(of *graph.Graph) *Grouping {
	if c.books[0] == nil {
		c.example = c.solver.example(Query{From: Ends{All: true}, To: Ends{All: true}, Service: sim.AnyService()})
		c.books = [2]*book{newBook(c.solver, false), newBook(c.solver, true)}
	}
	g := &Grouping{example: c.example, from: newSide(of, c.books[0]), to: newSide(of, c.books[1]), byKey: map[valueKey]int32{}}
	g.example.g = of
	return g
}

// Pairs counts the pairs of places, in each family that both have. Nothing is asked of an interface towards itself, nor of two places outside.
func (c *Contrast) Pairs() int {
	if c.pairs == 0 {
		for _, f := range bothFamilies {
			c.pairs += c.pairsOf(c.solver.places(Ends{All: true}, true), func(p *Place) bool { return c.asker.has(p, f) })
		}
	}
	return c.pairs
}

func (c *Contrast) pairsOf(places []Place, has func(*Place) bool) int {
	inside, balancers, outside := 0, 0, 0
	for i := range places {
		switch p := &places[i]; {
		case !has(p):
		case p.Outside():
			outside++
		case p.Location.Kind == graph.AtBalancer:
			balancers++
		default:
			inside += p.Size()
		}
	}
	return inside*(inside-1) + inside*balancers + 2*inside*outside + outside*balancers
}
