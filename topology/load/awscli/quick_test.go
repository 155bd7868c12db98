package awscli

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dryhop/dryhop/topology"
)

// Paces that read every list at once in bulk, in blocks that cut it up; and element by element, which is the reference.
var (
	hasty    = pace{patience: 1, first: 200, large: 1500, huge: 8000}
	plodding = pace{patience: math.MaxInt}
)

// Long lists are read like short ones: the same rows, lines and diagnostics, whatever is odd about them.
func TestQuickReadsAsElementsAreRead(t *testing.T) {
	for seed := range uint64(150) {
		agree(t, seed, document(rand.New(rand.NewPCG(seed, 1))))
	}
}

func FuzzQuickReadsAsElementsAreRead(f *testing.F) {
	for seed := range uint64(5) {
		text := document(rand.New(rand.NewPCG(seed, 2)))
		f.Add(text[:min(len(text), 3000)])
	}
	f.Fuzz(func(t *testing.T, text []byte) { agree(t, 0, text) })
}

func agree(t *testing.T, seed uint64, text []byte) {
	t.Helper()
	limits := Limits{Depth: leastDepth + int(seed%3), Diagnostics: 5 + int(seed%40)}
	crew := NewCrew(3)
	for range 2 { // the second time scanners know words and lists
		want := Decode(bytes.NewReader(text), File{Path: "x.json", Limits: limits, pace: plodding})
		got := Decode(bytes.NewReader(text), File{Path: "x.json", Limits: limits, Crew: crew, pace: hasty})
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %s\n%s", seed, cmp.Diff(want, got, cmp.AllowUnexported(Part{}), cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})), text)
		}
	}
	if len(crew.idle) != 3 {
		t.Fatalf("seed %d: a scanner was not given back", seed)
	}
}

// dice throws odd and ordinary things.
type dice struct{ *rand.Rand }

func (d dice) chance(percent int) bool   { return d.IntN(100) < percent }
func (d dice) pick(all ...string) string { return all[d.IntN(len(all))] }
func (d dice) blank(indent string) string {
	if indent == "" {
		return ""
	}
	if d.chance(1) {
		return d.pick("\n\n"+indent, "\r\n"+indent, "\t", " ", "")
	}
	return indent
}

// document prints answers with long lists, in the forms that the CLI and other programs print.
func document(r *rand.Rand) []byte {
	d := dice{r}
	var b bytes.Buffer
	indent := d.pick("", "\n    ", " ")
	for range 1 + d.IntN(3) {
		b.WriteString("{" + d.blank(indent))
		for i := range 1 + d.IntN(2) {
			if i > 0 {
				b.WriteString("," + d.blank(indent))
			}
			d.list(&b, indent)
		}
		if d.chance(20) {
			b.WriteString(`, "NextToken": "x"`)
		}
		b.WriteString("}" + d.pick("", "\n", "\n", "garbage\n"))
	}
	text := b.Bytes()
	if d.chance(10) {
		text = text[:d.IntN(len(text))]
	}
	for d.chance(20) {
		text[d.IntN(len(text))] = d.pick(`"`, "{", "}", "[", "]", ",", ":", "\\", "\x00", "\xff", "0", "\n", " ")[0]
	}
	return text
}

// list prints a list of elements with the members of a type that has a quick table.
func (d dice) list(b *bytes.Buffer, indent string) {
	kinds := quickKinds()
	k := kinds[d.IntN(len(kinds))]
	b.WriteString(`"` + k.key + `": [`)
	oddity := d.pick("", "", "1", "3", "20")
	odds, most := 0, 60
	if k.key == "Reservations" || k.key == "SecurityGroups" || k.key == "Instances" {
		most = 20
	}
	_, _ = fmt.Sscan(oddity, &odds)
	for i := range d.IntN(most) {
		if i > 0 {
			b.WriteString("," + d.blank(indent))
		}
		if d.IntN(1000) < odds {
			b.WriteString(d.pick("null", "5", `"x"`, "[]", "{}", "[{}]", "true", `{"a":[[[[[[[[[]]]]]]]]]}`))
			continue
		}
		d.object(b, k.element, indent, odds, i)
	}
	b.WriteString("]")
}

