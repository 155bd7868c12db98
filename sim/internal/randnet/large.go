package randnet

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// The shape of a large network.
const (
	largeVpcs     = 200
	largeSubnets  = 5
	meshSize      = 5 // VPCs that are all peered with each other
	hostsPerGroup = 25
)

// Large is a big, regular network of a seed, for benchmarks: up to 200 VPCs of five subnets each, peered in fives, with a number
// of instances' interfaces spread evenly over them. All of it works, and all documents are there.
func Large(seed uint64, interfaces int) *topology.Snapshot {
	d := newDraft(newDice(seed, largeStream))
	d.wide = true
	d.addLargeVpcs(max(2, min(largeVpcs, interfaces/50)))
	d.addLargeLists()
	d.addMesh()
	for i, v := range d.vpcs {
		hosts := interfaces * (i + 1) / len(d.vpcs)
		d.fillLarge(v, hosts-interfaces*i/len(d.vpcs))
	}
	s := d.snapshot()
	for _, k := range kinds {
		s.Documents = append(s.Documents, topology.Document{Path: k.String() + ".json", Key: k.String(), Kind: k})
	}
	for _, key := range keys {
		s.Documents = append(s.Documents, topology.Document{Path: key + ".json", Key: key})
	}
	countElements(s)
	return s
}

func (d *draft) addLargeVpcs(n int) {
	for i := range n {
		v := d.addVpc(place{homeAccount, homeRegion}, prefix4(10, i, 0, 0, 16))
		if i%2 == 0 {
			v.addBlock6(prefix6(fmt.Sprintf("2600:1f16:%x::/56", i)), "associated", "public")
			v.eigw = &topology.EgressOnlyInternetGateway{
				Meta: v.Meta, EgressOnlyInternetGatewayId: d.id("eigw"), Attachments: []topology.GatewayAttachment{{VpcId: v.VpcId, State: "attached"}},
			}
		}
		d.addIGW(v)
		for n := range largeSubnets {
			r := private
			if n < 2 {
				r = public
			}
			d.addSubnet(v, r, prefix4(10, i, n*16, 0, 20), families{v4: true, v6: v.dual()})
		}
	}
}

// addLargeLists adds S3's list and customers' lists of twenty blocks.
func (d *draft) addLargeLists() {
	d.addAwsList(s3List, "s3", "IPv4", s3Blocks)
	d.lists[0].Entries, d.lists[0].EntriesKnown = nil, true
	fill(d.lists[0], s3Blocks)
	for n := range 10 {
		var blocks []string
		for i := range 20 {
			blocks = append(blocks, prefix4(10, (n*20+i)%largeVpcs, d.IntN(5)*16, 0, 20).String())
		}
		d.addList(blocks)
	}
}

// addMesh peers each group of VPCs with one another.
func (d *draft) addMesh() {
	for i, a := range d.vpcs {
		for _, b := range d.vpcs[i+1 : min(len(d.vpcs), (i/meshSize+1)*meshSize)] {
			d.addPeering(a, b, "active")
		}
	}
}

// fillLarge fills a VPC: interfaces, groups with ten rules each, tables, ACLs, a NAT gateway and perhaps an endpoint.
func (d *draft) fillLarge(v *vpcDraft, hosts int) {
	d.addDefaultGroup(v)
	for range max(4, hosts/hostsPerGroup) {
		d.addGroup(v, fmt.Sprintf("service-%d", len(v.groups)), v.OwnerId)
	}
	for _, g := range v.groups[1:] {
		d.fillLargeGroup(v, g)
	}
	for n := range hosts {
		d.addLargeHost(v, v.subnets[n%largeSubnets])
	}
	d.addNAT(v, v.subnets[0], "public")
	if d.chance(50) {
		d.addEndpoint(v, "Gateway", "s3").State = "available"
	}
	d.addLargeTables(v)
	d.addLargeAcls(v)
}

func (d *draft) addLargeHost(v *vpcDraft, s *subnetDraft) {
	e := d.addInterface(v, s, "interface")
	if e == nil {
		panic("randnet: a large subnet is full")
	}
	d.attachInstance(v, e)
	for range d.between(1, 3) {
		join(e, pick(d.dice, v.groups[1:]...))
	}
	if d.chance(10) {
		addSecondary(s, e)
	}
	if s.role == public && d.chance(40) {
		d.makePublic(e, 0)
	}
}

// fillLargeGroup gives a group ten rules: some for all, some for networks, lists and other groups.
func (d *draft) fillLargeGroup(v *vpcDraft, g *topology.SecurityGroup) {
	services := []traffic{{"tcp", 443, 443}, {"tcp", 80, 80}, {"tcp", 22, 22}, {"tcp", 5432, 5432}, {"tcp", 8000, 8999}, {"udp", 53, 53}, {"icmp", -1, -1}, {"tcp", 6379, 6379}}
	for n := range 8 {
		p := permit(services[d.IntN(len(services))])
		switch n % 4 {
		case 0:
			addRemote(&p, pick(d.dice, "0.0.0.0/0", v.CidrBlock.String(), "10.0.0.0/8"))
		case 1:
			addRemote(&p, pick(d.dice, v.subnets...).CidrBlock.String())
		case 2:
			addRemote(&p, d.list().PrefixListId)
		default:
			other := pick(d.dice, v.groups...)
			p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: other.GroupId, UserId: other.OwnerId}}
		}
		g.IpPermissions = append(g.IpPermissions, p)
	}
}

// addLargeTables gives a VPC a main table for its private subnets and one for its public ones.
func (d *draft) addLargeTables(v *vpcDraft) {
	for _, r := range []role{private, public} {
		t := d.addTable(v)
		d.routeInternet(v, t, r)
		for _, p := range d.peers(v) {
			for _, b := range d.peerBlocks(p) {
				d.addRoute(t, b.String(), p.VpcPeeringConnectionId)
			}
		}
		for _, e := range v.endpoints {
			d.addRoute(t, s3List, e.VpcEndpointId)
			e.RouteTableIds = append(e.RouteTableIds, t.RouteTableId)
		}
		if r == private {
			associate(t, topology.RouteTableAssociation{Main: true})
		}
		for _, s := range v.with(r) {
			s.table = t
			associate(t, topology.RouteTableAssociation{SubnetId: s.SubnetId})
		}
	}
}

// addLargeAcls leaves public subnets the default ACL and gives the others one with a dozen entries.
func (d *draft) addLargeAcls(v *vpcDraft) {
	open, narrow := d.addAcl(v), d.addAcl(v)
	open.IsDefault = true
	openAcl(open, 100)
	for i := range 8 {
		block := netip.PrefixFrom(offset(netip.MustParseAddr("198.18.0.0"), i*256), 24)
		addEntry(narrow, entry{i%2 == 0, 10 + i, "deny", traffic{"6", int32(1000 * i), int32(1000*i + 500)}, block.String()})
	}
	addEntry(narrow, entry{false, 50, "deny", traffic{"6", 23, 23}, "0.0.0.0/0"})
	openAcl(narrow, 100)
	for _, s := range v.subnets {
		if s.role == public {
			bind(open, s)
		} else {
			bind(narrow, s)
		}
	}
}
