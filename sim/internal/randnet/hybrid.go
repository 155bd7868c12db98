package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// A hybridDraft is what joins a network with those of customers, and what services put into it.
type hybridDraft struct {
	clients      []*topology.ClientVpnEndpoint
	associations []*topology.DirectConnectGatewayAssociation
	virtual      []*topology.VirtualInterface
	cores        []*topology.CoreNetwork
	attached     []*topology.CoreNetworkAttachment
	connects     []*topology.InstanceConnectEndpoint
}

// addHybrid works these features into a network that is complete without them. They have dice of their own, so that other draws stay.
func (d *draft) addHybrid(seed uint64) {
	usual := d.dice
	defer func() { d.dice = usual }()
	d.dice = newDice(seed, hybridStream)
	for _, f := range []struct {
		percent int
		add     func()
	}{
		{18, d.addClientVpns},
		{70, d.describeClientVpns},
		{40, d.addDirectConnect},
		{16, d.addCoreNetwork},
		{18, d.addInstanceConnect},
		{14, d.addFunctions},
		{12, d.addLatticeEndpoints},
	} {
		if d.chance(f.percent) {
			f.add()
		}
	}
}

func (d *draft) addHybridTo(s *topology.Snapshot) {
	h := &d.hybrid
	s.ClientVpnEndpoints, s.DirectConnectGatewayAssociations, s.VirtualInterfaces = values(h.clients), values(h.associations), values(h.virtual)
	s.CoreNetworks, s.CoreNetworkAttachments, s.InstanceConnectEndpoints = values(h.cores), values(h.attached), values(h.connects)
}

// addServiceInterface puts an interface of a service into a subnet and into one or two groups; nil if the subnet is full.
func (d *draft) addServiceInterface(v *vpcDraft, s *subnetDraft, kind, description string) *topology.NetworkInterface {
	e := d.addInterface(v, s, kind)
	if e == nil {
		return nil
	}
	e.RequesterManaged, e.Description = true, description
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", DeviceIndex: 1, Status: "attached"}
	join(e, pick(d.dice, v.groups[1:]...))
	if d.chance(40) {
		join(e, pick(d.dice, v.groups...))
	}
	if d.chance(25) {
		d.admit(v, e.Groups[0])
	}
	return e
}

// admit lets members of a group in to some host of its VPC.
func (d *draft) admit(v *vpcDraft, id topology.GroupIdentifier) {
	g := pick(d.dice, v.groups[1:]...)
	p := permit(d.traffic())
	p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: id.GroupId, UserId: g.OwnerId}}
	g.IpPermissions = append(g.IpPermissions, p)
}

// subnets4 are a VPC's subnets with IPv4, in no order.
func (d *draft) subnets4(v *vpcDraft) []*subnetDraft {
	var all []*subnetDraft
	for _, s := range v.subnets {
		if s.CidrBlock.IsValid() {
			all = append(all, s)
		}
	}
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// good is the usual state, or seldom a bad one.
func (d *draft) good(percent int, usual string, others ...string) string {
	if d.chance(percent) {
		return usual
	}
	return pick(d.dice, others...)
}

var anywhere = netip.MustParsePrefix("0.0.0.0/0")
