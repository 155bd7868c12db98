package edittest

import (
	"fmt"
	"math/rand/v2"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// A drawer draws edits of a random network: they add, remove and replace what it has.
type drawer struct {
	dice *rand.Rand
	s    *topology.Snapshot
}

// Edited is a network with up to n random edits done.
func Edited(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	d := drawer{rand.New(rand.NewPCG(seed, 77)), s}
	return d.edited(n, d.draw)
}

// Ruled is a network with up to n random edits done of rules of security groups, entries of network ACLs and routes alone.
func Ruled(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	d := drawer{rand.New(rand.NewPCG(seed, 78)), s}
	return d.edited(n, d.rule)
}

// GroupRules is a network with up to n random edits done of rules of security groups alone.
func GroupRules(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	d := drawer{rand.New(rand.NewPCG(seed, 77)), s}
	return d.edited(n, d.groupRule)
}

// Borders is a network with up to n random edits done of entries of network ACLs and of routes alone.
func Borders(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	d := drawer{rand.New(rand.NewPCG(seed, 77)), s}
	return d.edited(n, func() string {
		return []func() string{d.entry, d.route, d.transitRoute}[d.dice.IntN(3)]()
	})
}

// edited does what is drawn, as far as it can be done.
func (d *drawer) edited(n int, draw func() string) (*topology.Snapshot, []edit.Edit) {
	var done []edit.Edit
	for range 40 {
		if len(done) == n {
			break
		}
		text := draw()
		e, err := edit.Parse(text)
		if err != nil {
			continue
		}
		if after, err := edit.Apply(d.s, []edit.Edit{e}); err == nil {
			d.s, done = after, append(done, e)
		}
	}
	return d.s, done
}

func oneOf[T any](d *drawer, rows []T) *T {
	if len(rows) == 0 {
		return new(T)
	}
	return &rows[d.dice.IntN(len(rows))]
}

func (d *drawer) word(words ...string) string { return words[d.dice.IntN(len(words))] }

func (d *drawer) service() string {
	return d.word("all", "tcp/443", "tcp/22", "tcp/1024-65535", "tcp", "udp/53", "udp", "icmp", "50", "tcp/1-1000")
}

func (d *drawer) block() string {
	subnet := oneOf(d, d.s.Subnets)
	words := []string{"0.0.0.0/0", "::/0", "10.0.0.0/8", "8.8.8.0/24", "0.0.0.0/1"}
	if p := subnet.CidrBlock; p.IsValid() {
		words = append(words, p.String(), p.String(), netip.PrefixFrom(netmath.Last(p), min(p.Bits()+1, 32)).Masked().String())
	}
	if a := oneOf(d, d.s.NetworkInterfaces).PrivateIpAddress; a.IsValid() {
		words = append(words, netip.PrefixFrom(a, a.BitLen()).String())
	}
	if v := oneOf(d, d.s.Vpcs); v.CidrBlock.IsValid() {
		words = append(words, v.CidrBlock.String())
	}
	return d.word(words...)
}

func (d *drawer) draw() string {
	draws := []func() string{d.groupRule, d.groupRule, d.groupRule, d.entry, d.entry, d.route, d.route, d.association, d.membership, d.setting, d.attachment, d.transit}
	return draws[d.dice.IntN(len(draws))]()
}

// rule draws an edit of what a table, an ACL or a group lists.
func (d *drawer) rule() string {
	draws := []func() string{d.groupRule, d.groupRule, d.entry, d.route, d.transitRoute}
	return draws[d.dice.IntN(len(draws))]()
}

func (d *drawer) groupRule() string {
	g := oneOf(d, d.s.SecurityGroups)
	list, side, word := g.IpPermissions, "ingress", "from"
	if d.dice.IntN(3) == 0 {
		list, side, word = g.IpPermissionsEgress, "egress", "to"
	}
	if p := oneOf(d, list); d.dice.IntN(2) == 0 {
		if permission, read := edit.Permitted(side == "egress", p); read {
			return edit.Edit{Op: edit.Remove, What: edit.GroupRule{Group: g.GroupId, Permission: permission}}.String()
		}
	}
	remote := d.block()
	if d.dice.IntN(4) == 0 {
		remote = oneOf(d, d.s.SecurityGroups).GroupId
	}
	return fmt.Sprintf("add %s %s %s %s %s", g.GroupId, side, d.service(), word, remote)
}

func (d *drawer) entry() string {
	a := oneOf(d, d.s.NetworkAcls)
	side, word := d.word("ingress", "egress"), "from"
	if side == "egress" {
		word = "to"
	}
	if e := oneOf(d, a.Entries); d.dice.IntN(2) == 0 && e.RuleNumber > 0 && e.RuleNumber < 32767 {
		side = map[bool]string{true: "egress", false: "ingress"}[e.Egress]
		if d.dice.IntN(2) == 0 {
			return fmt.Sprintf("remove %s %s %d", a.NetworkAclId, side, e.RuleNumber)
		}
		return fmt.Sprintf("replace %s %s %d %s %s %s %s", a.NetworkAclId, side, e.RuleNumber, d.word("allow", "deny"), d.service(), map[string]string{"ingress": "from", "egress": "to"}[side], d.block())
	}
	return fmt.Sprintf("add %s %s %d %s %s %s %s", a.NetworkAclId, side, 1+d.dice.IntN(200), d.word("allow", "deny"), d.service(), word, d.block())
}

func (d *drawer) target() string {
	return d.word(oneOf(d, d.s.InternetGateways).InternetGatewayId, oneOf(d, d.s.NatGateways).NatGatewayId, oneOf(d, d.s.VpcPeeringConnections).VpcPeeringConnectionId,
		oneOf(d, d.s.TransitGateways).TransitGatewayId, oneOf(d, d.s.NetworkInterfaces).NetworkInterfaceId, oneOf(d, d.s.VpnGateways).VpnGatewayId)
}

func (d *drawer) route() string {
	t := oneOf(d, d.s.RouteTables)
	if r := oneOf(d, t.Routes); d.dice.IntN(2) == 0 && (r.DestinationCidrBlock.IsValid() || r.DestinationIpv6CidrBlock.IsValid()) {
		at := edit.RouteOf(t.RouteTableId, r)
		if d.dice.IntN(2) == 0 {
			at.Target = ""
			return edit.Edit{Op: edit.Remove, What: at}.String()
		}
		at.Target = d.target()
		return edit.Edit{Op: edit.Replace, What: at}.String()
	}
	return fmt.Sprintf("add %s %s to %s", t.RouteTableId, d.block(), d.target())
}

// rowsIn are the rows of a table that lie in a VPC: AWS ties nothing to anything of another one.
func rowsIn[T any](rows []T, vpc string, of func(*T) string) []T {
	var out []T
	for i := range rows {
		if of(&rows[i]) == vpc {
			out = append(out, rows[i])
		}
	}
	return out
}

func (d *drawer) association() string {
	subnet := oneOf(d, d.s.Subnets)
	if d.dice.IntN(3) == 0 {
		acls := rowsIn(d.s.NetworkAcls, subnet.VpcId, func(a *topology.NetworkAcl) string { return a.VpcId })
		return fmt.Sprintf("add %s for %s", oneOf(d, acls).NetworkAclId, subnet.SubnetId)
	}
	tables := rowsIn(d.s.RouteTables, subnet.VpcId, func(t *topology.RouteTable) string { return t.VpcId })
	return fmt.Sprintf("%s %s for %s", d.word("add", "add", "remove"), oneOf(d, tables).RouteTableId, subnet.SubnetId)
}

func (d *drawer) membership() string {
	e := oneOf(d, d.s.NetworkInterfaces)
	groups := rowsIn(d.s.SecurityGroups, e.VpcId, func(g *topology.SecurityGroup) string { return g.VpcId })
	return fmt.Sprintf("%s %s in %s", d.word("add", "remove"), e.NetworkInterfaceId, oneOf(d, groups).GroupId)
}

func (d *drawer) setting() string {
	if d.dice.IntN(2) == 0 {
		return fmt.Sprintf("set %s source-dest-check %s", oneOf(d, d.s.NetworkInterfaces).NetworkInterfaceId, d.word("on", "off"))
	}
	return fmt.Sprintf("set %s state %s", oneOf(d, d.s.Instances).InstanceId, d.word("running", "stopped"))
}

func (d *drawer) attachment() string {
	return fmt.Sprintf("%s %s at %s", d.word("add", "remove", "remove"), oneOf(d, d.s.InternetGateways).InternetGatewayId, oneOf(d, d.s.Vpcs).VpcId)
}

func (d *drawer) transit() string {
	t := oneOf(d, d.s.TransitGatewayRouteTables)
	at := oneOf(d, d.s.TransitGatewayVpcAttachments).TransitGatewayAttachmentId
	switch d.dice.IntN(3) {
	case 0:
		return fmt.Sprintf("%s %s for %s", d.word("add", "remove"), t.TransitGatewayRouteTableId, at)
	case 1:
		return fmt.Sprintf("%s %s propagates %s", d.word("add", "remove"), t.TransitGatewayRouteTableId, at)
	}
	return d.transitRoute()
}

func (d *drawer) transitRoute() string {
	t := oneOf(d, d.s.TransitGatewayRouteTables)
	at := oneOf(d, d.s.TransitGatewayVpcAttachments).TransitGatewayAttachmentId
	if r := oneOf(d, t.Routes); r.Type == "static" && d.dice.IntN(3) == 0 {
		return fmt.Sprintf("remove %s %s", t.TransitGatewayRouteTableId, r.DestinationCidrBlock)
	}
	return fmt.Sprintf("%s %s %s to %s", d.word("add", "replace"), t.TransitGatewayRouteTableId, d.block(), d.word(at, at, "blackhole"))
}
