package netgen

import "net/netip"

// A service is a protocol and ports that groups mention without need.
type service struct {
	protocol string
	from, to int
}

// services share no port with those that roles need.
var services = [...]service{
	{"tcp", 21, 21}, {"tcp", 25, 25}, {"udp", 53, 53}, {"tcp", 53, 53}, {"tcp", 111, 111}, {"udp", 123, 123}, {"udp", 161, 162}, {"tcp", 389, 389},
	{"tcp", 445, 445}, {"udp", 500, 500}, {"udp", 514, 514}, {"tcp", 587, 587}, {"tcp", 636, 636}, {"tcp", 1433, 1433}, {"tcp", 1521, 1521}, {"tcp", 2049, 2049},
	{"tcp", 2181, 2181}, {"tcp", 3306, 3306}, {"tcp", 3389, 3389}, {"udp", 4500, 4500}, {"tcp", 5044, 5044}, {"tcp", 5601, 5601}, {"tcp", 5671, 5672},
	{"tcp", 5985, 5986}, {"tcp", 7000, 7001}, {"tcp", 8000, 8079}, {"tcp", 8081, 8099}, {"udp", 8125, 8125}, {"tcp", 8500, 8502}, {"tcp", 8888, 8888},
	{"tcp", 9000, 9009}, {"tcp", 9042, 9042}, {"tcp", 9090, 9093}, {"tcp", 9200, 9300}, {"tcp", 10250, 10250}, {"tcp", 11211, 11211}, {"tcp", 15672, 15672},
	{"tcp", 27017, 27019}, {"tcp", 30000, 32767}, {"tcp", 49152, 50000}, {"udp", 50001, 65535},
}

// anyService is one of those, or a port or range of an application of its own.
func anyService(d *dice) service {
	if d.chance(80) {
		return pick(d, services[:])
	}
	from := 10500 + d.intN(19000)
	return service{"tcp", from, from + d.intN(4)*d.intN(50)}
}

// fill adds rules that are of no account for the group's role until there are as many as was asked for.
func (r *ruleSet) fill(g *group, upTo int, d *dice) {
	what := anyService(d)
	for len(r.rules) < upTo {
		if d.chance(60) {
			what = anyService(d) // else one more remote for the service of before
		}
		one := rule{egress: d.chance(15), protocol: what.protocol, from: what.from, to: what.to}
		r.site.addRemote(&one, d)
		if !r.has(&one) {
			r.rules = append(r.rules, one)
		}
	}
}

func (r *ruleSet) has(one *rule) bool {
	for i := range r.rules {
		if r.rules[i].same(one) {
			return true
		}
	}
	return false
}

// addRemote draws who is at the other end.
func (s *site) addRemote(r *rule, d *dice) {
	switch n := d.intN(100); {
	case n < 25:
		r.group = pick(d, s.groups[1:]).id
	case n < 45:
		r.block = pick(d, s.subnets).cidr
	case n < 50:
		r.block = s.cidr
	case n < 58:
		r.block = s.host(d)
	case n < 72:
		r.block = s.part(d)
	case n < 80:
		r.block = netip.PrefixFrom(addr4(number4(office.Addr())|uint32(d.intN(256))<<8), 24)
	case n < 86:
		r.block = officeBlock(d)
	case n < 88 && r.egress:
		r.list = s.managedList(d.intN(managedLists - 1))
	case n < 88:
		r.list = s.managedList(listCloudFront)
	case n < 95 || !s.IPv6:
		r.list = s.customerList(d.intN(customerLists))
	default:
		r.block = pick(d, s.subnets).cidr6
	}
}

// host is one address of the VPC, and part a VPC of the world or a half or quarter of one.
func (s *site) host(d *dice) netip.Prefix {
	n := pick(d, s.subnets)
	offset := reserved + d.intN(n.free()+n.used)
	return netip.PrefixFrom(addr4(number4(n.cidr.Addr())+uint32(offset)), 32)
}

func (s *site) part(d *dice) netip.Prefix {
	block, shrink := pick(d, s.vpcs).cidr, d.intN(3)
	bits := block.Bits() + shrink
	return netip.PrefixFrom(addr4(number4(block.Addr())+uint32(d.intN(1<<shrink))<<(32-bits)), bits)
}

// officeBlock is a piece of the public addresses of offices.
func officeBlock(d *dice) netip.Prefix {
	nets := [...]uint32{203<<24 | 113<<8, 198<<24 | 51<<16 | 100<<8, 192<<24 | 2<<8}
	bits := 26 + d.intN(4)
	return netip.PrefixFrom(addr4(nets[d.intN(len(nets))]|uint32(d.intN(1<<(bits-24)))<<(32-bits)), bits)
}
