package netgen

import (
	"net/netip"
	"slices"
)

// A transit gateway serves each Region, in the first account of environment shared. Its tables are the segments.

func (w *world) transitGateway(region int) id { return w.id("tgw", -1, region) }

func (w *world) transitTable(region int, s segment) id {
	return w.id("tgw-rtb", -1, region*len(segments)+int(s))
}

func (w *world) attachmentOf(v *vpc) id { return w.id("tgw-attach", v.index, 0) }

func (s *site) attachment() id { return s.attachmentOf(s.vpc) }

// vpnAttachment is the one to the office, by VPN.
func (w *world) vpnAttachment(region int) id { return w.id("tgw-attach", -1, region) }

func (w *world) officeVpn(region int) id { return w.id("vpn", -1, region) }

// hub is the place that owns a Region's transit gateway.
func (w *world) hub(region int) int { return w.account(shared, 0)*len(w.Regions) + region }

// attach lists the attached VPCs of each Region.
func (w *world) attach() {
	w.attached = make([][]*vpc, len(w.Regions))
	for _, v := range w.vpcs {
		if region := v.place % len(w.Regions); v.attached {
			w.attached[region] = append(w.attached[region], v)
		}
	}
}

// maxPartners bounds the routes of a table.
const maxPartners = 100

// partners lists the VPCs that another exchanges IPv6 with by the transit gateway: the first one of environment shared, which in turn
// does so with the first hundred. A route for all blocks at once would lead addresses there that are nobody's.
func (w *world) partners(v *vpc) []*vpc {
	region := v.place % len(w.Regions)
	all := w.attached[region]
	hub := slices.IndexFunc(all, func(o *vpc) bool { return o.env == shared })
	switch {
	case !w.IPv6 || !v.attached || hub < 0:
		return nil
	case all[hub] != v:
		if !slices.Contains(all[:min(len(all), maxPartners)], v) {
			return nil
		}
		return all[hub : hub+1]
	}
	return slices.Delete(slices.Clone(all[:min(len(all), maxPartners)]), hub, hub+1)
}

