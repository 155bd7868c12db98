package netgen

import (
	"encoding/hex"
	"net/netip"
	"strings"
)

func (s *site) printInterface(m *member) error {
	r := &roles[m.crew.role]
	d := s.out.list("ec2-describe-network-interfaces")
	d.element()
	if m.public.IsValid() {
		s.printPublic(d, m)
	}
	s.printInterfaceAttachment(d, m)
	d.text("AvailabilityZone", s.place.zone(m.subnet.zone))
	d.text("Description", s.descriptionOf(m))
	d.list("Groups")
	for _, g := range m.groups {
		d.object("")
		d.id("GroupId", g.id)
		d.text("GroupName", g.name)
		d.end()
	}
	d.end()
	d.text("InterfaceType", r.kind)
	d.list("Ipv6Addresses")
	if s.hasIPv6(m) {
		d.object("")
		d.addr("Ipv6Address", m.v6)
		d.flag("IsPrimaryIpv6", false)
		d.end()
	}
	d.end()
	d.text("MacAddress", macOf(m.id))
	d.id("NetworkInterfaceId", m.id)
	d.text("OwnerId", s.place.account)
	s.printPrivate(d, m)
	if r.requester != "" {
		d.text("RequesterId", r.requester)
	}
	d.flag("RequesterManaged", r.requester != "")
	d.flag("SourceDestCheck", m.crew.role != natNode)
	d.text("Status", "in-use")
	d.id("SubnetId", m.subnet.id)
	d.tags("TagSet", s.interfaceTags(m)...)
	d.id("VpcId", s.vpcID())
	if s.hasIPv6(m) {
		d.addr("Ipv6Address", m.v6)
	}
	d.object("Operator")
	d.flag("Managed", false)
	d.end()
	d.text("AvailabilityZoneId", s.place.zoneID(m.subnet.zone))
	return d.done()
}

// hasIPv6: managed databases and the nodes of gateways keep to IPv4.
func (s *site) hasIPv6(m *member) bool {
	switch m.crew.role {
	case natNode, transitNode, endpointNode:
		return false
	}
	return s.IPv6
}

// interfaceTags: what services make has no tags.
func (s *site) interfaceTags(m *member) []tag {
	if !roles[m.crew.role].instance {
		return nil
	}
	app := "platform"
	if m.crew.app != nil {
		app = m.crew.app.name
	}
	return []tag{{"Name", s.memberName(m.crew, m.number)}, {"Tier", m.crew.role.String()}, {"Env", s.env.String()}, {"App", app}, {"ManagedBy", "terraform"}}
}

func (s *site) printPublic(d *document, m *member) {
	d.object("Association")
	owner := s.place.account
	switch {
	case m.crew.role == balancerNode:
		owner = "amazon-elb"
	case m.allocation.isZero():
		owner = "amazon"
	default:
		d.id("AllocationId", m.allocation)
		d.id("AssociationId", m.association())
	}
	d.text("IpOwnerId", owner)
	d.text("PublicDnsName", "ec2-"+dashed(m.public.String())+"."+s.place.region+".compute.amazonaws.com")
	d.addr("PublicIp", m.public)
	d.end()
}

func dashed(ip string) string { return strings.ReplaceAll(ip, ".", "-") }

func (s *site) printPrivate(d *document, m *member) {
	d.text("PrivateDnsName", s.privateName(m.v4))
	d.addr("PrivateIpAddress", m.v4)
	d.list("PrivateIpAddresses")
	for _, a := range [...]netip.Addr{m.v4, m.second} {
		if !a.IsValid() {
			continue
		}
		d.object("")
		if a == m.v4 && m.public.IsValid() {
			s.printPublic(d, m)
		}
		d.flag("Primary", a == m.v4)
		d.text("PrivateDnsName", s.privateName(a))
		d.addr("PrivateIpAddress", a)
		d.end()
	}
	d.end()
}

