package awscli

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// registry gives the forms that the value under a key may have, in the order in which they are tried.
var registry = map[string][]form{}

// parentKeys are the members by which envelopes name a parent.
var parentKeys = map[string]bool{}

// bareElements are the shapes of resources printed without their list.
var bareElements []bare

// answers lists what is registered.
var answers []Answer

// An Answer is something that can be read: what stands under a key and belongs to the resource that a member of the envelope
// names. Parent is empty where elements say themselves what they are.
type Answer struct{ Key, Parent string }

// Answers lists all that can be read, for whoever has to provide it. Some are only of layouts that the AWS CLI itself
// does not print.
func Answers() []Answer { return slices.Clone(answers) }

// IsAnswer reports whether a key is that of an answer that is read, as AWS writes it: Vpcs.
func IsAnswer(key string) bool {
	return key != "" && key[0] >= 'A' && key[0] <= 'Z' && len(registry[fold(key)]) > 0
}

// fold makes security_groups, securityGroups and SecurityGroups one key.
func fold(key string) string { return strings.ToLower(separators.Replace(key)) }

var separators = strings.NewReplacer("_", "", "-", "")

// listOf registers an answer whose elements are resources. The shape is the id, then other members it must have.
func listOf[T any, P resource[T]](key string, kind ref.Kind, shape string, rows func(*topology.Snapshot) *[]T) *listing[T, P] {
	t := reflect.TypeFor[T]()
	l := &listing[T, P]{kind: kind, rows: rows, shape: parseShape(shape), origin: originOf(t)}
	registry[fold(key)] = append(registry[fold(key)], l)
	answers = append(answers, Answer{Key: key})
	bareElements = append(bareElements, bare{key: key, id: l.shape[0][0], members: memberNames(t)})
	return l
}

// answerOf registers an answer that is one resource, which the other members of its envelope then belong to.
func answerOf[T any, P resource[T]](key string, kind ref.Kind, shape string, rows func(*topology.Snapshot) *[]T) {
	l := listOf[T, P](key, kind, shape, rows)
	l.provides = l.shape[0][0]
	parentKeys[l.provides] = true
}

// contentOf registers an answer about the inside of a resource.
func contentOf[R any](key, shape string, own func(*R) string, owners ...owner[R]) {
	c := &content[R]{shape: parseShape(shape), owners: owners, own: own}
	if f, ok := reflect.TypeFor[R]().FieldByName("Source"); ok && f.Type == reflect.TypeFor[topology.Source]() {
		c.source = f.Index
	}
	for _, o := range owners {
		parentKeys[o.key] = true
		answers = append(answers, Answer{Key: key, Parent: o.key})
	}
	registry[fold(key)] = append(registry[fold(key)], c)
}

// indexOf registers an answer that only says what there is: each row names a resource, and tells little more of it.
func indexOf[R any](key, shape string, own func(*R) string, attach func(*contribution[R])) {
	c := &content[R]{shape: parseShape(shape), owners: []owner[R]{{attach: attach}}, own: own, index: true}
	registry[fold(key)] = append(registry[fold(key)], c)
	answers = append(answers, Answer{Key: key})
}

// belongsTo names an owner: the member that tells its id, and what its ids look like in a file's name.
func belongsTo[R any](key, pattern string, attach func(*contribution[R])) owner[R] {
	o := owner[R]{key: key, attach: attach}
	if pattern != "" {
		o.pattern = regexp.MustCompile(pattern)
	}
	return o
}

// wrapperOf registers a list of envelopes.
func wrapperOf(key string, kind ref.Kind) {
	registry[fold(key)] = append(registry[fold(key)], wrapper{kind: kind})
	answers = append(answers, Answer{Key: key})
}

func init() {
	registerVpc()
	registerGateways()
	registerTransit()
	registerWide()
	registerBalancers()
	registerFirewalls()
	registerServices()
	registerPlanning()
}
