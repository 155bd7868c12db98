package reach

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Role is what people call places that do the same: "web" of web-1 and web-2.
type Role struct {
	Name string
	Vpc  ref.Ref // zero outside
}

// roleOf names the role of a place: of an interface by its name without what numbers it, else by its security groups.
func roleOf(g *graph.Graph, l graph.Location) Role {
	if l.Kind != graph.AtInterface {
		r := g.RefOf(l)
		return Role{Name: cmp.Or(g.Name(r), ref.Short(r.ID))}
	}
	info := g.Interface(l.Interface)
	return Role{Name: cmp.Or(stem(info.Name), groupsName(g, info.Groups), ref.Short(info.Owner.ID), info.Ref.ID), Vpc: info.Vpc}
}

// groupsName is what the members of groups are called together.
func groupsName(g *graph.Graph, groups []ref.Ref) string {
	names := make([]string, len(groups))
	for i, r := range groups {
		names[i] = cmp.Or(g.Name(r), r.ID)
	}
	slices.Sort(names)
	return strings.Join(names, " + ")
}

// stem cuts off what tells the members of a role apart: numbers, and the letter of a zone.
//
//	web-1, web-02     web            node-eu-west-1a    node
//	app-a             app            10.0.0.1           10.0.0.1
//	aws_instance.web[0]              aws_instance.web
func stem(name string) string {
	name = withoutCount(name)
	if s := cutOrdinals(name); strings.Trim(s, "0123456789-_. ") != "" {
		return s
	}
	return name
}

// withoutCount cuts off the number of an instance of a resource with count. Keys of for_each mean something.
func withoutCount(name string) string {
	at := strings.LastIndexByte(name, '[')
	if at <= 0 || !strings.HasSuffix(name, "]") || strings.Trim(name[at+1:len(name)-1], "0123456789") != "" {
		return name
	}
	return name[:at]
}

func cutOrdinals(name string) string {
	short := strings.TrimRight(name, "0123456789")
	switch rest := strings.TrimRight(short, "-_. "); {
	case rest == "":
		return name
	case rest != name:
		return cutOrdinals(rest)
	}
	head, tail := cutLast(name)
	switch {
	case head == "" || !isOrdinal(tail):
		return name
	case isZone(tail): // the end of eu-west-1a
		return cutOrdinals(withoutRegion(head))
	}
	return cutOrdinals(head)
}

// cutLast divides a name at its last separator.
func cutLast(name string) (head, tail string) {
	at := strings.LastIndexAny(name, "-_. ")
	if at <= 0 {
		return "", ""
	}
	return strings.TrimRight(name[:at], "-_. "), name[at+1:]
}

// isOrdinal reports whether the end of a name is the letter of a zone, or "1a".
func isOrdinal(tail string) bool { return isZone(tail) || len(tail) == 1 && isLetter(tail[0]) }

func isZone(tail string) bool {
	return len(tail) == 2 && '0' <= tail[0] && tail[0] <= '9' && isLetter(tail[1])
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

// withoutRegion cuts off "eu-west".
func withoutRegion(name string) string {
	direction, tail := cutLast(name)
	if !slices.Contains([]string{"north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"}, tail) {
		return name
	}
	head, area := cutLast(direction)
	if len(area) != 2 {
		return name
	}
	return head
}
