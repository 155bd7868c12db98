package randnet

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

const coreID = "core-network-11"

// A coreDraft is a core network in the making: whose blocks each attachment brings.
type coreDraft struct {
	*topology.CoreNetwork
	blocks map[string][]netip.Prefix // by attachment
}

// addCoreNetwork attaches most VPCs to a core network, at the edge of their Region, and perhaps sites.
func (d *draft) addCoreNetwork() {
	c := &coreDraft{blocks: map[string][]netip.Prefix{}, CoreNetwork: &topology.CoreNetwork{
		Meta: topology.Meta{Account: homeAccount, Region: homeRegion}, CoreNetworkId: coreID, CoreNetworkArn: coreArn(coreID), State: d.good(94, "AVAILABLE", "UPDATING", "UPDATING", "DELETING", ""),
	}}
	d.hybrid.cores = append(d.hybrid.cores, c.CoreNetwork)
	subnets := d.chance(55)
	for _, v := range d.vpcs {
		if d.chance(85) {
			d.attachToCore(c, v, subnets && d.chance(92))
		}
	}
	if d.chance(55) {
		d.attachCoreSite(c)
	}
	d.routeInCore(c)
	for _, v := range d.vpcs {
		if d.chance(94) {
			d.routeToCore(c, v)
		}
	}
	d.breakCore(c)
}

func coreArn(id string) string {
	return "arn:aws:networkmanager::" + homeAccount + ":core-network/" + id
}

func (d *draft) addCoreAttachment(c *coreDraft, kind, resource, edge string) *topology.CoreNetworkAttachment {
	a := &topology.CoreNetworkAttachment{
		Meta: c.Meta, AttachmentId: d.id("attachment"), CoreNetworkId: c.CoreNetworkId, CoreNetworkArn: c.CoreNetworkArn, OwnerAccountId: homeAccount, AttachmentType: kind,
		State: d.good(95, "AVAILABLE", "PENDING_ATTACHMENT_ACCEPTANCE", "FAILED", ""), EdgeLocation: edge, ResourceArn: resource, SegmentName: d.good(85, "prod", "dev"),
	}
	d.hybrid.attached = append(d.hybrid.attached, a)
	return a
}

// attachToCore attaches a VPC; its subnets are told or not.
func (d *draft) attachToCore(c *coreDraft, v *vpcDraft, told bool) {
	a := d.addCoreAttachment(c, "VPC", "arn:aws:ec2:"+v.Region+":"+v.OwnerId+":vpc/"+v.VpcId, v.Region)
	a.Options.ApplianceModeSupport = d.chance(15)
	c.blocks[a.AttachmentId] = v.blocks()
	seen := map[string]bool{}
	for _, s := range d.subnets4(v) {
		if told && !seen[s.AvailabilityZone] && d.chance(92) {
			a.SubnetArns = append(a.SubnetArns, s.SubnetArn)
			seen[s.AvailabilityZone] = true
		}
	}
}

// attachCoreSite attaches a network outside: the last kinds are not modelled.
func (d *draft) attachCoreSite(c *coreDraft) {
	block := netip.MustParsePrefix(pick(d.dice, "10.230.0.0/16", "192.168.230.0/24", "10.230.0.0/16", farBlocks[0]))
	kind := pick(d.dice, "SITE_TO_SITE_VPN", "SITE_TO_SITE_VPN", "SITE_TO_SITE_VPN", "CONNECT", "DIRECT_CONNECT_GATEWAY", "TRANSIT_GATEWAY_ROUTE_TABLE", "NETWORK_FUNCTION")
	resource := "arn:aws:ec2:" + homeRegion + ":" + homeAccount + ":" + strings.ToLower(kind) + "/" + d.id("resource")
	if kind == "SITE_TO_SITE_VPN" {
		x := &topology.VpnConnection{
			Meta: topology.Meta{Account: homeAccount, Region: homeRegion}, VpnConnectionId: d.id("vpn"), State: "available", CoreNetworkArn: c.CoreNetworkArn, VgwTelemetry: d.tunnels(),
		}
		if x.Options.StaticRoutesOnly = d.chance(30); x.Options.StaticRoutesOnly {
			addStatic(x, block, "available")
		}
		if d.chance(92) {
			d.connections = append(d.connections, x)
		}
		resource = "arn:aws:ec2:" + homeRegion + ":" + homeAccount + ":vpn-connection/" + x.VpnConnectionId
	}
	a := d.addCoreAttachment(c, kind, resource, homeRegion)
	c.blocks[a.AttachmentId] = []netip.Prefix{block}
}

