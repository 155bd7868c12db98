package selector

import (
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Network is what a selector is looked up in: a compiled graph.
type Network interface {
	Entities() []graph.Entity
	Interface(graph.InterfaceID) graph.InterfaceInfo
	NumInterfaces() int
	ByAddress(netip.Addr) []graph.InterfaceID
}

// An Index finds entities by their words. It is immutable, and safe for concurrent use.
type Index struct {
	network  Network
	entities []graph.Entity
	byWord   map[string][]int32 // ids and aliases
	byName   map[string][]int32
	ids      []string // sorted, for abbreviations

	elsewhere func() map[graph.Location]int32 // filled when it is first asked for
}

// NewIndex reads the words of a network once.
func NewIndex(n Network) *Index {
	x := &Index{network: n, entities: n.Entities(), byWord: map[string][]int32{}, byName: map[string][]int32{}}
	x.ids = make([]string, 0, len(x.entities))
	for i := range x.entities {
		x.add(int32(i))
	}
	slices.Sort(x.ids)
	x.elsewhere = sync.OnceValue(x.elsewhereByPlace)
	return x
}

func (x *Index) add(i int32) {
	e := &x.entities[i]
	x.ids = append(x.ids, e.Ref.ID)
	x.byWord[e.Ref.ID] = append(x.byWord[e.Ref.ID], i)
	for _, alias := range e.Aliases {
		if alias != e.Ref.ID {
			x.byWord[alias] = append(x.byWord[alias], i)
		}
	}
	if e.Name != "" {
		x.byName[e.Name] = append(x.byName[e.Name], i)
	}
}

// Words lists every id and name once, sorted: what completion offers.
func (x *Index) Words() []string {
	words := slices.Clone(x.ids)
	for name := range x.byName {
		words = append(words, name)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// Entities are what the words stand for.
func (x *Index) Entities() []graph.Entity { return x.entities }

// find lists the entities that a term names, in the order of the index.
func (x *Index) find(t *term) []int32 {
	switch t.form {
	case bare:
		return x.findBare(t.word)
	case byName:
		return x.findName(t.word)
	case byTag:
		return x.scan(func(e *graph.Entity) bool { return tagged(e, t) })
	case inVpc:
		return x.findKind(ref.Vpc, t.word)
	case inSubnet:
		return x.findKind(ref.Subnet, t.word)
	case everything:
		return x.scan(func(*graph.Entity) bool { return true })
	case inGroup:
		return x.findKind(ref.SecurityGroup, t.word)
	case inAccount:
		return x.findAccount(t.word)
	case hostIn:
		return x.findHost(t)
	}
	return nil
}

// findBare tries the id, the ARN and the name, then a pattern, then the beginning of an id. What has a word as its id
// comes before all that only goes by it.
func (x *Index) findBare(word string) []int32 {
	if found := x.byWord[word]; found != nil {
		if !slices.ContainsFunc(found, func(i int32) bool { return x.entities[i].Ref.ID == word }) {
			found = append(slices.Clone(found), x.byName[word]...)
			slices.Sort(found)
		}
		return slices.Compact(found)
	}
	if found := x.findName(word); found != nil {
		return found
	}
	if found := x.findDeclared(word); found != nil {
		return found
	}
	return x.findAbbreviated(word)
}

// findDeclared lists what a plan or state declares under an address: all of a resource with count or for_each, all of a module.
func (x *Index) findDeclared(address string) []int32 {
	if !strings.Contains(address, ".") {
		return nil
	}
	return x.scan(func(e *graph.Entity) bool {
		rest, under := strings.CutPrefix(e.Address, address)
		return under && rest != "" && (rest[0] == '[' || rest[0] == '.')
	})
}

func (x *Index) findName(word string) []int32 {
	if found := x.byName[word]; found != nil {
		return found
	}
	if !isPattern(word) {
		return nil
	}
	return x.scan(func(e *graph.Entity) bool {
		return e.Name != "" && like(word, e.Name) || e.Address != "" && like(word, e.Address)
	})
}

// findAbbreviated lists the resources whose ids begin with a word that looks like one: "eni-0a".
func (x *Index) findAbbreviated(word string) []int32 {
	if _, digits, dash := strings.Cut(word, "-"); !dash || digits == "" {
		return nil
	}
	var found []int32
	at, _ := slices.BinarySearch(x.ids, word)
	for ; at < len(x.ids) && strings.HasPrefix(x.ids[at], word); at++ {
		for _, i := range x.byWord[x.ids[at]] {
			if !chosenByPeople(x.entities[i].Ref.Kind) {
				found = append(found, i)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// chosenByPeople reports whether the ids of a kind are names that people chose. A part of one is a slip, not an
// abbreviation: those are for ids that AWS made up, which nobody types in full.
func chosenByPeople(k ref.Kind) bool {
	switch k {
	case ref.DBInstance, ref.DBSubnetGroup, ref.LambdaFunction, ref.LoadBalancer, ref.ExternalNetwork, ref.AwsService:
		return true
	}
	return false
}

// findKind is find for things of one kind, by id, name, pattern or the beginning of an id.
func (x *Index) findKind(kind ref.Kind, word string) []int32 {
	if isPattern(word) {
		return x.scan(func(e *graph.Entity) bool {
			return e.Ref.Kind == kind && (like(word, e.Name) || like(word, e.Ref.ID))
		})
	}
	var found []int32
	for _, i := range x.findBare(word) {
		if x.entities[i].Ref.Kind == kind {
			found = append(found, i)
		}
	}
	return found
}

func (x *Index) scan(match func(*graph.Entity) bool) []int32 {
	var found []int32
	for i := range x.entities {
		if match(&x.entities[i]) {
			found = append(found, int32(i))
		}
	}
	return found
}

func tagged(e *graph.Entity, t *term) bool {
	return slices.ContainsFunc(e.Tags, func(tag topology.Tag) bool {
		return tag.Key == t.word && (!t.valued || like(t.value, tag.Value))
	})
}
