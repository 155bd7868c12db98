package load_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// answer is a list under a key, perhaps with a parent's id beside it.
type answer struct {
	parentKey, parent string
	key               string
	elements          []map[string]any
}

type object = map[string]any

// network is a random account: what matters is that every way of merging takes part.
func network(random *rand.Rand) []answer {
	const account = "111122223333"
	id := func(kind string, n int) string { return fmt.Sprintf("%s-%04x", kind, n) }
	var vpcs, subnets, interfaces, lists, tables, instances []map[string]any
	var contents []answer
	for n := range 2 + random.IntN(6) {
		vpcs = append(vpcs, object{"VpcId": id("vpc", n), "CidrBlock": fmt.Sprintf("10.%d.0.0/16", n), "OwnerId": account, "IsDefault": n == 0})
		subnets = append(subnets, object{"SubnetId": id("subnet", n), "VpcId": id("vpc", n), "AvailabilityZone": "eu-west-1a", "OwnerId": account})
		instances = append(instances, object{"OwnerId": account, "Instances": []object{{"InstanceId": id("i", n), "State": object{"Name": "running"}}}})
		lists = append(lists, object{"PrefixListId": id("pl", n), "PrefixListName": "list", "OwnerId": account})
		tables = append(tables, object{"TransitGatewayRouteTableId": id("tgw-rtb", n), "TransitGatewayId": "tgw-1", "State": "available", "DefaultAssociationRouteTable": true})
		contents = append(contents,
			answer{"PrefixListId", id("pl", n), "Entries", []map[string]any{{"Cidr": fmt.Sprintf("192.0.%d.0/24", n)}}},
			answer{"TransitGatewayRouteTableId", id("tgw-rtb", n), "Routes", []map[string]any{{"DestinationCidrBlock": fmt.Sprintf("10.%d.0.0/16", n), "Type": "propagated", "State": "active"}}},
			answer{"TransitGatewayRouteTableId", id("tgw-rtb", n), "Associations", []map[string]any{{"TransitGatewayAttachmentId": id("tgw-attach", n), "State": "associated"}}})
	}
	for n := range random.IntN(30) {
		interfaces = append(interfaces, object{"NetworkInterfaceId": id("eni", n), "SubnetId": id("subnet", n%4), "VpcId": id("vpc", n%4), "PrivateIpAddress": fmt.Sprintf("10.0.1.%d", n)})
	}
	return append(contents, answer{key: "Vpcs", elements: vpcs}, answer{key: "Subnets", elements: subnets}, answer{key: "NetworkInterfaces", elements: interfaces},
		answer{key: "PrefixLists", elements: lists}, answer{key: "TransitGatewayRouteTables", elements: tables}, answer{key: "Reservations", elements: instances})
}

// spread writes answers down in a random way: split, repeated, in one object or several, as lists or lines, over files.
func spread(random *rand.Rand, answers []answer) fstest.MapFS {
	var objects []object
	for _, a := range answers {
		elements := append([]map[string]any{}, a.elements...)
		random.Shuffle(len(elements), func(i, j int) { elements[i], elements[j] = elements[j], elements[i] })
		cut := 0
		if a.parent == "" {
			cut = random.IntN(len(elements) + 1)
		}
		for _, part := range [][]map[string]any{elements[:cut], elements[cut:]} {
			o := object{a.key: part}
			if a.parent != "" {
				if len(part) == 0 {
					continue
				}
				o[a.parentKey] = a.parent
			}
			objects = append(objects, o)
			if random.IntN(4) == 0 {
				objects = append(objects, o)
			}
		}
	}
	random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	return files(random, objects)
}

func files(random *rand.Rand, objects []object) fstest.MapFS {
	fsys := fstest.MapFS{}
	for n := 0; len(objects) > 0; n++ {
		take := 1 + random.IntN(len(objects))
		var text []byte
		if random.IntN(2) == 0 {
			text, _ = json.MarshalIndent(objects[:take], "", " ")
		} else {
			for _, o := range objects[:take] {
				line, _ := json.Marshal(o)
				text = append(append(text, line...), '\n')
			}
		}
		fsys[fmt.Sprintf("111122223333/eu-west-1/%d/f%d.json", random.IntN(3), n)] = &fstest.MapFile{Data: text}
		objects = objects[take:]
	}
	return fsys
}

// resources is a snapshot without the places in documents.
func resources(t *testing.T, fsys fstest.MapFS) *topology.Snapshot {
	t.Helper()
	s, err := load.FromFS("", fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range s.Diagnostics {
		if d.Code != "MISSING_DOCUMENT" && d.Code != "DANGLING_REFERENCE" && d.Code != "NO_MAIN_TABLE" {
			t.Errorf("unexpected: %s", d)
		}
	}
	s.Documents, s.Diagnostics = nil, nil
	for _, table := range s.Tables() {
		for i := range table.Len() {
			table.Meta(i).Source = topology.Source{}
		}
	}
	for i := range s.TransitGatewayRouteTables {
		for j := range s.TransitGatewayRouteTables[i].Routes {
			s.TransitGatewayRouteTables[i].Routes[j].Source = topology.Source{}
		}
	}
	return s
}

// However answers are spread over files, lines and lists, and however often they are repeated, the resources are the same.
func TestSpreadingChangesNothing(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 7))
		answers := network(random)
		want := resources(t, spread(random, answers))
		for range 3 {
			if got := resources(t, spread(random, answers)); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: got %+v\nwant %+v", seed, got, want)
			}
		}
	}
}

// The order in which inputs are named changes nothing at all.
func TestOrderOfInputsChangesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	var paths []string
	for name, f := range spread(random, network(random)) {
		paths = append(paths, write(t, dir, filepath.FromSlash(name), f.Data))
	}
	var want *topology.Snapshot
	for range 10 {
		random.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		got, err := load.Load(paths, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatal("another order of the same files gave another snapshot")
		}
	}
}
