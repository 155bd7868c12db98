package provision

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Standalone settles a Draft that is all there is to know, of a document at a path. What was declared counts as all there is, but for what hangs on
// a VPC or another resource that was not declared: that is unknown.
func (d *Draft) Standalone(path, key string) *topology.Snapshot {
	d.Settle()
	doubted := d.dissolveUnplaced()
	if d.foreignVpcs() {
		doubted = append(doubted, surroundings...)
	}
	d.dissolveStubs()
	d.Snapshot.Documents = d.documents(path, key, doubted)
	return d.Snapshot
}

// surroundings are the kinds of which a VPC has more than is declared, if it is not declared itself.
var surroundings = []ref.Kind{
	ref.RouteTable, ref.NetworkAcl, ref.SecurityGroup, ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.CarrierGateway, ref.NetworkInterface, ref.VpnGateway, ref.TransitGatewayAttachment,
}

// documents tell of every kind how much is known: not all of those that are doubted.
func (d *Draft) documents(path, key string, doubted []ref.Kind) []topology.Document {
	counts := map[ref.Kind]int{}
	for _, t := range d.Snapshot.Tables() {
		for i := range t.Len() {
			counts[t.Ref(i).Kind]++
		}
	}
	var all []topology.Document
	for _, kind := range ref.Kinds() {
		if kind >= ref.Internet && kind != ref.Other {
			continue // places, not resources
		}
		all = append(all, topology.Document{Path: path, Key: key, Kind: kind, Elements: counts[kind]})
	}
	all = append(all, topology.Document{Path: path, Key: vpcAttachments, Elements: len(d.Snapshot.TransitGatewayVpcAttachments)})
	for _, kind := range doubted {
		of := partly(path, key, kind)
		at := slices.IndexFunc(all, func(d topology.Document) bool { return d.Key == of.Key && d.Kind == of.Kind })
		all[at].Partial = true
	}
	return all
}

// vpcAttachments is the key of documents that tell of attachments with their VPCs.
const vpcAttachments = "TransitGatewayVpcAttachments"

// partly is a document that does not tell all of a kind; of attachments to transit gateways, their VPCs.
func partly(path, key string, kind ref.Kind) topology.Document {
	if kind == ref.TransitGatewayAttachment {
		return topology.Document{Path: path, Key: vpcAttachments, Partial: true}
	}
	return topology.Document{Path: path, Key: key, Kind: kind, Partial: true}
}

// foreignVpcs reports whether anything lies in a VPC that is not declared.
func (d *Draft) foreignVpcs() bool {
	foreign := func(vpc string) bool {
		v := sorted(d.Snapshot.Vpcs, vpc)
		return vpc != "" && (v == nil || d.stubs[v.Ref()] || d.existing[vpc])
	}
	found := false
	for i := range d.Snapshot.Subnets {
		found = found || foreign(d.Snapshot.Subnets[i].VpcId)
	}
	for i := range d.Snapshot.RouteTables {
		found = found || foreign(d.Snapshot.RouteTables[i].VpcId)
	}
	for i := range d.Snapshot.SecurityGroups {
		found = found || foreign(d.Snapshot.SecurityGroups[i].VpcId)
	}
	for i := range d.Snapshot.NetworkInterfaces {
		subnet := d.Snapshot.NetworkInterfaces[i].SubnetId
		found = found || strings.HasPrefix(subnet, "subnet-") && sorted(d.Snapshot.Subnets, subnet) == nil
	}
	return found
}

// AddExistingVpc adds a VPC of which others than what is declared know: what is in it beside that is unknown.
func (d *Draft) AddExistingVpc(v topology.Vpc) {
	if Get(d, &d.Snapshot.Vpcs, v.VpcId) != nil {
		return
	}
	d.existing[v.VpcId] = true
	Put(d, &d.Snapshot.Vpcs, v)
}

// dissolveStubs makes what is declared in part only unknown where nothing is declared of it.
func (d *Draft) dissolveStubs() {
	s := d.Snapshot
	s.Vpcs = slices.DeleteFunc(s.Vpcs, func(r topology.Vpc) bool { return d.stubs[r.Ref()] })
	s.SecurityGroups = slices.DeleteFunc(s.SecurityGroups, func(r topology.SecurityGroup) bool { return d.stubs[r.Ref()] })
	s.NetworkInterfaces = slices.DeleteFunc(s.NetworkInterfaces, func(r topology.NetworkInterface) bool { return d.stubs[r.Ref()] })
	s.VpcEndpoints = slices.DeleteFunc(s.VpcEndpoints, func(r topology.VpcEndpoint) bool { return d.stubs[r.Ref()] })
	s.VpcPeeringConnections = slices.DeleteFunc(s.VpcPeeringConnections, func(r topology.VpcPeeringConnection) bool { return d.stubs[r.Ref()] })
	for i := range s.RouteTables {
		if t := &s.RouteTables[i]; d.stubs[t.Ref()] {
			t.Routes = append(t.Routes, topology.Route{}) // one that may lead anywhere
		}
	}
	for i := range s.NetworkAcls {
		if a := &s.NetworkAcls[i]; d.stubs[a.Ref()] {
			for _, egress := range []bool{false, true} {
				a.Entries = append(a.Entries, topology.NetworkAclEntry{Egress: egress, Protocol: "-1"}) // one that may do anything
			}
		}
	}
}

// placeStubs finds the VPCs of tables that are known by their associations alone.
func (d *Draft) placeStubs() {
	for i := range d.Snapshot.RouteTables {
		t := &d.Snapshot.RouteTables[i]
		for _, a := range t.Associations {
			if t.VpcId == "" && a.SubnetId != "" {
				t.VpcId = d.vpcOf(a.SubnetId)
			}
		}
	}
	for i := range d.Snapshot.NetworkAcls {
		a := &d.Snapshot.NetworkAcls[i]
		for _, x := range a.Associations {
			if a.VpcId == "" {
				a.VpcId = d.vpcOf(x.SubnetId)
			}
		}
	}
}