// printTransit prints what a place sees of its Region's transit gateway: the owner all of it, the others their own attachments.
func (w *world) printTransit(f *folder, at int) error {
	region := at % len(w.Regions)
	owner := w.hub(region) == at
	attached := w.attached[region]
	seen := 0
	for _, v := range attached {
		if owner || v.place == at {
			seen++
			if err := w.printVpcAttachment(f, v); err != nil {
				return err
			}
		}
	}
	if !owner {
		if seen == 0 {
			return nil
		}
		return w.printTransitGateway(f, region)
	}
	if err := w.printTransitGateway(f, region); err != nil {
		return err
	}
	if err := w.printOffice(f, at); err != nil {
		return err
	}
	for s := range segments {
		if err := w.printTransitTable(f, at, segment(s), attached); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) printTransitGateway(f *folder, region int) error {
	owner := w.places[w.hub(region)]
	d := f.list("ec2-describe-transit-gateways")
	d.element()
	d.id("TransitGatewayId", w.transitGateway(region))
	d.text("TransitGatewayArn", owner.arn("ec2", "transit-gateway/"+w.transitGateway(region).String()))
	d.text("State", "available")
	d.text("OwnerId", owner.account)
	d.text("Description", "hub of "+owner.region)
	d.time("CreationTime", created)
	d.object("Options")
	d.number("AmazonSideAsn", 64512+region)
	for _, t := range []tag{
		{"AutoAcceptSharedAttachments", "enable"}, {"DefaultRouteTableAssociation", "disable"}, {"DefaultRouteTablePropagation", "disable"},
		{"VpnEcmpSupport", "enable"}, {"DnsSupport", "enable"}, {"SecurityGroupReferencingSupport", "disable"}, {"MulticastSupport", "disable"},
	} {
		d.text(t.key, t.value)
	}
	d.end()
	d.tags("Tags", tag{"Name", "hub"})
	return d.done()
}

func (w *world) printVpcAttachment(f *folder, v *vpc) error {
	owner := w.places[v.place]
	if err := w.printAttachment(f, v.place%len(w.Regions), attachmentRow{
		w.attachmentOf(v), owner.account, "vpc", w.vpcID(v.index).String(), v.env.segment(), v.name(),
	}); err != nil {
		return err
	}
	d := f.list("ec2-describe-transit-gateway-vpc-attachments")
	d.element()
	d.id("TransitGatewayAttachmentId", w.attachmentOf(v))
	d.id("TransitGatewayId", w.transitGateway(v.place%len(w.Regions)))
	d.id("VpcId", w.vpcID(v.index))
	d.text("VpcOwnerId", owner.account)
	d.text("State", "available")
	d.list("SubnetIds")
	for z := range zones {
		d.id("", w.id("subnet", v.index, int(tierTransit)*zones+z))
	}
	d.end()
	d.time("CreationTime", created)
	d.object("Options")
	d.text("DnsSupport", "enable")
	d.text("SecurityGroupReferencingSupport", "disable")
	if w.IPv6 {
		d.text("Ipv6Support", "enable")
	} else {
		d.text("Ipv6Support", "disable")
	}
	d.text("ApplianceModeSupport", "disable")
	d.end()
	d.tags("Tags", tag{"Name", v.name()})
	return d.done()
}

// An attachmentRow is what describe-transit-gateway-attachments says about one.
type attachmentRow struct {
	id       id
	owner    string
	kind     string
	resource string
	segment  segment
	name     string
}

func (w *world) printAttachment(f *folder, region int, a attachmentRow) error {
	d := f.list("ec2-describe-transit-gateway-attachments")
	d.element()
	d.id("TransitGatewayAttachmentId", a.id)
	d.id("TransitGatewayId", w.transitGateway(region))
	d.text("TransitGatewayOwnerId", w.places[w.hub(region)].account)
	d.text("ResourceOwnerId", a.owner)
	d.text("ResourceType", a.kind)
	d.text("ResourceId", a.resource)
	d.text("State", "available")
	d.object("Association")
	d.id("TransitGatewayRouteTableId", w.transitTable(region, a.segment))
	d.text("State", "associated")
	d.end()
	d.time("CreationTime", created)
	d.tags("Tags", tag{"Name", a.name})
	return d.done()
}

func (w *world) printTransitTable(f *folder, at int, s segment, attached []*vpc) error {
	region := at % len(w.Regions)
	d := f.list("ec2-describe-transit-gateway-route-tables")
	d.element()
	d.id("TransitGatewayRouteTableId", w.transitTable(region, s))
	d.id("TransitGatewayId", w.transitGateway(region))
	d.text("State", "available")
	d.flag("DefaultAssociationRouteTable", false)
	d.flag("DefaultPropagationRouteTable", false)
	d.time("CreationTime", created)
	d.tags("Tags", tag{"Name", s.String()})
	if err := d.done(); err != nil {
		return err
	}
	t := transitTable{world: w, folder: f, region: region, segment: s, id: w.transitTable(region, s), attached: attached}
	return t.print()
}

// A transitTable prints what the calls for one table answer.
type transitTable struct {
	*world
	folder   *folder
	region   int
	segment  segment
	id       id
	attached []*vpc
}

func (t *transitTable) print() error {
	for _, part := range []func() error{t.printAssociations, t.printPropagations, t.printReferences, t.printRoutes} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// answer begins one, with the table's id beside it.
func (t *transitTable) answer(name, key string) *document {
	d := t.folder.answers(name)
	d.element()
	d.id("TransitGatewayRouteTableId", t.id)
	d.list(key)
	return d
}

func (t *transitTable) printAssociations() error {
	d := t.answer("ec2-get-transit-gateway-route-table-associations", "Associations")
	for _, v := range t.attached {
		if v.env.segment() == t.segment {
			printAttached(d, t.attachmentOf(v), t.vpcID(v.index), "vpc", "associated")
		}
	}
	if t.segment == segmentShared {
		printAttached(d, t.vpnAttachment(t.region), t.officeVpn(t.region), "vpn", "associated")
	}
	d.end()
	return d.done()
}

func (t *transitTable) printPropagations() error {
	d := t.answer("ec2-get-transit-gateway-route-table-propagations", "TransitGatewayRouteTablePropagations")
	for _, v := range t.attached {
		if t.segment.reaches(v.env) {
			printAttached(d, t.attachmentOf(v), t.vpcID(v.index), "vpc", "enabled")
		}
	}
	d.end()
	return d.done()
}

func printAttached(d *document, attachment, resource id, kind, state string) {
	d.object("")
	d.id("TransitGatewayAttachmentId", attachment)
	d.id("ResourceId", resource)
	d.text("ResourceType", kind)
	d.text("State", state)
	d.end()
}

func (t *transitTable) printReferences() error {
	d := t.answer("ec2-get-transit-gateway-prefix-list-references", "TransitGatewayPrefixListReferences")
	d.end()
	return d.done()
}

// printRoutes prints the propagated routes, one to the office, and blackholes for the environments that are not to be reached.
func (t *transitTable) printRoutes() error {
	d := t.answer("ec2-search-transit-gateway-routes", "Routes")
	for e := range environments {
		if env := environment(e); !t.segment.reaches(env) {
			printBlackhole(d, env.cidr())
			if t.IPv6 {
				printBlackhole(d, env.cidr6())
			}
		}
	}
	printTransitRoute(d, office, t.vpnAttachment(t.region), t.officeVpn(t.region), "vpn", "static")
	for _, v := range t.attached {
		if t.segment.reaches(v.env) {
			printTransitRoute(d, v.cidr, t.attachmentOf(v), t.vpcID(v.index), "vpc", "propagated")
			printTransitRoute(d, v.cidr6, t.attachmentOf(v), t.vpcID(v.index), "vpc", "propagated")
		}
	}
	d.end()
	d.flag("AdditionalRoutesAvailable", false)
	return d.done()
}

func printBlackhole(d *document, block netip.Prefix) {
	d.object("")
	d.prefix("DestinationCidrBlock", block)
	d.text("Type", "static")
	d.text("State", "blackhole")
	d.end()
}

func printTransitRoute(d *document, block netip.Prefix, attachment, resource id, kind, origin string) {
	if !block.IsValid() {
		return
	}
	d.object("")
	d.prefix("DestinationCidrBlock", block)
	d.list("TransitGatewayAttachments")
	d.object("")
	d.id("ResourceId", resource)
	d.id("TransitGatewayAttachmentId", attachment)
	d.text("ResourceType", kind)
	d.end()
	d.end()
	d.text("Type", origin)
	d.text("State", "active")
	d.end()
}
