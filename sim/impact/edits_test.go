package impact_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
)

// A drawer draws edits of a random network: they add, remove and replace what it has.
type drawer struct {
	dice *rand.Rand
	s    *topology.Snapshot
}

// edited is a network with up to n random edits done.
func edited(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	return drawn(s, seed, n, (*drawer).draw)
}

func drawn(s *topology.Snapshot, seed uint64, n int, draw func(*drawer) string) (*topology.Snapshot, []edit.Edit) {
	d := drawer{rand.New(rand.NewPCG(seed, 77)), s}
	var done []edit.Edit
	for range 40 {
		if len(done) == n {
			break
		}
		text := draw(&d)
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

func some[T any](d *drawer, rows []T) *T {
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
	subnet := some(d, d.s.Subnets)
	words := []string{"0.0.0.0/0", "::/0", "10.0.0.0/8", "8.8.8.0/24", "0.0.0.0/1"}
	if subnet.CidrBlock.IsValid() {
		words = append(words, subnet.CidrBlock.String(), subnet.CidrBlock.String())
	}
	if v := some(d, d.s.Vpcs); v.CidrBlock.IsValid() {
		words = append(words, v.CidrBlock.String())
	}
	return d.word(words...)
}

func (d *drawer) draw() string {
	draws := []func() string{d.groupRule, d.groupRule, d.groupRule, d.entry, d.entry, d.route, d.route, d.association, d.membership, d.setting, d.attachment, d.transit}
	return draws[d.dice.IntN(len(draws))]()
}

func (d *drawer) groupRule() string {
	g := some(d, d.s.SecurityGroups)
	list, side, word := g.IpPermissions, "ingress", "from"
	if d.dice.IntN(3) == 0 {
		list, side, word = g.IpPermissionsEgress, "egress", "to"
	}
	if p := some(d, list); d.dice.IntN(2) == 0 {
		if permission, read := edit.Permitted(side == "egress", p); read {
			return edit.Edit{Op: edit.Remove, What: edit.GroupRule{Group: g.GroupId, Permission: permission}}.String()
		}
	}
	remote := d.block()
	if d.dice.IntN(4) == 0 {
		remote = some(d, d.s.SecurityGroups).GroupId
	}
	return fmt.Sprintf("add %s %s %s %s %s", g.GroupId, side, d.service(), word, remote)
}

func (d *drawer) entry() string {
	a := some(d, d.s.NetworkAcls)
	side, word := d.word("ingress", "egress"), "from"
	if side == "egress" {
		word = "to"
	}
	if e := some(d, a.Entries); d.dice.IntN(2) == 0 && e.RuleNumber > 0 && e.RuleNumber < 32767 {
		side = map[bool]string{true: "egress", false: "ingress"}[e.Egress]
		if d.dice.IntN(2) == 0 {
			return fmt.Sprintf("remove %s %s %d", a.NetworkAclId, side, e.RuleNumber)
		}
		return fmt.Sprintf("replace %s %s %d %s %s %s %s", a.NetworkAclId, side, e.RuleNumber, d.word("allow", "deny"), d.service(), map[string]string{"ingress": "from", "egress": "to"}[side], d.block())
	}
	return fmt.Sprintf("add %s %s %d %s %s %s %s", a.NetworkAclId, side, 1+d.dice.IntN(200), d.word("allow", "deny"), d.service(), word, d.block())
}

func (d *drawer) target() string {
	return d.word(some(d, d.s.InternetGateways).InternetGatewayId, some(d, d.s.NatGateways).NatGatewayId, some(d, d.s.VpcPeeringConnections).VpcPeeringConnectionId,
		some(d, d.s.TransitGateways).TransitGatewayId, some(d, d.s.NetworkInterfaces).NetworkInterfaceId, some(d, d.s.VpnGateways).VpnGatewayId)
}

func (d *drawer) route() string {
	t := some(d, d.s.RouteTables)
	if r := some(d, t.Routes); d.dice.IntN(2) == 0 && (r.DestinationCidrBlock.IsValid() || r.DestinationIpv6CidrBlock.IsValid()) {
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

// inVpc are the rows of a table that lie in a VPC: AWS ties nothing to anything of another one.
func inVpc[T any](rows []T, vpc string, of func(*T) string) []T {
	var out []T
	for i := range rows {
		if of(&rows[i]) == vpc {
			out = append(out, rows[i])
		}
	}
	return out
}

func (d *drawer) association() string {
	subnet := some(d, d.s.Subnets)
	if d.dice.IntN(3) == 0 {
		acls := inVpc(d.s.NetworkAcls, subnet.VpcId, func(a *topology.NetworkAcl) string { return a.VpcId })
		return fmt.Sprintf("add %s for %s", some(d, acls).NetworkAclId, subnet.SubnetId)
	}
	tables := inVpc(d.s.RouteTables, subnet.VpcId, func(t *topology.RouteTable) string { return t.VpcId })
	return fmt.Sprintf("%s %s for %s", d.word("add", "add", "remove"), some(d, tables).RouteTableId, subnet.SubnetId)
}

func (d *drawer) membership() string {
	e := some(d, d.s.NetworkInterfaces)
	groups := inVpc(d.s.SecurityGroups, e.VpcId, func(g *topology.SecurityGroup) string { return g.VpcId })
	return fmt.Sprintf("%s %s in %s", d.word("add", "remove"), e.NetworkInterfaceId, some(d, groups).GroupId)
}

func (d *drawer) setting() string {
	if d.dice.IntN(2) == 0 {
		return fmt.Sprintf("set %s source-dest-check %s", some(d, d.s.NetworkInterfaces).NetworkInterfaceId, d.word("on", "off"))
	}
	return fmt.Sprintf("set %s state %s", some(d, d.s.Instances).InstanceId, d.word("running", "stopped"))
}

func (d *drawer) attachment() string {
	return fmt.Sprintf("%s %s at %s", d.word("add", "remove", "remove"), some(d, d.s.InternetGateways).InternetGatewayId, some(d, d.s.Vpcs).VpcId)
}

func (d *drawer) transit() string {
	t := some(d, d.s.TransitGatewayRouteTables)
	at := some(d, d.s.TransitGatewayVpcAttachments).TransitGatewayAttachmentId
	switch d.dice.IntN(3) {
	case 0:
		return fmt.Sprintf("%s %s for %s", d.word("add", "remove"), t.TransitGatewayRouteTableId, at)
	case 1:
		return fmt.Sprintf("%s %s propagates %s", d.word("add", "remove"), t.TransitGatewayRouteTableId, at)
	}
	return fmt.Sprintf("%s %s %s to %s", d.word("add", "replace"), t.TransitGatewayRouteTableId, d.block(), d.word(at, at, "blackhole"))
}
