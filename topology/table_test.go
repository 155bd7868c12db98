package topology

import (
	"reflect"
	"testing"
)

// Tables must not forget a slice of the Snapshot.
func TestTablesListsEverySlice(t *testing.T) {
	s := &Snapshot{}
	want := 0
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if v.Field(i).Kind() == reflect.Slice && name != "Documents" && name != "Diagnostics" && name != "Failures" {
			want++
			v.Field(i).Set(reflect.MakeSlice(v.Field(i).Type(), 1, 1))
		}
	}
	tables := s.Tables()
	if len(tables) != want {
		t.Errorf("%d tables for %d slices", len(tables), want)
	}
	for _, table := range tables {
		if table.Len() != 1 {
			t.Errorf("%T is another's table", table.Row(0))
		}
		table.Truncate(0)
	}
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() != 0 {
			t.Errorf("%s has no table", v.Type().Field(i).Name)
		}
	}
}

func TestFold(t *testing.T) {
	s := &Snapshot{Vpcs: []Vpc{{VpcId: "vpc-2"}, {VpcId: "vpc-1", State: "first"}, {VpcId: "vpc-2", State: "second"}}}
	var merged []string
	for _, table := range s.Tables() {
		table.Fold(func(into, from any) { merged = append(merged, into.(*Vpc).VpcId+" "+from.(*Vpc).State) })
	}
	if len(s.Vpcs) != 2 || s.Vpcs[0].VpcId != "vpc-1" || s.Vpcs[1].VpcId != "vpc-2" || !reflect.DeepEqual(merged, []string{"vpc-2 second"}) {
		t.Errorf("%v, merged %q", s.Vpcs, merged)
	}
}

func TestNamesAreUniqueInTheirAccountAndRegionOnly(t *testing.T) {
	db := func(account string) DBInstance {
		return DBInstance{Meta: Meta{Account: account}, DBInstanceIdentifier: "orders"}
	}
	s := &Snapshot{DBInstances: []DBInstance{db("222233334444"), db("111122223333"), db("111122223333")}}
	for _, table := range s.Tables() {
		table.Fold(func(any, any) {})
	}
	if len(s.DBInstances) != 2 || s.DBInstances[0].Account != "111122223333" {
		t.Errorf("%v", s.DBInstances)
	}
}

func TestListenerOfRule(t *testing.T) {
	const prefix = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:"
	r := ListenerRule{RuleArn: prefix + "listener-rule/app/web/50/f2/96"}
	if got := r.ListenerArn(); got != prefix+"listener/app/web/50/f2" {
		t.Error(got)
	}
}
