package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (c *compiler) compileInterfaces() {
	c.g.public = map[netip.Addr]holder{}
	g, n := c.g, len(c.s.NetworkInterfaces)
	g.interfaces = make([]iface, n)
	g.interfaceIDs = newIDTable(n, func(i int32) string { return g.interfaces[i].ref.ID })
	g.instanceIDs = newIDTable(len(c.s.Instances), func(i int32) string { return c.s.Instances[i].InstanceId })
	for i := range c.s.Instances {
		g.instanceIDs.put(c.s.Instances[i].InstanceId, int32(i))
	}
	c.holders.v4.room(n)
	c.draftInterfaces()
	for i := range c.s.Instances {
		c.interfacesOfInstance(&c.s.Instances[i])
	}
}

// interfacesOfInstance adds the interfaces that describe-instances alone tells of.
func (c *compiler) interfacesOfInstance(d *topology.Instance) {
	for i := range d.NetworkInterfaces {
		n := &d.NetworkInterfaces[i]
		if n.NetworkInterfaceId == "" || c.interfaceAt(n.NetworkInterfaceId) != none {
			continue
		}
		attachment := n.Attachment
		if attachment != nil {
			copied := *attachment
			copied.InstanceId = d.InstanceId
			attachment = &copied
		}
		c.addInterface(&topology.NetworkInterface{
			Meta: d.Meta, NetworkInterfaceId: n.NetworkInterfaceId, OwnerId: n.OwnerId, VpcId: n.VpcId, SubnetId: n.SubnetId,
			Description: n.Description, InterfaceType: n.InterfaceType, Status: n.Status, SourceDestCheck: n.SourceDestCheck,
			PrivateIpAddress: n.PrivateIpAddress, PrivateIpAddresses: n.PrivateIpAddresses, Ipv6Addresses: n.Ipv6Addresses,
			Ipv4Prefixes: n.Ipv4Prefixes, Ipv6Prefixes: n.Ipv6Prefixes, Association: n.Association, Attachment: attachment, Groups: n.Groups,
		}, none)
	}
}

// draftInterfaces reads the documents of interfaces side by side, and places what they tell in order.
func (c *compiler) draftInterfaces() {
	docs, all := c.s.NetworkInterfaces, c.g.interfaces
	abouts := make([]aboutIface, len(docs))
	inParallel(len(docs), func(from, to int) {
		r := interfaceReader{compiler: c}
		for i := from; i < to; i++ {
			all[i] = r.read(&docs[i], &abouts[i], int32(i))
		}
	})
	c.g.interfaces = all[:0]
	for i := range docs {
		c.place(all[i], &docs[i])
	}
}

func (c *compiler) addInterface(d *topology.NetworkInterface, doc int32) {
	r := interfaceReader{compiler: c}
	c.place(r.read(d, new(aboutIface), doc), d)
}

// place adds an interface to the network.
func (c *compiler) place(e iface, d *topology.NetworkInterface) {
	if e.subnet == none {
		c.warn("UNKNOWN_SUBNET", e.ref, d.Source, "the interface names a subnet that the snapshot lacks, so it is left out", d.SubnetId, "capture describe-subnets in the subnet's account and Region")
		return
	}
	id := InterfaceID(len(c.g.interfaces))
	e.groups = c.groupSet(d.Groups)
	c.nodeOfBalancer(&e, id, d.Description)
	c.g.interfaces = append(c.g.interfaces, e)
	c.g.interfaceIDs.put(d.NetworkInterfaceId, int32(id))
	c.hold(id)
}

// An interfaceReader reads documents of interfaces. It changes nothing of the compiler, so that several can work at a time.
type interfaceReader struct {
	*compiler
	chunk []address // for addresses to come
}

// chunkSize is for how many addresses memory is taken at a time.
const chunkSize = 1024

// read makes an interface of what its own document and its instance's tell. It is in no subnet if the snapshot lacks that.
func (r *interfaceReader) read(d *topology.NetworkInterface, about *aboutIface, doc int32) iface {
	about.ref, about.doc, about.oddities = ref.Ref{Kind: ref.NetworkInterface, ID: d.NetworkInterfaceId}, doc, plain
	if len(d.Ipv4Prefixes)+len(d.Ipv6Prefixes) > 0 {
		about.own().prefixes = delegated(d)
	}
	e := iface{
		aboutIface: about, vpc: none,
		subnet: find(r.subnetIDs, d.SubnetId), role: roleOf(d.InterfaceType, d.Description), nat: none, balancer: none, link: none,
		checked: d.SourceDestCheck == nil || *d.SourceDestCheck, denyIGW: d.DenyAllIgwTraffic,
	}
	if e.subnet != none {
		e.vpc = r.g.subnets[e.subnet].vpc
	}
	e.attached, e.answers = r.attachment(d)
	if d.Supposed {
		e.role = supposedRole
	}
	if d.Attachment != nil && d.Attachment.InstanceId != "" {
		e.owner = ref.Ref{Kind: ref.Instance, ID: d.Attachment.InstanceId}
		e.device = int32(d.Attachment.DeviceIndex)
	}
	e.setAddresses(r.addresses(d))
	return e
}