func (s *site) privateName(a netip.Addr) string {
	return "ip-" + dashed(a.String()) + "." + s.place.region + ".compute.internal"
}

func (s *site) printInterfaceAttachment(d *document, m *member) {
	r := &roles[m.crew.role]
	if m.crew.role == function {
		return // Lambda attaches to no instance
	}
	prefix, device := "eni-attach", 0
	if !r.instance {
		prefix, device = "ela-attach", 1
	}
	d.object("Attachment")
	if r.instance {
		d.time("AttachTime", created)
	}
	d.id("AttachmentId", s.id(prefix, m.crew.first+m.number))
	d.flag("DeleteOnTermination", r.instance)
	d.number("DeviceIndex", device)
	d.number("NetworkCardIndex", 0)
	if r.instance {
		d.id("InstanceId", s.instanceID(m.crew, m.number))
		d.text("InstanceOwnerId", s.place.account)
	} else {
		d.text("InstanceOwnerId", r.requester)
	}
	d.text("Status", "attached")
	d.end()
}

// descriptionOf says what a service made an interface for.
func (s *site) descriptionOf(m *member) string {
	switch m.crew.role {
	case natNode:
		return "Interface for NAT Gateway " + s.natGateway(m.number).String()
	case transitNode:
		return "Network Interface for Transit Gateway Attachment " + s.attachment().String()
	case endpointNode:
		return "VPC Endpoint Interface " + s.endpoint(1).String()
	case balancerNode, networkBalancerNode:
		return "ELB " + s.balancerPath(m.crew.role, m.crew.app)
	case cacheNode:
		return "ElastiCache " + s.memberName(m.crew, m.number)
	case database:
		return "RDSNetworkInterface"
	case function:
		return "AWS Lambda VPC ENI-" + s.crewName(m.crew) + "-" + uuid(m.id)
	}
	return ""
}

// macOf makes an address out of an id.
func macOf(of id) string {
	b := []byte("02:00:00:00:00:00")
	for i := range 5 {
		b[3+3*i], b[4+3*i] = hexDigits[of.number>>(8*i+4)&15], hexDigits[of.number>>(8*i)&15]
	}
	return string(b)
}

// uuid makes a UUID out of an id.
func uuid(of id) string {
	var b [16]byte
	for i := range 8 {
		b[i], b[8+i] = byte(of.number>>(8*i)), byte(mix(of.number)>>(8*i))
	}
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:]
}

func (s *site) printAddress(m *member) error {
	d := s.out.list("ec2-describe-addresses")
	d.element()
	if roles[m.crew.role].instance {
		d.id("InstanceId", s.instanceID(m.crew, m.number))
	}
	d.id("AllocationId", m.allocation)
	d.id("AssociationId", m.association())
	d.text("Domain", "vpc")
	d.id("NetworkInterfaceId", m.id)
	d.text("NetworkInterfaceOwnerId", s.place.account)
	d.addr("PrivateIpAddress", m.v4)
	d.tags("Tags", tag{"Name", s.memberName(m.crew, m.number)})
	d.addr("PublicIp", m.public)
	d.text("PublicIpv4Pool", "amazon")
	d.text("NetworkBorderGroup", s.place.region)
	return d.done()
}

// printInstance prints what a --query of ids, state, address and name leaves of describe-instances: whole elements would be
// twice as long as all the interfaces.
func (s *site) printInstance(m *member) error {
	d := s.out.list(instancesDocument)
	d.element()
	d.list("Instances")
	d.object("")
	d.id("InstanceId", s.instanceID(m.crew, m.number))
	d.object("State")
	if s.stopped(m.crew, m.number) {
		d.number("Code", 80)
		d.text("Name", "stopped")
	} else {
		d.number("Code", 16)
		d.text("Name", "running")
	}
	d.end()
	d.addr("PrivateIpAddress", m.v4)
	d.tags("Tags", tag{"Name", s.memberName(m.crew, m.number)})
	d.end()
	d.end()
	return d.done()
}
