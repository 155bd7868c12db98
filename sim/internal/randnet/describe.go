package randnet

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// Describe prints a network, one resource a line with its rules below it, for a failing test to show.
func Describe(s *topology.Snapshot) string {
	b := &printer{}
	b.documents(s)
	each(s.Vpcs, b.vpc)
	each(s.Subnets, b.subnet)
	each(s.RouteTables, b.table)
	each(s.NetworkAcls, b.acl)
	each(s.SecurityGroups, b.group)
	each(s.SecurityGroupVpcAssociations, b.association)
	each(s.PrefixLists, b.list)
	each(s.NetworkInterfaces, b.networkInterface)
	each(s.Instances, b.instance)
	each(s.Addresses, b.address)
	b.gateways(s)
	b.transit(s)
	b.balancing(s)
	b.hybrid(s)
	b.middleboxes(s)
	return b.String()
}

func each[T any](rows []T, print func(*T)) {
	for i := range rows {
		print(&rows[i])
	}
}

// A printer writes lines of words; empty words leave no gap.
type printer struct{ strings.Builder }

func (b *printer) line(words ...any) {
	first := true
	for _, w := range words {
		text := fmt.Sprint(w)
		if text == "" {
			continue
		}
		if !first {
			b.WriteByte(' ')
		}
		first = false
		b.WriteString(text)
	}
	b.WriteByte('\n')
}

// when is a word that is there only if something holds.
func when(holds bool, word string) string {
	if holds {
		return word
	}
	return ""
}

// other is a word unless it is the usual one.
func other(word, usual string) string { return when(word != usual, word) }

func valid[T interface {
	IsValid() bool
	String() string
}](v T) string {
	if v.IsValid() {
		return v.String()
	}
	return ""
}

// documents names the kinds of which the snapshot lacks a document, for all accounts or for some.
func (b *printer) documents(s *topology.Snapshot) {
	covered := map[place]bool{}
	for i := range s.Documents {
		doc := &s.Documents[i]
		covered[place{doc.Account, doc.Region}] = true
		if doc.Partial {
			b.line("partial:", doc.Key, doc.Account, doc.Region)
		}
	}
	for _, at := range sortedPlaces(covered) {
		for _, k := range kinds {
			missing := true
			for i := range s.Documents {
				doc := &s.Documents[i]
				missing = missing && (doc.Kind != k || doc.Account != at.account || doc.Region != at.region)
			}
			if missing {
				b.line("missing:", k, at.account, at.region)
			}
		}
		for _, key := range keys {
			if s.CoversKey(key, at.account, at.region) == topology.Absent {
				b.line("missing:", key, at.account, at.region)
			}
		}
	}
}

func (b *printer) vpc(v *topology.Vpc) {
	var blocks []string
	for _, x := range v.CidrBlockAssociationSet {
		blocks = append(blocks, x.CidrBlock.String()+state(x.CidrBlockState))
	}
	for _, x := range v.Ipv6CidrBlockAssociationSet {
		blocks = append(blocks, x.Ipv6CidrBlock.String()+state(x.Ipv6CidrBlockState)+when(x.Ipv6AddressAttribute == "private", "(private)"))
	}
	b.line(v.VpcId, v.Account, v.Region, strings.Join(blocks, " "))
}

func state(s topology.CidrBlockState) string { return when(!s.Associated(), "("+s.State+")") }

func (b *printer) subnet(s *topology.Subnet) {
	b.line(s.SubnetId, s.VpcId, s.AvailabilityZone, s.AvailabilityZoneId, valid(s.CidrBlock), valid((&subnetDraft{Subnet: s}).block6()))
}

func (b *printer) table(t *topology.RouteTable) {
	var of []string
	for _, a := range t.Associations {
		of = append(of, when(a.Main, "main")+a.SubnetId+a.GatewayId)
	}
	for _, p := range t.PropagatingVgws {
		of = append(of, "from "+p.GatewayId)
	}
	b.line(t.RouteTableId, t.VpcId, strings.Join(of, ", "))
	for i := range t.Routes {
		r := &t.Routes[i]
		to := "nowhere"
		if field := target(r); field != nil {
			to = *field
		}
		b.line("   ", destination(r), "->", to, other(r.Origin, "CreateRoute"), other(r.State, "active"))
	}
}