// attachment reads whether an interface is in use, and whether its instance runs (R13.1).
func (c *compiler) attachment(d *topology.NetworkInterface) (attached, answers truth) {
	switch d.Status {
	case "in-use", "associated":
		attached = yes
	case "":
		attached = perhaps
		if d.Attachment != nil && d.Attachment.Status == "attached" {
			attached = yes
		}
	default:
		return no, yes
	}
	if d.Attachment == nil || d.Attachment.InstanceId == "" {
		return attached, yes
	}
	if s := d.Attachment.Status; s != "" && s != "attached" {
		attached = no
	}
	if i, known := c.instance(d.Attachment.InstanceId); known && i.State.Name != "" {
		return attached, truthOf(i.State.Name == "running")
	}
	if c.g.assumed[AssumeInstancesRunning] || (d.Attachment.InstanceOwnerId != "" && d.Attachment.InstanceOwnerId != d.Account) {
		return attached, yes // a service's own instance, or one that we were told to take as running
	}
	return attached, perhaps
}

// addresses lists an interface's addresses, the primary ones first.
func (r *interfaceReader) addresses(d *topology.NetworkInterface) []address {
	if most := 2 + len(d.PrivateIpAddresses) + len(d.Ipv6Addresses); cap(r.chunk)-len(r.chunk) < most {
		r.chunk = make([]address, 0, max(chunkSize, most))
	}
	first := len(r.chunk)
	add := func(private netip.Addr, association *topology.NetworkInterfaceAssociation) {
		known := func(a address) bool { return a.private == private }
		if !private.IsValid() || private.Zone() != "" || slices.ContainsFunc(r.chunk[first:], known) {
			return
		}
		a := address{private, unseen}
		if association != nil {
			a = addressOf(private, association.PublicIp, association.CarrierIp)
		}
		r.chunk = append(r.chunk, a)
	}
	for _, primary := range []bool{true, false} {
		for _, a := range d.PrivateIpAddresses {
			if a.Primary == primary {
				add(a.PrivateIpAddress, a.Association)
			}
		}
	}
	add(d.PrivateIpAddress, d.Association)
	for _, primary := range []bool{true, false} {
		for _, a := range d.Ipv6Addresses {
			if a.IsPrimaryIpv6 == primary {
				add(a.Ipv6Address, nil)
			}
		}
	}
	add(d.Ipv6Address, nil)
	return slices.Clip(r.chunk[first:])
}

// delegated lists an interface's delegated prefixes.
func delegated(d *topology.NetworkInterface) (prefixes []netip.Prefix) {
	for _, p := range d.Ipv4Prefixes {
		if p.Ipv4Prefix.IsValid() {
			prefixes = append(prefixes, p.Ipv4Prefix.Masked())
		}
	}
	for _, p := range d.Ipv6Prefixes {
		if p.Ipv6Prefix.IsValid() {
			prefixes = append(prefixes, p.Ipv6Prefix.Masked())
		}
	}
	return prefixes
}

// hold makes an interface the holder of its addresses. A detached interface keeps them (R13.1).
func (c *compiler) hold(id InterfaceID) {
	e := &c.g.interfaces[id]
	v := &c.g.vpcs[e.vpc]
	for _, a := range e.addresses {
		c.holdAddress(v, e, id, a)
	}
	for _, p := range e.prefixes {
		v.delegate(p, id)
	}
}

func (c *compiler) holdAddress(v *vpc, e *iface, id InterfaceID, a address) {
	h := holder{vpc: e.vpc, iface: id, nat: none, private: a.private}
	if other, taken := v.holders.get(v.index, a.private); taken {
		c.warn("ADDRESS_HELD_TWICE", e.ref, topology.Source{}, "another interface of the VPC holds the same address: "+c.g.interfaces[other].ref.ID, a.private.String(), "the documents were captured at different times; capture again")
		return
	}
	v.hold(a.private, int32(id))
	if a.public.IsValid() {
		c.g.public[a.public] = h
	}
}

// compileElasticIPs completes interfaces by describe-addresses where their own document does not tell of the address.
func (c *compiler) compileElasticIPs() {
	c.g.unheld = map[netip.Addr]bool{}
	for i := range c.s.Addresses {
		d := &c.s.Addresses[i]
		if !d.PublicIp.IsValid() {
			continue
		}
		if _, held := c.g.public[d.PublicIp]; held {
			continue
		}
		id := c.interfaceAt(d.NetworkInterfaceId)
		if d.AssociationId == "" && d.NetworkInterfaceId == "" && d.InstanceId == "" {
			c.g.unheld[d.PublicIp] = true
			continue
		}
		if id == none || !d.PrivateIpAddress.IsValid() || c.g.interfaces[id].nat != none {
			continue
		}
		c.associate(InterfaceID(id), d)
	}
}

func (c *compiler) associate(id InterfaceID, d *topology.Address) {
	e := &c.g.interfaces[id]
	if i := slices.IndexFunc(e.addresses, func(a address) bool { return a.private == d.PrivateIpAddress }); i >= 0 {
		if e.addresses[i].public.IsValid() {
			return
		}
		e.addresses[i] = addressOf(d.PrivateIpAddress, d.PublicIp, e.addresses[i].carrier)
	} else if anyContains(e.prefixes, d.PrivateIpAddress) {
		e.setAddresses(append(slices.Clip(e.addresses), addressOf(d.PrivateIpAddress, d.PublicIp, netip.Addr{})))
	} else {
		return
	}
	c.g.public[d.PublicIp] = holder{vpc: e.vpc, iface: id, nat: none, private: d.PrivateIpAddress}
}
