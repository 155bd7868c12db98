package oracle

import "github.com/dryhop/dryhop/topology"

// zone is an Availability Zone: its id is the same in all accounts, its name is not (R1.14). The zero zone is that of
// a packet from outside. A subnet is in its own zone, whatever the documents tell of that.
type zone struct{ id, name, account, subnet string }

func (z zone) isNone() bool { return z == zone{} }

// zoneOf a subnet; the id is looked up by the name if the subnet does not tell it.
func (r *run) zoneOf(s *topology.Subnet) zone {
	return r.identified(zone{s.AvailabilityZoneId, s.AvailabilityZone, s.Account, s.SubnetId})
}

// zoneNamed is a zone as a resource's account names it. Where no document of zones tells its id, a subnet of the account
// may: the least id, if subnets contradict each other.
func (r *run) zoneNamed(name string, of topology.Meta) zone {
	z := r.identified(zone{name: name, account: of.Account})
	if z.id != "" {
		return z
	}
	for i := range r.s.Subnets {
		s := &r.s.Subnets[i]
		if s.Account == z.account && s.AvailabilityZone == name && s.AvailabilityZoneId != "" && (z.id == "" || s.AvailabilityZoneId < z.id) {
			z.id = s.AvailabilityZoneId
		}
	}
	return z
}

func (r *run) identified(z zone) zone {
	for i := range r.s.AvailabilityZones {
		a := &r.s.AvailabilityZones[i]
		if z.id == "" && a.ZoneName == z.name && a.Account == z.account {
			z.id = a.ZoneId
		}
	}
	return z
}

// same compares by id, or by name within one account (R7.1).
func (z zone) same(other zone) truth {
	switch {
	case z.subnet != "" && z.subnet == other.subnet:
		return yes
	case z.id != "" && other.id != "":
		return truthOf(z.id == other.id)
	case z.account == other.account && z.name != "" && other.name != "":
		return truthOf(z.name == other.name)
	}
	return maybe
}

// subnetIn is the subnet in a zone, of those given: found yes; no if there is none; maybe if that cannot be told.
func (r *run) subnetIn(z zone, subnets []string) (string, truth) {
	found := no
	for _, id := range subnets {
		s := r.subnet(id)
		if s == nil {
			found = maybe
			continue
		}
		switch z.same(r.zoneOf(s)) {
		case yes:
			return id, yes
		case maybe:
			found = maybe
		}
	}
	return "", found
}