func (b *printer) acl(a *topology.NetworkAcl) {
	var of []string
	for _, x := range a.Associations {
		of = append(of, x.SubnetId)
	}
	b.line(a.NetworkAclId, a.VpcId, when(a.IsDefault, "default"), strings.Join(of, ", "))
	for _, e := range a.Entries {
		what := ""
		if e.PortRange != nil {
			what = fmt.Sprintf("%d-%d", e.PortRange.From, e.PortRange.To)
		} else if e.IcmpTypeCode != nil {
			what = fmt.Sprintf("type %d code %d", e.IcmpTypeCode.Type, e.IcmpTypeCode.Code)
		}
		if e.RuleNumber < 32767 {
			b.line("   ", way(e.Egress), e.RuleNumber, e.RuleAction, "protocol", e.Protocol, what, valid(e.CidrBlock), valid(e.Ipv6CidrBlock))
		}
	}
}

func way(egress bool) string {
	if egress {
		return "out"
	}
	return "in "
}

func (b *printer) group(g *topology.SecurityGroup) {
	b.line(g.GroupId, g.VpcId, g.GroupName, other(g.OwnerId, homeAccount))
	for direction, permissions := range [][]topology.IpPermission{g.IpPermissions, g.IpPermissionsEgress} {
		for i := range permissions {
			p := &permissions[i]
			b.line("   ", way(direction == 1), p.IpProtocol, ports(p), strings.Join(remoteTexts(p), " "))
		}
	}
}

func ports(p *topology.IpPermission) string {
	if p.FromPort == nil || p.ToPort == nil {
		return ""
	}
	return fmt.Sprintf("%d..%d", *p.FromPort, *p.ToPort)
}

func remoteTexts(p *topology.IpPermission) []string {
	var all []string
	for _, r := range p.IpRanges {
		all = append(all, r.CidrIp.String())
	}
	for _, r := range p.Ipv6Ranges {
		all = append(all, r.CidrIpv6.String())
	}
	for _, r := range p.PrefixListIds {
		all = append(all, r.PrefixListId)
	}
	for _, r := range p.UserIdGroupPairs {
		all = append(all, r.GroupId+when(r.VpcPeeringConnectionId != "", "("+r.VpcPeeringConnectionId+" "+r.PeeringStatus+")"))
	}
	return all
}

func (b *printer) association(a *topology.SecurityGroupVpcAssociation) {
	b.line(a.GroupId, "in", a.VpcId, a.State)
}

func (b *printer) list(l *topology.PrefixList) {
	var entries []string
	for _, e := range l.Entries {
		entries = append(entries, e.Cidr.String())
	}
	b.line(l.PrefixListId, l.OwnerId, l.AddressFamily, when(!l.EntriesKnown, "unreadable"), strings.Join(entries, " "))
}

func (b *printer) networkInterface(e *topology.NetworkInterface) {
	b.line(e.NetworkInterfaceId, e.SubnetId, other(e.InterfaceType, "interface"), other(e.Status, "in-use"), strings.Join(held(e), " "),
		when(e.SourceDestCheck != nil && !*e.SourceDestCheck, "unchecked"), when(e.DenyAllIgwTraffic, "deny-igw"), when(e.Symbolic, "to-come"), groupIDs(e.Groups), on(e), when(isNode(e), e.Description), other(e.OwnerId, homeAccount))
}

// held are an interface's addresses, with the public ones in parentheses.
func held(e *topology.NetworkInterface) []string {
	var all []string
	for _, a := range e.PrivateIpAddresses {
		text := a.PrivateIpAddress.String()
		if a.Association != nil {
			text += "(" + valid(a.Association.PublicIp) + valid(a.Association.CarrierIp) + ")"
		}
		all = append(all, text)
	}
	for _, a := range e.Ipv6Addresses {
		all = append(all, a.Ipv6Address.String())
	}
	for _, p := range e.Ipv4Prefixes {
		all = append(all, p.Ipv4Prefix.String())
	}
	for _, p := range e.Ipv6Prefixes {
		all = append(all, p.Ipv6Prefix.String())
	}
	return all
}

func groupIDs(groups []topology.GroupIdentifier) string {
	var all []string
	for _, g := range groups {
		all = append(all, g.GroupId)
	}
	return strings.Join(all, " ")
}

func on(e *topology.NetworkInterface) string {
	if e.Attachment == nil {
		return ""
	}
	return when(e.Attachment.InstanceId != "", "on "+e.Attachment.InstanceId)
}

func (b *printer) instance(i *topology.Instance) { b.line(i.InstanceId, i.State.Name) }

func (b *printer) address(x *topology.Address) {
	b.line(x.AllocationId, x.PublicIp, valid(x.PrivateIpAddress), x.NetworkInterfaceId, when(x.AssociationId == "", "spare"))
}

// prefixes prints blocks side by side.
func prefixes(blocks []netip.Prefix) string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.String())
	}
	return strings.Join(all, " ")
}
