package netgen

import "net/netip"

func (w *world) peeringID(n int) id { return w.id("pcx", -1, n) }

// printPeerings prints the connections of a place: those with a side in it.
func (w *world) printPeerings(f *folder, at int) error {
	for n, pair := range w.pairs {
		if w.vpcs[pair.requester].place != at && w.vpcs[pair.accepter].place != at {
			continue
		}
		d := f.list("ec2-describe-vpc-peering-connections")
		d.element()
		w.printSide(d, "AccepterVpcInfo", w.vpcs[pair.accepter])
		w.printSide(d, "RequesterVpcInfo", w.vpcs[pair.requester])
		d.object("Status")
		d.text("Code", "active")
		d.text("Message", "Active")
		d.end()
		d.tags("Tags", tag{"Name", w.vpcs[pair.requester].name() + "-" + w.vpcs[pair.accepter].name()})
		d.id("VpcPeeringConnectionId", w.peeringID(n))
		if err := d.done(); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) printSide(d *document, key string, v *vpc) {
	d.object(key)
	d.prefix("CidrBlock", v.cidr)
	if w.IPv6 {
		printBlocks(d, "Ipv6CidrBlockSet", "Ipv6CidrBlock", v.cidr6)
	}
	printBlocks(d, "CidrBlockSet", "CidrBlock", v.cidr)
	d.text("OwnerId", w.places[v.place].account)
	d.object("PeeringOptions")
	d.flag("AllowDnsResolutionFromRemoteVpc", true)
	d.flag("AllowEgressFromLocalClassicLinkToRemoteVpc", false)
	d.flag("AllowEgressFromLocalVpcToRemoteClassicLink", false)
	d.end()
	d.id("VpcId", w.vpcID(v.index))
	d.text("Region", w.places[v.place].region)
	d.end()
}

func printBlocks(d *document, list, key string, block netip.Prefix) {
	d.list(list)
	d.object("")
	d.prefix(key, block)
	d.end()
	d.end()
}