// object prints the members of a struct, some left out, with names that no struct has among them.
func (d dice) object(b *bytes.Buffer, of reflect.Type, indent string, odds, number int) {
	b.WriteString("{")
	if indent != "" {
		indent += "  "
	}
	n := 0
	member := func(name, value string) {
		if n++; n > 1 {
			b.WriteString(",")
		}
		b.WriteString(d.blank(indent) + `"` + name + `"` + d.pick(":", ": ", ": ", ": "))
		b.WriteString(value)
	}
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous || f.Tag.Get("json") == "-" || d.chance(15) && i > 1 {
			continue
		}
		value := d.value(f.Name, f.Type, indent, odds, number)
		member(f.Name, value)
		if d.IntN(1000) < odds {
			member(f.Name, value)
		}
		if d.IntN(100) < 5+odds {
			member(d.pick("OutpostArn", "Operator", "Ünknown", "a", `b\n`, "b", "AvailabilityZoneId", "PrivateDnsName"), d.anything(odds))
		}
	}
	b.WriteString(d.blank(strings.TrimSuffix(indent, "  ")) + "}")
}

func (d dice) anything(odds int) string {
	return d.pick("true", `"x"`, "{}", "[]", "1.5e3", "-0", `{"a": {"b": [1, 2]}}`, `[[[1]]]`, "null", `"\u00e9"`, `{"x": 1, "y": "}{"}`) +
		d.pick(strings.Repeat(" ", 12), "", "")
}

// value prints a value that fits a field; or, by the odds, one that does not.
func (d dice) value(name string, of reflect.Type, indent string, odds, number int) string {
	if d.IntN(2000) < odds {
		return d.pick("null", "5", `"x"`, "[]", "{}", "true", "1.0", "01", "-", "1e2", "99999999999", `"80"`, `{"a":1,"a":2}`, `[null]`, `"\ud800"`, "\"\xff\"", `"tru`, "nul", "[1,]", "\"a\tb\"")
	}
	switch of {
	case reflect.TypeFor[topology.Tags]():
		of = reflect.TypeFor[[]topology.Tag]()
	}
	switch of.String() {
	case "netip.Addr":
		return quote(d.address(odds))
	case "netip.Prefix":
		return quote(d.block(odds))
	}
	switch of.Kind() {
	case reflect.String:
		return d.text(name, odds, number)
	case reflect.Bool:
		return d.pick("true", "false")
	case reflect.Int, reflect.Int32, reflect.Int64:
		return d.pick("0", "-1", "7", "443", "65535", "123456789")
	case reflect.Pointer:
		return d.value(name, of.Elem(), indent, odds, number)
	case reflect.Slice:
		var b bytes.Buffer
		b.WriteString("[")
		for i := range d.IntN(4) {
			if i > 0 {
				b.WriteString("," + d.blank(indent))
			}
			b.WriteString(d.value(name, of.Elem(), indent, odds, d.IntN(5)))
		}
		b.WriteString("]")
		return b.String()
	case reflect.Struct:
		var b bytes.Buffer
		d.object(&b, of, indent, odds, number)
		return b.String()
	}
	panic(of)
}

func (d dice) text(name string, odds, number int) string {
	switch {
	case strings.HasSuffix(name, "Id") && d.chance(80):
		return quote(fmt.Sprintf("%s-%08x", strings.ToLower(strings.TrimSuffix(name, "Id")), d.pickNumber(number)))
	case name == "AvailabilityZone":
		return quote(d.pick("eu-west-1a", "us-west-2-lax-1a", "zone"))
	case strings.Contains(name, "Owner"):
		return quote(d.pick("111122223333", "amazon-aws", ""))
	case d.chance(5):
		return quote(d.pick(`\"},{\"`, `caf\u00e9`, "Straße", "a long description, of more than eight and of fewer than sixty-four", "},{", `\\`, `\/`, "日本語", "{[\u007f"))
	}
	return quote(d.pick("", "a", "tcp", "in-use", "attached", "sg-00000001", "web", "interface"))
}

func (d dice) pickNumber(number int) int {
	if d.chance(90) {
		return number
	}
	return d.IntN(1 << 30)
}

