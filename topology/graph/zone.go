package graph

// Implements R7.1, as far as it is about Availability Zones: which subnets lie in the same one.

// compileZones gives subnets that lack a zone's id the one that describe-availability-zones has for its name in their
// account, and those in a Local Zone the zone that it hangs on.
func (c *compiler) compileZones() {
	for i := range c.g.subnets {
		s := &c.g.subnets[i]
		for j := range c.s.AvailabilityZones {
			z := &c.s.AvailabilityZones[j]
			switch {
			case s.zoneID == "" && z.ZoneName == s.zone && s.zone != "" && (z.Account == s.account || z.Account == ""):
				s.zoneID = z.ZoneId
			case s.zoneID == "" || z.ZoneId != s.zoneID:
				continue
			}
			if z.ZoneType == "local-zone" && z.ParentZoneId != "" {
				s.zoneID = z.ParentZoneId
			}
			break
		}
	}
}

// sameZone tells whether two subnets lie in one Availability Zone: by its id, which means the same to everybody, or by
// its name within one account.
func (g *Graph) sameZone(a, b int32) truth {
	if a == none || b == none {
		return perhaps
	}
	if a == b {
		return yes
	}
	return inOneZone(&g.subnets[a], &g.subnets[b])
}

// inOneZone is sameZone of places that need not be subnets of the snapshot.
func inOneZone(s, t *subnet) truth { return s.place().is(t.place()) }

// A zone is an Availability Zone as documents name it.
type zone struct{ account, name, id string }

// zoneOf is the zone of a subnet.
func (g *Graph) zoneOf(si int32) zone { return g.subnets[si].place() }

func (s *subnet) place() zone { return zone{s.account, s.zone, s.zoneID} }

// is tells whether two zones are the same one. Names mean something within one account only.
func (z zone) is(y zone) truth {
	switch {
	case z.id != "" && y.id != "":
		return truthOf(z.id == y.id)
	case z.name != "" && y.name != "" && z.account == y.account:
		return truthOf(z.name == y.name)
	}
	return perhaps
}

// zoneNamed is the zone that an account calls by a name, with the id that any document of the account gives for it.
func (c *compiler) zoneNamed(account, name string) zone {
	if c.balancers.zones == nil {
		c.balancers.zones = c.zoneIDs()
	}
	return zone{account, name, c.balancers.zones[zone{account: account, name: name}]}
}

// zoneIDs are the ids of named zones: as describe-availability-zones has them, else as subnets do. Where these
// contradict each other, the least id stands for all, so that the order of documents does not matter.
func (c *compiler) zoneIDs() map[zone]string {
	ids, told := map[zone]string{}, map[zone]bool{}
	for i := range c.s.AvailabilityZones {
		if z := &c.s.AvailabilityZones[i]; z.ZoneId != "" {
			at := zone{account: z.Account, name: z.ZoneName}
			ids[at], told[at] = z.ZoneId, true
		}
	}
	for i := range c.g.subnets {
		if z := c.g.zoneOf(int32(i)); z.id != "" && z.name != "" {
			at := zone{account: z.account, name: z.name}
			if old := ids[at]; old == "" || (!told[at] && z.id < old) {
				ids[at] = z.id
			}
		}
	}
	return ids
}
