package netgen

// A mistake is what somebody did wrong in a VPC.
type mistake int

const (
	none mistake = iota
	openSSH
	openDatabase
	blackhole
	noReturn
	overlapping
)

var mistakes = [...]struct{ name, text string }{
	none:         {},
	openSSH:      {"open-ssh", "a security group lets the whole internet in on port 22, and an instance with a public address has it"},
	openDatabase: {"open-database", "the databases of the first application take connections from everywhere, not only from its servers"},
	blackhole:    {"blackhole-route", "the NAT gateway of zone c is gone, and the default route there leads nowhere"},
	noReturn:     {"no-return-route", "the app subnets of zone b have no route to the transit gateway: nobody there can answer other VPCs"},
	overlapping:  {"overlapping-vpc", "the VPC has addresses of another one; it is attached to nothing"},
}

func (m mistake) String() string { return mistakes[m].name }

// mistakeOf plants mistakes in the first, second, ... VPC of fifty. The first fifty have all of them within ten VPCs.
func mistakeOf(index int, tgw bool) mistake {
	switch n := index % 50; {
	case n == 0:
		return openSSH
	case n == 3:
		return blackhole
	case n == 5:
		return openDatabase
	case n == 6 && tgw:
		return noReturn
	case n == 9:
		return overlapping
	}
	return none
}
