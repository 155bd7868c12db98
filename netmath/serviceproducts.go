package netmath

// productsOf lists a set as products. Ports of several ranges, and the products
// themselves, are kept in the table's memory.
func (t *ServiceTable) productsOf(b borders) []Services {
	p := productList{table: t}
	for i := 0; i < len(b); i += 2 {
		p.add(b[i], b[i+1])
	}
	p.finish()
	return t.products.keep(p.list)
}

// A productList collects the ranges of a set in ascending order.
type productList struct {
	table    *ServiceTable
	list     []Services
	protocol Protocol     // of the ports below
	ports    []span[port] // ascending; they do not touch
}

// add takes a range in: the rest of the protocol in which it begins, whole
// protocols, and the beginning of the one in which it ends.
//
//	tcp/443 to 8/22    tcp/443-65535   7/all   8/0-22
func (p *productList) add(lo, end service) {
	for lo < end {
		next := min(end, serviceOf(lo.protocol(), 0)+1<<16)
		if whole := (end - lo) >> 16 << 16; lo.port() == 0 && whole > 0 {
			p.finish()
			p.put(Services{lo.protocol(), (lo + whole - 1).protocol(), AllPorts()})
			next = lo + whole
		} else {
			p.addPorts(lo.protocol(), span[port]{port(lo.port()), port((next - 1).port())})
		}
		lo = next
	}
}

func (p *productList) addPorts(protocol Protocol, s span[port]) {
	if protocol != p.protocol {
		p.finish()
		p.protocol = protocol
	}
	p.ports = append(p.ports, s)
}

// finish makes a product of the ports collected.
func (p *productList) finish() {
	switch len(p.ports) {
	case 0:
		return
	case 1:
		p.put(Services{p.protocol, p.protocol, onePorts(p.ports[0])})
	default:
		p.put(Services{p.protocol, p.protocol, portsOfSpans(p.table.spans.keep(p.ports))})
	}
	p.ports = p.ports[:0]
}

// put appends a product, or makes the last one longer.
func (p *productList) put(s Services) {
	if n := len(p.list); n > 0 {
		if last := &p.list[n-1]; int(last.Last)+1 == int(s.First) && last.Ports.Equal(s.Ports) {
			last.Last = s.Last
			return
		}
	}
	p.list = append(p.list, s)
}
