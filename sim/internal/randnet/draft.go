package randnet

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// A draft is a network in the making. It holds pointers, so that later steps can change what earlier ones made.
type draft struct {
	dice
	wide    bool // ids and subnets for many interfaces
	transit bool // there are transit gateways
	serial  map[string]int

	vpcs         []*vpcDraft
	lists        []*topology.PrefixList
	peerings     []*topology.VpcPeeringConnection
	connections  []*topology.VpnConnection
	sites        []*topology.CustomerGateway
	instances    []*topology.Instance
	addresses    []*topology.Address
	associations []*topology.SecurityGroupVpcAssociation
	options      []*topology.VpcBlockPublicAccessOptions
	exclusions   []*topology.VpcBlockPublicAccessExclusion
	gateways     []*gatewayDraft
	boxes        middleboxes
	noZones      bool // the documents do not tell of zones
	noRows       bool // nor of attachments by what all kinds have
	publics      int  // public addresses given away
	balancing
	hybrid hybridDraft
}

// A vpcDraft is a VPC with all that lies in it.
type vpcDraft struct {
	*topology.Vpc
	number     int
	subnets    []*subnetDraft
	tables     []*topology.RouteTable // the main one first
	acls       []*topology.NetworkAcl // the default one first
	groups     []*topology.SecurityGroup
	interfaces []*topology.NetworkInterface
	nats       []*topology.NatGateway
	endpoints  []*topology.VpcEndpoint
	igw        *topology.InternetGateway
	eigw       *topology.EgressOnlyInternetGateway
	vgw        *topology.VpnGateway
}

// A subnetDraft is a subnet and how far its addresses are used up.
type subnetDraft struct {
	*topology.Subnet
	role      role
	table     *topology.RouteTable
	hosts     int // offsets given to interfaces, from 4 on
	prefixes4 int // delegated /28
	prefixes6 int // delegated /80
}

// A role is what a subnet's table does with the internet.
type role uint8

const (
	isolated role = iota
	private       // by a NAT gateway or instance
	public        // by the internet gateway
)

func newDraft(d dice) *draft { return &draft{dice: d, serial: map[string]int{}} }

// id numbers the resources of a kind; the digits keep the order of ids that of their making.
func (d *draft) id(kind string) string {
	d.serial[kind]++
	if d.wide {
		return fmt.Sprintf("%s-%017x", kind, d.serial[kind])
	}
	return fmt.Sprintf("%s-%02d", kind, d.serial[kind])
}

// publicAddress is an address that nobody else has.
func (d *draft) publicAddress() netip.Addr {
	d.publics++
	n := d.publics
	return netip.AddrFrom4([4]byte{3, byte(120 + n>>16), byte(n >> 8), byte(n)})
}

// interfaces lists those of all VPCs.
func (d *draft) interfaces() []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for _, v := range d.vpcs {
		all = append(all, v.interfaces...)
	}
	return all
}

func (d *draft) groups() []*topology.SecurityGroup {
	var all []*topology.SecurityGroup
	for _, v := range d.vpcs {
		all = append(all, v.groups...)
	}
	return all
}

func (d *draft) tables() []*topology.RouteTable {
	var all []*topology.RouteTable
	for _, v := range d.vpcs {
		all = append(all, v.tables...)
	}
	return all
}

// vpc finds a VPC by its id; nil if the snapshot is to lack it.
func (d *draft) vpc(id string) *vpcDraft {
	for _, v := range d.vpcs {
		if v.VpcId == id {
			return v
		}
	}
	return nil
}

// subnet finds a subnet of the VPC by its id.
func (v *vpcDraft) subnet(id string) *subnetDraft {
	for _, s := range v.subnets {
		if s.SubnetId == id {
			return s
		}
	}
	return nil
}

// with lists the VPC's subnets of a role.
func (v *vpcDraft) with(r role) []*subnetDraft {
	var all []*subnetDraft
	for _, s := range v.subnets {
		if s.role == r {
			all = append(all, s)
		}
	}
	return all
}

// hosts lists the VPC's interfaces that are not a service's.
func (v *vpcDraft) hosts() []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for _, e := range v.interfaces {
		if e.InterfaceType == "interface" {
			all = append(all, e)
		}
	}
	return all
}

// meta is the Meta of the VPC's resources that belong to an account.
func (v *vpcDraft) meta(account string) topology.Meta {
	return topology.Meta{Account: account, Region: v.Region}
}
