package netgen

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A folder is a place's documents. Each is open until the place is done.
type folder struct {
	dir       string
	compact   bool
	limit     int64 // bytes after which a document goes on in another file
	documents map[string]*document
	written   func(int) // told of bytes
}

// documentNames of the calls that answer with a list of elements, with the key of the list. They are written even if empty: that there
// is nothing is worth knowing.
var documentNames = [...][2]string{
	{"ec2-describe-vpcs", "Vpcs"},
	{"ec2-describe-subnets", "Subnets"},
	{"ec2-describe-route-tables", "RouteTables"},
	{"ec2-describe-network-acls", "NetworkAcls"},
	{"ec2-describe-security-groups", "SecurityGroups"},
	{"ec2-describe-security-group-vpc-associations", "SecurityGroupVpcAssociations"},
	{"ec2-describe-network-interfaces", "NetworkInterfaces"},
	{"ec2-describe-addresses", "Addresses"},
	{"ec2-describe-availability-zones", "AvailabilityZones"},
	{"ec2-describe-prefix-lists", "PrefixLists"},
	{"ec2-describe-managed-prefix-lists", "PrefixLists"},
	{"ec2-describe-internet-gateways", "InternetGateways"},
	{"ec2-describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"},
	{"ec2-describe-nat-gateways", "NatGateways"},
	{"ec2-describe-carrier-gateways", "CarrierGateways"},
	{"ec2-describe-vpc-peering-connections", "VpcPeeringConnections"},
	{"ec2-describe-vpc-endpoints", "VpcEndpoints"},
	{"ec2-describe-vpn-gateways", "VpnGateways"},
	{"ec2-describe-vpn-connections", "VpnConnections"},
	{"ec2-describe-customer-gateways", "CustomerGateways"},
	{"ec2-describe-transit-gateways", "TransitGateways"},
	{"ec2-describe-transit-gateway-attachments", "TransitGatewayAttachments"},
	{"ec2-describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments"},
	{"ec2-describe-transit-gateway-route-tables", "TransitGatewayRouteTables"},
	{"ec2-describe-vpc-block-public-access-exclusions", "VpcBlockPublicAccessExclusions"},
	{"elbv2-describe-load-balancers", "LoadBalancers"},
	{"elbv2-describe-target-groups", "TargetGroups"},
	{"elb-describe-load-balancers", "LoadBalancerDescriptions"},
	{"rds-describe-db-instances", "DBInstances"},
	{"rds-describe-db-subnet-groups", "DBSubnetGroups"},
}

// Documents that are there if they are asked for.
const (
	instancesDocument = "ec2-describe-instances"
	rulesDocument     = "ec2-describe-security-group-rules"
)

// newFolder makes a place's folder and begins its documents.
func newFolder(w *world, p place, written func(int)) (*folder, error) {
	f := &folder{
		dir: filepath.Join(w.Out, p.account, p.region), compact: w.Compact, limit: int64(w.FileSize) << 20,
		documents: map[string]*document{}, written: written,
	}
	if err := os.MkdirAll(f.dir, 0o777); err != nil {
		return nil, err
	}
	for _, d := range documentNames {
		f.begin(d[0], d[1])
	}
	if w.Instances != "none" {
		f.begin(instancesDocument, "Reservations")
	}
	if w.RuleIDs {
		f.begin(rulesDocument, "SecurityGroupRules")
	}
	return f, nil
}

func (f *folder) begin(name, key string) {
	f.documents[name] = &document{folder: f, name: name, key: key, printer: printer{compact: f.compact}}
	f.documents[name].openList()
}

// list is the document of a call that lists; its elements are printed between object("") and end.
func (f *folder) list(name string) *document { return f.documents[name] }

// answers is the document of a call that is made for one resource after the other: one answer follows another.
func (f *folder) answers(name string) *document {
	d := f.documents[name]
	if d == nil {
		d = &document{folder: f, name: name, printer: printer{compact: f.compact}}
		f.documents[name] = d
	}
	return d
}

// flush writes what has gathered, and lets documents that have become long go on in another file.
func (f *folder) flush() error {
	for _, name := range f.names() {
		if err := f.documents[name].flush(); err != nil {
			return err
		}
	}
	return nil
}

// close ends all documents.
func (f *folder) close() error {
	var first error
	for _, name := range f.names() {
		if err := f.documents[name].close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func (f *folder) names() []string {
	names := make([]string, 0, len(f.documents))
	for name := range f.documents {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// A document is one call's answer, or several, in one file or several.
type document struct {
	printer
	folder *folder
	name   string
	key    string // of the list; empty where answers follow one another
	file   *os.File
	size   int64 // of the file
	files  int
}

// enough is how much gathers before it is written.
const enough = 256 << 10

func (d *document) openList() {
	d.object("")
	d.list(d.key)
}

// element begins an element of the list, or an answer.
func (d *document) element() { d.object("") }

// done ends what element began; what has gathered is written if it is enough.
func (d *document) done() error {
	if d.key == "" {
		d.endLine()
	} else {
		d.end()
	}
	if len(d.buf) < enough {
		return nil
	}
	return d.write()
}

func (d *document) write() error {
	if d.file == nil {
		name := d.name + ".json"
		if d.files++; d.files > 1 {
			name = fmt.Sprintf("%s.%d.json", d.name, d.files)
		}
		file, err := os.Create(filepath.Join(d.folder.dir, name))
		if err != nil {
			return err
		}
		d.file, d.size = file, 0
	}
	n, err := d.file.Write(d.buf)
	d.folder.written(n)
	d.size += int64(n)
	d.buf = d.buf[:0]
	return err
}

// flush ends a file that has become long: the next element begins another one.
func (d *document) flush() error {
	if d.folder.limit == 0 || d.size+int64(len(d.buf)) < d.folder.limit {
		return nil
	}
	if err := d.close(); err != nil {
		return err
	}
	if d.key != "" {
		d.openList()
	}
	return nil
}

// close ends the file.
func (d *document) close() error {
	if d.key != "" {
		d.end()
		d.endLine()
	}
	if err := d.write(); err != nil {
		return err
	}
	err := d.file.Close()
	d.file = nil
	return err
}
