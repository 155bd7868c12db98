package graph

import (
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// row is a pointer to a row that names itself.
type row[T any] interface {
	*T
	Ref() ref.Ref
}

// differingRows names the resources whose rows differ, of the kinds that can be compiled by themselves. It is false if rows were
// added or taken away.
func differingRows(before, after *topology.Snapshot) (found []ref.Ref, ok bool) {
	ok = differing(before.SecurityGroups, after.SecurityGroups, &found) &&
		differing(before.NetworkAcls, after.NetworkAcls, &found) &&
		differing(before.RouteTables, after.RouteTables, &found) &&
		differing(before.TransitGatewayRouteTables, after.TransitGatewayRouteTables, &found)
	return append(found, differingRules(before.SecurityGroupRules, after.SecurityGroupRules)...), ok
}

// differing adds the rows of a table that differ.
func differing[T any, P row[T]](before, after []T, found *[]ref.Ref) bool {
	if len(before) != len(after) {
		return false
	}
	if len(before) == 0 || &before[0] == &after[0] {
		return true
	}
	for i := range before {
		was, is := P(&before[i]), P(&after[i])
		if was.Ref() != is.Ref() {
			return false
		}
		if !reflect.DeepEqual(was, is) {
			*found = append(*found, is.Ref())
		}
	}
	return true
}

// differingRules names the groups of which describe-security-group-rules tells something else than before.
func differingRules(before, after []topology.SecurityGroupRule) (found []ref.Ref) {
	if len(before) == len(after) && (len(before) == 0 || &before[0] == &after[0]) {
		return nil
	}
	for len(before) > 0 || len(after) > 0 {
		var at string
		switch {
		case len(before) == 0:
			at = after[0].GroupId
		case len(after) == 0:
			at = before[0].GroupId
		default:
			at = min(before[0].GroupId, after[0].GroupId)
		}
		was, is := leading(before, at), leading(after, at)
		if !reflect.DeepEqual(before[:was], after[:is]) {
			found = append(found, ref.Ref{Kind: ref.SecurityGroup, ID: at})
		}
		before, after = before[was:], after[is:]
	}
	return found
}

// leading is how many rows at the beginning are of a group.
func leading(rows []topology.SecurityGroupRule, group string) int {
	n := slices.IndexFunc(rows, func(d topology.SecurityGroupRule) bool { return d.GroupId != group })
	if n < 0 {
		return len(rows)
	}
	return n
}

// rulesOf are the rows of a group in describe-security-group-rules, which are sorted by group.
func rulesOf(rows []topology.SecurityGroupRule, group string) []topology.SecurityGroupRule {
	at := sort.Search(len(rows), func(i int) bool { return rows[i].GroupId >= group })
	return rows[at : at+leading(rows[at:], group)]
}

// bothRows finds a row by its id in both snapshots: tables are sorted by it. It is false if the id is not unique, or the tables are not as long.
func bothRows[T any, P row[T]](before, after []T, id string) (was, is P, at int32, ok bool) {
	i, found := sort.Find(len(before), func(i int) int { return strings.Compare(id, P(&before[i]).Ref().ID) })
	if !found || len(after) != len(before) || P(&after[i]).Ref() != P(&before[i]).Ref() {
		return nil, nil, none, false
	}
	if i+1 < len(before) && P(&before[i+1]).Ref().ID == id || i > 0 && P(&before[i-1]).Ref().ID == id {
		return nil, nil, none, false
	}
	return P(&before[i]), P(&after[i]), int32(i), true
}

// alike reports whether two rows are the same once what may differ was put from one into the other.
func alike[T any](was, is *T, put func(into, from *T)) bool {
	copied := *was
	put(&copied, is)
	return reflect.DeepEqual(&copied, is)
}

// different leaves out of two lists what they have in common at the beginning and at the end.
func different[T any](a, b []T) (inA, inB []T) {
	same := func(x, y *T) bool { return reflect.DeepEqual(x, y) }
	for len(a) > 0 && len(b) > 0 && same(&a[0], &b[0]) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && same(&a[len(a)-1], &b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}
