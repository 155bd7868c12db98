package graph

// Implements R3.17-R3.19: VPC Block Public Access.

import "strings"

// accessMode is what Block Public Access lets through at a subnet.
type accessMode uint8

const (
	accessOpen       accessMode = iota // off, or excluded
	accessOutbound                     // only what NAT gateways and egress-only gateways start (block-ingress)
	accessNone                         // nothing (block-bidirectional)
	accessUndeclared                   // the snapshot does not tell: taken as open, and said so
)

func (c *compiler) compilePublicAccess() {
	excluded := c.exclusions()
	for i := range c.g.vpcs {
		v := &c.g.vpcs[i]
		if v.public = c.accessMode(v.account, v.region); excluded[v.ref.ID] != "" {
			v.public = except(v.public, excluded[v.ref.ID])
		}
	}
	for i := range c.g.subnets {
		s := &c.g.subnets[i]
		v := &c.g.vpcs[s.vpc]
		s.declared = c.accessMode(v.account, v.region)
		s.public = s.declared
		for _, id := range []string{v.ref.ID, s.ref.ID} {
			if mode, ok := excluded[id]; ok {
				s.public = except(s.public, mode)
			}
		}
	}
}

// accessMode is the mode of the VPC owner's account in its Region (R1.14).
func (c *compiler) accessMode(account, region string) accessMode {
	for i := range c.s.VpcBlockPublicAccessOptions {
		o := &c.s.VpcBlockPublicAccessOptions[i]
		if !same(account, o.Account, o.AwsAccountId) || !same(region, o.Region, o.AwsRegion) {
			continue
		}
		switch o.InternetGatewayBlockMode {
		case "block-bidirectional":
			return accessNone
		case "block-ingress":
			return accessOutbound
		}
		return accessOpen
	}
	return accessUndeclared
}

// same reports whether a value is what a document says, in either of two places, if both say anything.
func same(asked string, documented ...string) bool {
	said := false
	for _, d := range documented {
		if d == asked {
			return true
		}
		said = said || d != ""
	}
	return !said || asked == ""
}

// exclusions maps VPC and subnet ids to the exclusion in force (R3.17).
func (c *compiler) exclusions() map[string]string {
	excluded := map[string]string{}
	for i := range c.s.VpcBlockPublicAccessExclusions {
		d := &c.s.VpcBlockPublicAccessExclusions[i]
		if d.State == "create-complete" || d.State == "update-complete" {
			excluded[idIn(d.ResourceArn)] = d.InternetGatewayExclusionMode
		}
	}
	return excluded
}

// idIn is the id in an ARN of EC2: "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1". Ids of templates have slashes themselves.
func idIn(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	resource := parts[len(parts)-1]
	if _, id, found := strings.Cut(resource, "/"); found && len(parts) == 6 {
		return id
	}
	return resource
}

// except applies an exclusion: it lifts the block, or leaves what starts inside.
func except(mode accessMode, exclusion string) accessMode {
	switch {
	case mode == accessUndeclared:
		return mode
	case exclusion == "allow-bidirectional":
		return accessOpen
	case exclusion == "allow-egress" && mode == accessNone:
		return accessOutbound
	}
	return mode
}

// accessAt is the mode in force where a packet touches a gateway: at a subnet, or at the inspection endpoint in it, if it
// is one of a network firewall, which no exclusion helps (R3.18).
func (w *Walk) accessAt(si int32, endpoint Node) accessMode {
	if endpoint.Kind == InspectionNode && w.g.isFirewall(endpoint) {
		return w.g.subnets[si].declared
	}
	return w.g.subnets[si].public
}

// blockAccess drops what Block Public Access stops at the subnet of what touches the gateway (R3.19). It is asked of the
// request; a reply shares its fate.
func (w *Walk) blockAccess(mode accessMode, at Node, outboundOnly bool, dir Direction) {
	if w.reply {
		return
	}
	switch mode {
	case accessUndeclared:
		w.assume(AssumeBPAOff, at)
	case accessNone:
		w.drop(VPCBlockPublicAccess, at, dir)
	case accessOutbound:
		if !outboundOnly || dir == Ingress {
			w.drop(VPCBlockPublicAccess, at, dir)
		}
	}
}
