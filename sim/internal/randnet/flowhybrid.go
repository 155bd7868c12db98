package randnet

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// findHybrid finds the networks behind Client VPN endpoints and core networks, the VPCs that those join, and the services that send.
func (g *ground) findHybrid() {
	for i := range g.s.ClientVpnEndpoints {
		x := &g.s.ClientVpnEndpoints[i]
		vpc := x.VpcId
		for _, t := range x.ClientVpnTargetNetworks {
			vpc = t.VpcId
		}
		g.remote = append(g.remote, site{x.ClientCidrBlock, vpc})
	}
	for i := range g.s.NetworkInterfaces {
		if e := &g.s.NetworkInterfaces[i]; e.InterfaceType == "lambda" || e.InterfaceType == "ec2_instance_connect_endpoint" {
			g.senders = append(g.senders, e, e)
		}
	}
	var vpcs []string
	for i := range g.s.CoreNetworkAttachments {
		if a := &g.s.CoreNetworkAttachments[i]; a.AttachmentType == "VPC" {
			vpcs = append(vpcs, a.ResourceArn[strings.LastIndex(a.ResourceArn, "/")+1:])
		}
	}
	for _, v := range vpcs {
		g.join(v, vpcs)
	}
	g.findCoreSites(vpcs)
}

func (g *ground) findCoreSites(vpcs []string) {
	for i := range g.s.CoreNetworks {
		for _, t := range g.s.CoreNetworks[i].RouteTables {
			for _, r := range t.NetworkRoutes {
				for _, to := range r.Destinations {
					if to.ResourceType != "vpc" {
						g.remote = append(g.remote, site{r.DestinationCidrBlock, pick(g.dice, vpcs...)})
					}
				}
			}
		}
	}
}

// fromRemote begins a flow of somebody in one of those networks.
func (g *ground) fromRemote() (Flow, *topology.NetworkInterface) {
	from := pick(g.dice, g.remote...)
	if from.vpc == "" || g.chance(6) {
		from.vpc = g.anyVpc().VpcId
	}
	to := draw(g.dice,
		share[func() end]{70, func() end { return g.hostIn(from.vpc) }},
		share[func() end]{10, func() end { return g.hostIn(pick(g.dice, g.peers[from.vpc]...)) }},
		share[func() end]{8, func() end { return g.hostIn(g.anyVpc().VpcId) }},
		share[func() end]{6, func() end { return end{addr: g.within(pick(g.dice, g.remote...).block)} }},
		share[func() end]{8, func() end { return end{addr: pick(g.dice, internetHosts...)} }},
		share[func() end]{4, func() end { return g.resolverOf(from.vpc) }},
		share[func() end]{4, func() end { return g.behind(from.vpc) }},
		share[func() end]{2, func() end { return end{addr: pick(g.dice, linkLocals...)} }},
	)()
	return Flow{SourceIP: g.within(from.block), To: to.addr}, to.of
}

func (g *ground) resolverOf(vpc string) end {
	v := g.vpcs[vpc]
	if v == nil || !v.CidrBlock.IsValid() {
		return end{}
	}
	return end{addr: offset(v.CidrBlock.Addr(), 2)}
}

// toRemote is an address in one of those networks.
func (g *ground) toRemote() netip.Addr { return g.within(pick(g.dice, g.remote...).block) }

// preserves reports whether an interface sends with addresses of clients, for an EC2 Instance Connect Endpoint.
func (g *ground) preserves(e *topology.NetworkInterface) bool {
	for i := range g.s.InstanceConnectEndpoints {
		x := &g.s.InstanceConnectEndpoints[i]
		if len(x.NetworkInterfaceIds) > 0 && x.NetworkInterfaceIds[0] == e.NetworkInterfaceId {
			return x.PreserveClientIp != nil && *x.PreserveClientIp
		}
	}
	return false
}

// client is an address that such an interface may send with.
func (g *ground) client(four bool) netip.Addr {
	var all []netip.Addr
	for _, a := range append(internetHosts[:len(internetHosts):len(internetHosts)], nobodies[:5]...) {
		if a.Is4() == four {
			all = append(all, a)
		}
	}
	return pick(g.dice, all...)
}
