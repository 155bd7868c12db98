package netgen

// hasVpn: without a transit gateway a VPC of ten has a VPN of its own to the office.
func (s *site) hasVpn() bool {
	return !s.TGW && s.ordinal%10 == 1 && s.mistake != overlapping
}

func (s *site) vpnGateway() id { return s.id("vgw", 0) }

// printOffice prints the VPN to the office that a Region's transit gateway has.
func (w *world) printOffice(f *folder, at int) error {
	region, p := at%len(w.Regions), w.places[at]
	vpn := w.officeVpn(region)
	if err := w.printAttachment(f, region, attachmentRow{
		w.vpnAttachment(region), p.account, "vpn", vpn.String(), segmentShared, "office",
	}); err != nil {
		return err
	}
	return printVpn(f, vpn, w.id("cgw", -1, region), target{"TransitGatewayId", w.transitGateway(region)})
}

func (s *site) printVpnGateway() error {
	if !s.hasVpn() {
		return nil
	}
	d := s.out.list("ec2-describe-vpn-gateways")
	d.element()
	d.number("AmazonSideAsn", 64512)
	d.tags("Tags", tag{"Name", s.name()})
	d.id("VpnGatewayId", s.vpnGateway())
	d.text("State", "available")
	d.text("Type", "ipsec.1")
	d.list("VpcAttachments")
	d.printAttachment("attached", s.vpcID())
	d.end()
	if err := d.done(); err != nil {
		return err
	}
	return printVpn(s.out, s.id("vpn", 0), s.id("cgw", 0), target{"VpnGatewayId", s.vpnGateway()})
}

// printVpn prints a connection with one static route, and the router at its other end. What collectors strip is not there: keys.
func printVpn(f *folder, vpn, router id, to target) error {
	d := f.list("ec2-describe-vpn-connections")
	d.element()
	d.text("Category", "VPN")
	d.id(to.key, to.id)
	d.object("Options")
	d.flag("EnableAcceleration", false)
	d.flag("StaticRoutesOnly", true)
	for _, t := range []tag{
		{"LocalIpv4NetworkCidr", "0.0.0.0/0"}, {"RemoteIpv4NetworkCidr", "0.0.0.0/0"}, {"OutsideIpAddressType", "PublicIpv4"}, {"TunnelInsideIpVersion", "ipv4"},
	} {
		d.text(t.key, t.value)
	}
	d.end()
	d.list("Routes")
	d.object("")
	d.prefix("DestinationCidrBlock", office)
	d.text("Source", "Static")
	d.text("State", "available")
	d.end()
	d.end()
	d.tags("Tags", tag{"Name", "office"})
	d.list("VgwTelemetry")
	for n := range 2 {
		d.object("")
		d.number("AcceptedRouteCount", 0)
		d.time("LastStatusChange", created)
		d.text("OutsideIpAddress", "203.0.113."+count(200+n))
		d.text("Status", "UP")
		d.text("StatusMessage", "")
		d.end()
	}
	d.end()
	d.id("VpnConnectionId", vpn)
	d.text("State", "available")
	d.id("CustomerGatewayId", router)
	d.text("Type", "ipsec.1")
	if err := d.done(); err != nil {
		return err
	}
	d = f.list("ec2-describe-customer-gateways")
	d.element()
	d.text("DeviceName", "office-router")
	d.tags("Tags", tag{"Name", "office-router"})
	d.id("CustomerGatewayId", router)
	d.text("State", "available")
	d.text("Type", "ipsec.1")
	d.text("IpAddress", "203.0.113.199")
	d.text("BgpAsn", "65010")
	return d.done()
}
