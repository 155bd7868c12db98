package provision

import (
	"reflect"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Lay puts what a change declares on top of a Snapshot: rows that are declared after it and not before are added, those declared before and not after are
// taken away, and of those declared both times it is the difference that is done to the Snapshot's row, list by list. What the change does not touch stays as the
// Snapshot tells it, whatever the declarations say. Both Drafts stand on base. The document at path is where added rows were read.
//
//	base      rtb-1: 0.0.0.0/0 igw, 10.9.0.0/16 pcx (made by hand)
//	before    rtb-1: 0.0.0.0/0 igw
//	after     rtb-1: 0.0.0.0/0 nat
//	result    rtb-1: 0.0.0.0/0 nat, 10.9.0.0/16 pcx
func Lay(base *topology.Snapshot, before, after *Draft, path, key string) *topology.Snapshot {
	before.Settle()
	after.Settle()
	adoptIDs(base, before.Snapshot, after.Snapshot)
	laid := *base
	document := int32(len(base.Documents))
	laid.Documents = append(slices.Clip(base.Documents), topology.Document{Path: path, Key: key})
	for _, kind := range after.dissolveUnplaced() {
		laid.Documents = append(laid.Documents, partly(path, key, kind))
	}
	laid.Diagnostics = append(slices.Clip(base.Diagnostics), after.Snapshot.Diagnostics...)
	to, was, is := reflect.ValueOf(&laid).Elem(), reflect.ValueOf(before.Snapshot).Elem(), reflect.ValueOf(after.Snapshot).Elem()
	for i := range to.NumField() {
		if !isTable(to.Field(i)) || was.Field(i).Len()+is.Field(i).Len() == 0 {
			continue
		}
		l := layer{document: document, stubs: [2]map[ref.Ref]bool{before.stubs, after.stubs}, base: to.Field(i)}
		to.Field(i).Set(l.lay(was.Field(i), is.Field(i)))
		for _, r := range l.missing {
			laid.Diagnostics = append(laid.Diagnostics, topology.Diagnostic{Severity: topology.Warning, Code: "CHANGED_RESOURCE_MISSING", Path: path, Ref: r, Value: r.ID,
				Message: "what is planned for the resource is left out: the snapshot does not have it", Remedy: "take the snapshot of the account and Region that the plan is for, now"})
		}
	}
	for _, t := range laid.Tables() {
		t.Fold(func(any, any) {})
	}
	return &laid
}

func isTable(f reflect.Value) bool {
	if f.Kind() != reflect.Slice {
		return false
	}
	_, ok := f.Type().Elem().FieldByName("Meta")
	return ok
}

// A layer is one table of a Lay.
type layer struct {
	document int32
	stubs    [2]map[ref.Ref]bool // of before and after
	base     reflect.Value
	rows     map[rowKey]int // of base, those that matter
	gone     map[int]bool
	added    reflect.Value
	missing  []ref.Ref // of which something is planned and nothing is known
}

// rowKey tells rows of a table apart. Of an attachment there is one for each transit gateway.
type rowKey struct {
	ref  ref.Ref
	side string
}

func keyOf(row reflect.Value) rowKey {
	p := row.Addr().Interface()
	k := rowKey{ref: p.(interface{ Ref() ref.Ref }).Ref()}
	if a, ok := p.(*topology.TransitGatewayAttachment); ok {
		k.side = a.TransitGatewayId
	}
	return k
}

func indexOf(rows reflect.Value) map[rowKey]int {
	index := make(map[rowKey]int, rows.Len())
	for i := range rows.Len() {
		index[keyOf(rows.Index(i))] = i
	}
	return index
}

func (l *layer) lay(was, is reflect.Value) reflect.Value {
	base := reflect.MakeSlice(l.base.Type(), l.base.Len(), l.base.Len())
	reflect.Copy(base, l.base)
	l.base, l.rows, l.gone, l.added = base, indexOf(base), map[int]bool{}, reflect.MakeSlice(base.Type(), 0, is.Len())
	before, after := indexOf(was), indexOf(is)
	for i := range was.Len() {
		if _, still := after[keyOf(was.Index(i))]; !still {
			l.remove(was.Index(i))
		}
	}
	for i := range is.Len() {
		row := is.Index(i)
		if b, had := before[keyOf(row)]; had {
			l.change(was.Index(b), row)
		} else {
			l.add(row)
		}
	}
	kept := reflect.MakeSlice(base.Type(), 0, base.Len()+l.added.Len())
	for i := range base.Len() {
		if !l.gone[i] {
			kept = reflect.Append(kept, base.Index(i))
		}
	}
	return reflect.AppendSlice(kept, l.added)
}

// remove takes a row away, or if it was a stub, what it held.
func (l *layer) remove(row reflect.Value) {
	key := keyOf(row)
	at, known := l.rows[key]
	switch {
	case !known:
		l.miss(key.ref)
	case l.stubs[0][key.ref]:
		difference(l.base.Index(at), row, reflect.Zero(row.Type()), true)
	default:
		l.gone[at] = true
	}
}

// miss notes that something is planned for a resource that the Snapshot lacks. Rules are told with their groups, and what has no id of AWS's own with
// what it comes along with.
func (l *layer) miss(r ref.Ref) {
	own := strings.HasPrefix(r.ID, "arn:") || !strings.ContainsAny(r.ID, "#.")
	if r.Rule == "" && own {
		l.missing = append(l.missing, r)
	}
}

// change does what differs between two declarations of a row. One that the Snapshot lacks stays away: it was drifting before.
func (l *layer) change(was, is reflect.Value) {
	at, known := l.rows[keyOf(is)]
	if !known && !declaredAlike(was, is) {
		l.miss(keyOf(is).ref)
	}
	if known {
		sameNumbers(was, is)
		difference(l.base.Index(at), was, is, l.stubs[1][keyOf(is).ref])
		nameBy(l.base.Index(at), is)
	}
}

// declaredAlike reports whether two declarations of a row say the same.
func declaredAlike(was, is reflect.Value) bool {
	for i := range was.NumField() {
		if was.Type().Field(i).Name != "Meta" && !reflect.DeepEqual(was.Field(i).Interface(), is.Field(i).Interface()) {
			return false
		}
	}
	return true
}

// sameNumbers gives an interface whose addresses nobody knows the stand-ins that it had: other ones are no difference.
func sameNumbers(was, is reflect.Value) {
	before, _ := was.Addr().Interface().(*topology.NetworkInterface)
	after, ok := is.Addr().Interface().(*topology.NetworkInterface)
	if !ok || !before.Symbolic || !after.Symbolic {
		return
	}
	after.PrivateIpAddress, after.PrivateIpAddresses, after.Ipv6Addresses = before.PrivateIpAddress, before.PrivateIpAddresses, before.Ipv6Addresses
	if after.Association != nil && before.Association != nil {
		after.Association = before.Association
	}
}

// add adds a row; one that the Snapshot has is completed if the row is a stub, and else becomes what the row says.
func (l *layer) add(row reflect.Value) {
	at, known := l.rows[keyOf(row)]
	stub := l.stubs[1][keyOf(row).ref]
	switch {
	case known && stub:
		difference(l.base.Index(at), reflect.Zero(row.Type()), row, true)
	case known:
		imported(l.base.Index(at), row)
		nameBy(l.base.Index(at), row)
	default:
		l.added = reflect.Append(l.added, row)
		l.added.Index(l.added.Len() - 1).Addr().Interface().(interface{ Origin() *topology.Meta }).Origin().Source.Document = l.document
	}
}

func nameBy(to, row reflect.Value) {
	from := row.Addr().Interface().(interface{ Origin() *topology.Meta }).Origin()
	if from.Address != "" {
		to.Addr().Interface().(interface{ Origin() *topology.Meta }).Origin().Address = from.Address
	}
}

// replaced are the lists that a declaration of a resource states whole.
var replaced = map[string]bool{"IpPermissions": true, "IpPermissionsEgress": true, "Entries": true}

// imported has a row say what a declaration of the same resource says that was not there before: an adopted default, or an import.
func imported(to, row reflect.Value) {
	for i := range to.NumField() {
		field := to.Type().Field(i)
		if f := row.Field(i); field.Name != "Meta" && (!f.IsZero() || replaced[field.Name]) && !strings.HasSuffix(field.Name, "Known") {
			to.Field(i).Set(f)
		}
	}
}

// difference does to a row what differs between two declarations of it. Of stubs nothing but lists count.
func difference(to, was, is reflect.Value, stub bool) {
	for i := range to.NumField() {
		field := to.Type().Field(i)
		switch f := to.Field(i); {
		case field.Name == "Meta", equal(was.Field(i), is.Field(i)) && f.Kind() != reflect.Slice:
		case f.Kind() == reflect.Slice && f.Type() != reflect.TypeFor[topology.Tags]():
			f.Set(listDifference(f, was.Field(i), is.Field(i)))
		case !stub:
			f.Set(is.Field(i))
		}
	}
}

// adoptIDs gives interfaces that services make, and whose ids nobody can declare, the ids that they have in the Snapshot: those with the same description in the same subnet.
func adoptIDs(base *topology.Snapshot, declared ...*topology.Snapshot) {
	wanted := map[string]string{}
	for _, s := range declared {
		for i := range s.NetworkInterfaces {
			if n := &s.NetworkInterfaces[i]; n.RequesterManaged && n.Description != "" {
				wanted[n.Description+" "+n.SubnetId] = ""
			}
		}
	}
	if len(wanted) == 0 {
		return
	}
	for i := range base.NetworkInterfaces {
		n := &base.NetworkInterfaces[i]
		if _, any := wanted[n.Description+" "+n.SubnetId]; any {
			wanted[n.Description+" "+n.SubnetId] = n.NetworkInterfaceId
		}
	}
	for _, s := range declared {
		for i := range s.NetworkInterfaces {
			if n := &s.NetworkInterfaces[i]; n.RequesterManaged && wanted[n.Description+" "+n.SubnetId] != "" {
				n.NetworkInterfaceId = wanted[n.Description+" "+n.SubnetId]
			}
		}
	}
}