// routeInCore gives each segment its routes at each edge: to its own attachments, and to some of the others.
func (d *draft) routeInCore(c *coreDraft) {
	for _, segment := range []string{"prod", "dev"} {
		for _, edge := range []string{homeRegion, peerRegion} {
			t := topology.CoreNetworkRouteTable{
				CoreNetworkSegmentEdge: topology.CoreNetworkSegmentEdge{CoreNetworkId: c.CoreNetworkId, SegmentName: segment, EdgeLocation: edge}, Known: d.chance(96),
			}
			for _, a := range d.hybrid.attached {
				if a.SegmentName != segment && !d.chance(35) || !d.chance(96) {
					continue
				}
				for _, b := range c.blocks[a.AttachmentId] {
					d.addCoreRoute(&t, b, a)
				}
			}
			if d.chance(30) {
				d.addCoreOddity(&t, c)
			}
			if d.chance(96) {
				c.RouteTables = append(c.RouteTables, t)
			}
		}
	}
}

// addCoreRoute adds a route to attachments, or a blackhole; nothing if there is one for the prefix.
func (d *draft) addCoreRoute(t *topology.CoreNetworkRouteTable, block netip.Prefix, to ...*topology.CoreNetworkAttachment) {
	for _, r := range t.NetworkRoutes {
		if r.DestinationCidrBlock == block {
			return
		}
	}
	r := topology.CoreNetworkRoute{DestinationCidrBlock: block, State: "ACTIVE", Type: d.good(70, "PROPAGATED", "STATIC")}
	if len(to) == 0 {
		r.State, r.Type = "BLACKHOLE", "STATIC"
	}
	for _, a := range to {
		r.Destinations = append(r.Destinations, topology.CoreNetworkRouteDestination{CoreNetworkAttachmentId: a.AttachmentId, SegmentName: a.SegmentName, EdgeLocation: a.EdgeLocation, ResourceType: strings.ToLower(a.AttachmentType),
			ResourceId: a.ResourceArn[strings.LastIndex(a.ResourceArn, "/")+1:]})
	}
	t.NetworkRoutes = append(t.NetworkRoutes, r)
}

// addCoreOddity adds a blackhole, several ways, a way to the internet, a route that names a list alone or leads nowhere.
func (d *draft) addCoreOddity(t *topology.CoreNetworkRouteTable, c *coreDraft) {
	a, b := pick(d.dice, d.hybrid.attached...), pick(d.dice, d.hybrid.attached...)
	if a == nil {
		return
	}
	block := d.near(pick(d.dice, c.blocks[a.AttachmentId]...))
	if block.IsValid() && block.Bits() < block.Addr().BitLen() {
		block = netip.PrefixFrom(block.Addr(), block.Bits()+1)
	}
	switch d.IntN(5) {
	case 0:
		d.addCoreRoute(t, block)
	case 1:
		d.addCoreRoute(t, block, a, b)
	case 2:
		d.addCoreRoute(t, anywhere, a)
	case 3:
		d.addCoreRoute(t, netip.Prefix{}, a)
		t.NetworkRoutes[len(t.NetworkRoutes)-1].PrefixListId = d.list().PrefixListId
	case 4:
		d.addCoreRoute(t, block, a)
		t.NetworkRoutes[len(t.NetworkRoutes)-1].Destinations = nil
	}
}

// routeToCore sends what is behind the core network there, by most tables of a VPC.
func (d *draft) routeToCore(c *coreDraft, v *vpcDraft) {
	for _, t := range v.tables {
		if !d.chance(94) {
			continue
		}
		if d.chance(20) {
			for _, b := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"} {
				d.addRoute(t, b, c.CoreNetworkArn)
			}
		}
		for _, a := range d.hybrid.attached {
			for _, b := range c.blocks[a.AttachmentId] {
				if !inVpc(v, b) {
					d.preferCore(t, b, c)
				}
			}
		}
	}
}

// preferCore leads a prefix to the core network, though another route for it may be there already.
func (d *draft) preferCore(t *topology.RouteTable, b netip.Prefix, c *coreDraft) {
	if d.addRoute(t, b.String(), c.CoreNetworkArn) || !d.chance(60) {
		return
	}
	for i := range t.Routes {
		if r := &t.Routes[i]; destination(r) == b.String() && r.Origin == "CreateRoute" && r.State == "active" {
			retarget(r, c.CoreNetworkArn)
		}
	}
}

// breakCore forgets a part of the core network.
func (d *draft) breakCore(c *coreDraft) {
	h := &d.hybrid
	switch d.IntN(12) {
	case 0:
		h.cores = nil
	case 1:
		h.attached = h.attached[min(1, len(h.attached)):]
	case 2:
		c.RouteTables = nil
	case 3:
		for _, a := range h.attached {
			a.CoreNetworkId = "" // the ARN tells
		}
	}
}
