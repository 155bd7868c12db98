package diff

import (
	"cmp"
	"reflect"
	"slices"
	"sort"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// Of lists what was changed between two Snapshots, in order of what it is about. touched names the resources that may differ where somebody knows
// them, and then nothing else may; tables are to be in order.
func Of(before, after *topology.Snapshot, touched ...ref.Ref) []Change {
	f := finder{coupled: map[string]int{}, declared: declaredRules(after.SecurityGroupRules)}
	old, fresh := before.Tables(), after.Tables()
	for t := range old {
		switch {
		case old[t].Shares(fresh[t]):
		case len(touched) > 0:
			f.rowsOf(t, old[t], fresh[t], touched)
		default:
			f.table(t, old[t], fresh[t])
		}
	}
	f.coverage(before, after)
	all := slices.DeleteFunc(f.changes, func(c Change) bool { return len(c.pieces) == 0 })
	slices.SortStableFunc(all, func(a, b Change) int { return cmp.Or(ref.Compare(a.Ref, b.Ref), cmp.Compare(a.Op, b.Op)) })
	return all
}

// A finder collects changes.
type finder struct {
	changes  []Change
	coupled  map[string]int    // changes by the couple of their elements
	declared map[string]string // addresses of rules of security groups that a plan declares apart from their groups, by their couples
}

func declaredRules(rows []topology.SecurityGroupRule) map[string]string {
	all := map[string]string{}
	for i := range rows {
		if r := &rows[i]; r.Address != "" {
			if p, read := edit.PermissionOf(r); read {
				all[ruleNotion(r.GroupId, p).couple] = r.Address
			}
		}
	}
	return all
}

// rowsOf finds the changes of some resources in a table.
func (f *finder) rowsOf(t int, old, fresh topology.Table, touched []ref.Ref) {
	for i, of := range touched {
		if of = of.Resource(); !slices.ContainsFunc(touched[:i], func(r ref.Ref) bool { return r.Resource() == of }) {
			f.merge(t, old, rowsOf(old, of), fresh, rowsOf(fresh, of))
		}
	}
}

// rowsOf are the rows of a resource in a table that is in order.
func rowsOf(t topology.Table, of ref.Ref) (rows []int) {
	at := sort.Search(t.Len(), func(i int) bool { return ref.Compare(t.Ref(i).Resource(), of) >= 0 })
	for ; at < t.Len() && t.Ref(at).Resource() == of; at++ {
		rows = append(rows, at)
	}
	return rows
}

// table finds the changes of a table. Where both sides have the same rows in the same places, as is usual, nothing has to be put in order.
func (f *finder) table(t int, old, fresh topology.Table) {
	if !aligned(old, fresh) {
		f.merge(t, old, ordered(old), fresh, ordered(fresh))
		return
	}
	for i := range old.Len() {
		f.both(t, old, i, fresh, i)
	}
}

// aligned reports whether two tables have the same rows in the same places.
func aligned(old, fresh topology.Table) bool {
	if old.Len() != fresh.Len() {
		return false
	}
	for i := range old.Len() {
		if old.Compare(i, fresh, i) != 0 {
			return false
		}
	}
	return true
}

// merge finds the changes of rows of both sides, in step.
func (f *finder) merge(t int, old topology.Table, was []int, fresh topology.Table, is []int) {
	for len(was) > 0 || len(is) > 0 {
		order := 0
		switch {
		case len(was) == 0:
			order = 1
		case len(is) == 0:
			order = -1
		default:
			order = old.Compare(was[0], fresh, is[0])
		}
		switch {
		case order < 0:
			f.row(t, Removed, old, was[0])
			was = was[1:]
		case order > 0:
			f.row(t, Added, fresh, is[0])
			is = is[1:]
		default:
			f.both(t, old, was[0], fresh, is[0])
			was, is = was[1:], is[1:]
		}
	}
}

// ordered are the rows of a table in order, whether it is sorted or not.
func ordered(t topology.Table) []int {
	at := make([]int, t.Len())
	for i := range at {
		at[i] = i
	}
	byRow := func(a, b int) int { return t.Compare(a, t, b) }
	if !slices.IsSortedFunc(at, byRow) {
		slices.SortStableFunc(at, byRow)
	}
	return at
}

// row is a change of a whole row.
func (f *finder) row(t int, op Op, in topology.Table, i int) {
	p := piece{table: t, list: whole}
	if op == Added {
		p.after = in.Row(i)
	} else {
		p.before = in.Row(i)
	}
	of := op.String() + " " + in.Ref(i).String()
	if at, known := f.coupled[of]; known { // two documents list it
		f.changes[at].pieces = append(f.changes[at].pieces, p)
		return
	}
	if r, is := in.Row(i).(*topology.SecurityGroupRule); is && f.rule(op, r, p) {
		return
	}
	if host, supposed := f.ofSupposed(op, in.Row(i)); supposed && f.joins(host, p) {
		return
	}
	f.coupled[of] = len(f.changes)
	f.changes = append(f.changes, Change{
		Op: op, Ref: in.Ref(i), Address: in.Meta(i).Address, Source: in.Meta(i).Source, After: op == Added, pieces: []piece{p},
	})
	if op == Added {
		f.apart(len(f.changes)-1, p)
	}
}

// apart finds what is declared apart from a resource that is added: changes of their own.
func (f *finder) apart(at int, p piece) {
	lists := listsOf[reflect.TypeOf(p.after).Elem()]
	for n := range lists {
		elements := lists[n].elements(p.after)
		for i := range elements {
			if e := &elements[i]; e.address() != "" || f.declared[e.couple] != "" {
				c := &f.changes[at]
				c.pieces[0].apart = append(c.pieces[0].apart, part{n, e.key})
				f.element(piece{table: p.table, after: p.after, list: n}, Added, e, c.Ref, c.Source)
			}
		}
	}
}

// rule couples a row of describe-security-group-rules with what the group's own document says of the rule, or with the group if that comes
// or goes. False: it says neither.
func (f *finder) rule(op Op, r *topology.SecurityGroupRule, p piece) bool {
	var at int
	known := false
	if permission, read := edit.PermissionOf(r); read {
		at, known = f.coupled[ruleNotion(r.GroupId, permission).couple]
		known = known && f.changes[at].Op == op
	}
	if !known {
		at, known = f.coupled[op.String()+" "+ref.Ref{Kind: ref.SecurityGroup, ID: r.GroupId}.String()]
	}
	if known {
		f.changes[at].pieces = append(f.changes[at].pieces, p)
	}
	return known
}

// ofSupposed is the couple of the subnet that a supposed host is in: it comes, goes and changes with that.
func (f *finder) ofSupposed(op Op, row any) (couple string, supposed bool) {
	n, is := row.(*topology.NetworkInterface)
	if !is || !n.Supposed {
		return "", false
	}
	return op.String() + " " + ref.Ref{Kind: ref.Subnet, ID: n.SubnetId}.String(), true
}

// joins makes a piece part of the change of its couple, if there is one.
func (f *finder) joins(couple string, p piece) bool {
	at, known := f.coupled[couple]
	if known {
		f.changes[at].pieces = append(f.changes[at].pieces, p)
	}
	return known
}

// both compares a row with what became of it.
func (f *finder) both(t int, old topology.Table, i int, fresh topology.Table, j int) {
	before, after := old.Row(i), fresh.Row(j)
	a, b := reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	if same(a, b) {
		return
	}
	lists := listsOf[a.Type()]
	apart := map[string]bool{}
	for n := range lists {
		apart[lists[n].field] = true
		f.list(piece{table: t, before: before, after: after, list: n}, &lists[n], fresh.Ref(j), old.Meta(i).Source, fresh.Meta(j).Source)
	}
	fields := differing(a, b, apart)
	if len(fields) == 0 {
		return
	}
	p := piece{table: t, before: before, after: after, list: residue}
	if host, supposed := f.ofSupposed(Changed, after); supposed && f.joins(host, p) {
		return
	}
	c := Change{Op: Changed, Ref: fresh.Ref(j), Address: cmp.Or(fresh.Meta(j).Address, old.Meta(i).Address), Source: fresh.Meta(j).Source, After: true, Fields: fields, pieces: []piece{p}}
	if x, is := after.(*topology.TransitGatewayAttachment); is && slices.Equal(fields, []string{"Association"}) {
		f.coupled[tableOf(x.TransitGatewayAttachmentId, x.TransitGatewayId)] = len(f.changes) // the tables tell more of it, and come later
	}
	if _, is := after.(*topology.Subnet); is {
		f.coupled[Changed.String()+" "+c.Ref.String()] = len(f.changes) // a host that is supposed there changes with it
	}
	f.changes = append(f.changes, c)
}

// list finds the changes in a list of a row.
func (f *finder) list(p piece, l *list, of ref.Ref, old, fresh topology.Source) {
	before, after := l.elements(p.before), l.elements(p.after)
	was, is := byKey(before), byKey(after)
	for i := range before {
		if _, still := is[before[i].key]; !still {
			f.element(p, Removed, &before[i], of, old)
		}
	}
	for i := range after {
		e := &after[i]
		switch o, there := was[e.key]; {
		case !there:
			f.element(p, Added, e, of, fresh)
		case !o.says(e):
			f.element(p, Changed, e, of, fresh)
		}
	}
}

// element is a change of one element, or a part of the change of what it is coupled with.
func (f *finder) element(p piece, op Op, e *element, of ref.Ref, source topology.Source) {
	p.key = e.key
	c := Change{Op: op, Ref: of.WithRule(e.rule), Address: cmp.Or(e.address(), f.declared[e.couple]), Source: source, After: op != Removed, pieces: []piece{p}}
	if e.edit != nil {
		c.Edit = edit.Edit{Op: verbs[op], What: e.edit}
	}
	at, known := f.coupled[e.couple]
	switch {
	case e.couple == "":
	case known:
		f.couple(at, &c)
		return
	default:
		f.coupled[e.couple] = len(f.changes)
	}
	f.changes = append(f.changes, c)
}

var verbs = [...]edit.Op{Added: edit.Add, Removed: edit.Remove, Changed: edit.Replace}

// couple makes two changes one: what went from one place to another is named by where it is then, and by its rule if one is about a
// resource as a whole.
func (f *finder) couple(at int, c *Change) {
	old := &f.changes[at]
	pieces, moved := append(old.pieces, c.pieces...), old.IsRule() && old.Op != c.Op
	if old.Op == Removed && moved || !old.IsRule() {
		*old = *c
	}
	if moved {
		old.Op = Changed
	}
	old.pieces = pieces
}