func (d dice) address(odds int) string {
	if d.IntN(1000) < odds {
		return d.pick("10.0.0", "10.0.0.256", "010.0.0.1", "::ffff:1.2.3.4", "fe80::1%e", "1.2.3.4.5", "10.0.0.1 ", "x", "1..2.3", "10.0.0.1/8", "0000.1.2.3")
	}
	return d.pick("", "10.0.0.1", "255.255.255.255", "0.0.0.0", "2001:db8::1", "::", "192.168.100.10")
}

func (d dice) block(odds int) string {
	if d.IntN(1000) < odds {
		return d.pick("10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "::/129", "2001:db8::1/64", "10.0.0.0/", "/8", "10.0.0.0/100", "1.2.3.4/0", "::ffff:1.0.0.0/104", "10.0.0.0/8 ", "10.0.0.0/+8")
	}
	return d.pick("", "0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "2001:db8::/32", "172.16.0.0/12")
}

func quote(s string) string { return `"` + s + `"` }

// reservationDocument is a reservation as AWS prints it.
type reservationDocument struct {
	ReservationId string
	OwnerId       string
	Groups        []topology.GroupIdentifier
	Instances     []topology.Instance
}

// quickKind is a listing with a quick table.
type quickKind struct {
	key     string
	element reflect.Type
}

func quickKinds() []quickKind {
	return []quickKind{
		{"NetworkInterfaces", reflect.TypeFor[topology.NetworkInterface]()}, {"NetworkInterfaces", reflect.TypeFor[topology.NetworkInterface]()},
		{"Reservations", reflect.TypeFor[reservationDocument]()}, {"Instances", reflect.TypeFor[topology.Instance]()},
		{"SecurityGroups", reflect.TypeFor[topology.SecurityGroup]()}, {"SecurityGroupRules", reflect.TypeFor[topology.SecurityGroupRule]()},
		{"Subnets", reflect.TypeFor[topology.Subnet]()}, {"RouteTables", reflect.TypeFor[topology.RouteTable]()}, {"NetworkAcls", reflect.TypeFor[topology.NetworkAcl]()},
	}
}

// Tables have all members of their struct, no name twice, and fit in a word of 64 bits.
func TestQuickTablesAreWhole(t *testing.T) {
	whole(t, quickInterface)
	whole(t, quickAssociation)
	whole(t, quickAttachment)
	whole(t, quickAddress)
	whole(t, quickAddress6)
	whole(t, quickPrefix)
	whole(t, quickPrefix6)
	whole(t, quickGroupIdentifier)
	whole(t, quickTag)
	whole(t, quickInstance)
	whole(t, quickInstanceState)
	whole(t, quickPlacement)
	whole(t, quickInstanceInterface)
	whole(t, quickGroup)
	whole(t, quickPermission)
	whole(t, quickRange)
	whole(t, quickRange6)
	whole(t, quickPrefixListID)
	whole(t, quickPair)
	whole(t, quickRule)
	whole(t, quickReference)
	whole(t, quickSubnet)
	whole(t, quickBlock6)
	whole(t, quickBlockState)
	whole(t, quickRouteTable)
	whole(t, quickTableAssociation)
	whole(t, quickAssociationState)
	whole(t, quickRoute)
	whole(t, quickPropagating)
	whole(t, quickAcl)
	whole(t, quickAclAssociation)
	whole(t, quickAclEntry)
	whole(t, quickPortRange)
	whole(t, quickIcmp)
	for _, f := range quickReservation {
		if name := f.name(); name != "Instances" && (len(registry[fold(name)]) > 0 || continues[name] || parentKeys[name]) {
			t.Errorf("%s has a meaning beside a reservation's instances", name)
		}
	}
}

func whole[T any](t *testing.T, fields []field[T]) {
	t.Helper()
	of := reflect.TypeFor[T]()
	named := map[string]bool{}
	for _, f := range fields {
		if named[f.name()] {
			t.Errorf("%v: %s is there twice", of, f.name())
		}
		named[f.name()] = true
	}
	for name := range memberNames(of) {
		if f, ok := of.FieldByName(name); ok && f.Tag.Get("json") != "-" && !named[name] {
			t.Errorf("%v: %s is not in the table", of, name)
		}
	}
	if len(fields) > 64 {
		t.Errorf("%v has %d fields", of, len(fields))
	}
}
