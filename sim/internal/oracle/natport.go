package oracle

import "slices"

// withTranslatedPort gives a packet one of the source ports that a translator may pick: a choice of the run.
func (l *leg) withTranslatedPort(p packet) packet {
	if p.hasPorts() {
		kinds := l.portKinds()
		p.sport, p.drawn = kinds[l.awsPicks(len(kinds))], true
	}
	return p
}

// portKinds has one port of every range between 1024 and 65535 that no filter of the snapshot tells apart: the first
// port of the range.
//
//	1024        8000    8100           65535
//	 |───────────|───────|──────────────|      an entry with PortRange 8000-8099
//	 1024        8000    8100                  the kinds
func (r *run) portKinds() []uint16 {
	kinds := []uint16{firstNatPort}
	add := func(port int32) {
		if port > firstNatPort && port <= lastPort {
			kinds = append(kinds, uint16(port))
		}
	}
	for _, a := range r.s.NetworkAcls {
		for _, e := range a.Entries {
			if e.PortRange != nil {
				add(e.PortRange.From)
				add(e.PortRange.To + 1)
			}
		}
	}
	for _, n := range r.groupPorts() {
		add(*n.from)
		add(*n.to + 1)
	}
	for _, t := range r.s.TransitGatewayPolicyTables {
		for _, e := range t.Entries {
			for _, text := range []string{e.PolicyRule.SourcePortRange, e.PolicyRule.DestinationPortRange} {
				if from, to, ok := portRange(text); ok {
					add(int32(from))
					add(int32(to) + 1)
				}
			}
		}
	}
	for _, port := range r.firewallPorts() {
		add(port)
		add(port + 1)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// groupPorts are the port ranges of security groups: an appliance on the way of a reply alone asks them.
func (r *run) groupPorts() []numbers {
	var all []numbers
	add := func(from, to *int32) {
		if from != nil && to != nil {
			all = append(all, numbers{from, to})
		}
	}
	for _, g := range r.s.SecurityGroups {
		for _, m := range slices.Concat(g.IpPermissions, g.IpPermissionsEgress) {
			add(m.FromPort, m.ToPort)
		}
	}
	for _, rule := range r.s.SecurityGroupRules {
		add(rule.FromPort, rule.ToPort)
	}
	return all
}
