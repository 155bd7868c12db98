package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// holds tells whether an address is one of the interface's own: primary, secondary, IPv6, or delegated (R1.10).
func holds(e *topology.NetworkInterface, a netip.Addr) bool {
	if !a.IsValid() {
		return false
	}
	if a == e.PrivateIpAddress || a == e.Ipv6Address {
		return true
	}
	for _, p := range e.PrivateIpAddresses {
		if p.PrivateIpAddress == a {
			return true
		}
	}
	for _, p := range e.Ipv6Addresses {
		if p.Ipv6Address == a {
			return true
		}
	}
	return within(delegated(e), a)
}

func delegated(e *topology.NetworkInterface) []netip.Prefix {
	var all []netip.Prefix
	for _, p := range e.Ipv4Prefixes {
		all = append(all, p.Ipv4Prefix)
	}
	for _, p := range e.Ipv6Prefixes {
		all = append(all, p.Ipv6Prefix)
	}
	return all
}

// primaryIPv4 is the zero address if the interface has none.
func primaryIPv4(e *topology.NetworkInterface) netip.Addr {
	if e.PrivateIpAddress.IsValid() {
		return e.PrivateIpAddress
	}
	for _, p := range e.PrivateIpAddresses {
		if p.Primary {
			return p.PrivateIpAddress
		}
	}
	if len(e.PrivateIpAddresses) > 0 {
		return e.PrivateIpAddresses[0].PrivateIpAddress
	}
	return netip.Addr{}
}

func firstIPv6(e *topology.NetworkInterface) netip.Addr {
	if len(e.Ipv6Addresses) > 0 {
		return e.Ipv6Addresses[0].Ipv6Address
	}
	return e.Ipv6Address
}

// publicOf is the public address of one private one (R1.11), or the zero address.
func publicOf(e *topology.NetworkInterface, private netip.Addr) netip.Addr {
	for _, p := range e.PrivateIpAddresses {
		if p.PrivateIpAddress == private && p.Association != nil {
			return p.Association.PublicIp
		}
	}
	if len(e.PrivateIpAddresses) == 0 && private == e.PrivateIpAddress && e.Association != nil {
		return e.Association.PublicIp
	}
	return netip.Addr{}
}

// privateOf is the inverse of publicOf.
func privateOf(e *topology.NetworkInterface, public netip.Addr) netip.Addr {
	for _, p := range e.PrivateIpAddresses {
		if publicOf(e, p.PrivateIpAddress) == public {
			return p.PrivateIpAddress
		}
	}
	if publicOf(e, e.PrivateIpAddress) == public {
		return e.PrivateIpAddress
	}
	return netip.Addr{}
}

// checksAddresses is the source/dest check, on unless the document says otherwise (R13.2).
func checksAddresses(e *topology.NetworkInterface) bool {
	return e.SourceDestCheck == nil || *e.SourceDestCheck
}

// isPlumbing is an interface of a NAT gateway, transit gateway or Gateway Load Balancer: it never listens, never
// initiates, has no security group (R4.12).
func isPlumbing(e *topology.NetworkInterface) bool {
	switch kindOf(e) {
	case "natgateway", "transitgateway", "gatewayloadbalancer", "gatewayloadbalancerendpoint":
		return true
	}
	return false
}

func isInterfaceEndpoint(e *topology.NetworkInterface) bool { return kindOf(e) == "vpcendpoint" }

// alive tells whether something runs behind the interface (R13.1).
func (r *run) alive(e *topology.NetworkInterface) truth {
	switch e.Status {
	case "in-use":
	case "":
		return maybe
	default:
		return no
	}
	if e.Attachment == nil {
		return yes
	}
	if s := e.Attachment.Status; s != "" && s != "attached" {
		return no
	}
	return r.running(e)
}

// running looks at the instance; a service's own instance is nobody's to stop.
func (r *run) running(e *topology.NetworkInterface) truth {
	id, owner := e.Attachment.InstanceId, e.Attachment.InstanceOwnerId
	if id == "" {
		return yes
	}
	if i := r.instance(id); i != nil {
		if i.State.Name == "" {
			return maybe
		}
		return truthOf(i.State.Name == "running")
	}
	if owner != "" && owner != e.Account {
		return yes
	}
	return maybe
}
