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
func inOneZone(s, t *subnet) truth {
	switch {
	case s.zoneID != "" && t.zoneID != "":
		return truthOf(s.zoneID == t.zoneID)
	case s.zone != "" && t.zone != "" && s.account == t.account:
		return truthOf(s.zone == t.zone)
	}
	return perhaps
}
