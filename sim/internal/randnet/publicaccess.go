package randnet

import "github.com/dryhop/dryhop/topology"

// addPublicAccess sets Block Public Access: off for most, and with exclusions where it is on.
func (d *draft) addPublicAccess() {
	for _, at := range d.places() {
		if d.chance(15) {
			continue // no document: taken as off
		}
		mode := draw(d.dice, share[string]{72, "off"}, share[string]{14, "block-bidirectional"}, share[string]{14, "block-ingress"})
		d.options = append(d.options, &topology.VpcBlockPublicAccessOptions{
			Meta: topology.Meta{Account: at.account, Region: at.region}, AwsAccountId: at.account, AwsRegion: at.region,
			State: pick(d.dice, "default-state", "update-complete"), InternetGatewayBlockMode: mode, ExclusionsAllowed: "allowed",
		})
		if mode != "off" || d.chance(10) {
			d.addExclusions(at)
		}
	}
}

// places lists the accounts and Regions that VPCs are in, in the order of the VPCs.
func (d *draft) places() []place {
	var all []place
	seen := map[place]bool{}
	for _, v := range d.vpcs {
		at := place{v.Account, v.Region}
		if !seen[at] {
			all = append(all, at)
		}
		seen[at] = true
	}
	return all
}

// addExclusions exempts some of the place's VPCs and subnets.
func (d *draft) addExclusions(at place) {
	for _, v := range d.vpcs {
		if (place{v.Account, v.Region}) != at {
			continue
		}
		if d.chance(35) {
			d.addExclusion(v, "vpc/"+v.VpcId)
		}
		for _, s := range v.subnets {
			if d.chance(25) {
				d.addExclusion(v, "subnet/"+s.SubnetId)
			}
		}
	}
}

func (d *draft) addExclusion(v *vpcDraft, resource string) {
	d.exclusions = append(d.exclusions, &topology.VpcBlockPublicAccessExclusion{
		Meta: v.Meta, ExclusionId: d.id("vpcbpa-exclude"), InternetGatewayExclusionMode: pick(d.dice, "allow-bidirectional", "allow-bidirectional", "allow-egress"),
		ResourceArn: "arn:aws:ec2:" + v.Region + ":" + v.OwnerId + ":" + resource,
		State:       pick(d.dice, "create-complete", "create-complete", "create-complete", "update-complete", "delete-in-progress", "create-in-progress"),
	})
}

// denyAccess blocks public access in one place.
func (d *draft) denyAccess() {
	if o := pick(d.dice, d.options...); o != nil {
		o.InternetGatewayBlockMode = pick(d.dice, "block-bidirectional", "block-ingress")
	}
}
