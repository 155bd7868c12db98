package exposure

import "github.com/dryhop/dryhop/netmath"

// A RiskRule is a line of the table of risks: services, and how much it is to worry about that the internet, or a few hosts,
// reach them. The README shows the table.
type RiskRule struct {
	Name     string
	TCP, UDP []netmath.PortRange
	Open     Level // from more of the internet than a /16 (IPv6: a /32)
	Few      Level // from fewer hosts; from within, from interfaces and networks of one's own, it is at most Low
	Why      string
}

// Risks is the table, the most telling names first.
func Risks() []RiskRule { return append([]RiskRule{everyPort}, risks...) }

func (r *RiskRule) level(hosts breadth) Level {
	switch hosts {
	case inside:
		return min(r.Few, Low)
	case few:
		return r.Few
	}
	return r.Open
}

func (r *RiskRule) tcp() netmath.Ports { return netmath.PortsOf(r.TCP...) }
func (r *RiskRule) udp() netmath.Ports { return netmath.PortsOf(r.UDP...) }

// manyPorts is from when on ports are too many to be meant.
const manyPorts = 1000

var everyPort = RiskRule{Name: "every port", Open: High, Few: Medium, Why: "all ports of a protocol, or more than 1,000: whatever listens there is exposed"}

// otherPorts are what no line is about.
var otherPorts = RiskRule{Open: Medium, Few: Low}

// webPorts and publicUDP are what is expected to face the internet: HTTP, HTTPS, DNS, mail; HTTP/3 and IPsec.
var (
	webPorts  = netmath.PortsOf(one(25), one(53), one(80), one(443), one(465), one(587), one(853), one(993), one(995))
	publicUDP = netmath.PortsOf(one(53), one(443), one(500), one(853), one(1194), one(4500), one(51820))
)

func one(p uint16) netmath.PortRange       { return netmath.PortRange{Lo: p, Hi: p} }
func span(lo, hi uint16) netmath.PortRange { return netmath.PortRange{Lo: lo, Hi: hi} }

var risks = []RiskRule{
	{"SSH", ports(one(22)), nil, High, Low, "remote administration: guessed and stolen keys, bugs in the server"},
	{"RDP", ports(one(3389)), ports(one(3389)), High, Low, "remote administration of Windows"},
	{"WinRM", ports(span(5985, 5986)), nil, High, Low, "remote administration of Windows; 5985 is not encrypted"},
	{"VNC", ports(span(5900, 5903)), nil, High, Medium, "remote screen, often not encrypted"},
	{"Telnet", ports(one(23)), nil, High, High, "remote administration in clear text"},
	{"r-services", ports(span(512, 514)), nil, High, High, "remote administration in clear text, trusting addresses"},
	{"a database", ports(one(1433), one(1434), one(1521), one(3306), one(5432), one(5439), one(5984), one(6379), one(8086), one(9042), one(9160),
		one(9200), one(9300), one(11211), span(27017, 27019), one(50000)), ports(one(1434), one(11211)), High, Medium,
		"SQL Server, Oracle, MySQL, PostgreSQL, Redshift, CouchDB, Redis, InfluxDB, Cassandra, Elasticsearch, memcached, MongoDB, Db2"},
	{"cluster control", ports(span(2375, 2380), one(4243), one(6443), one(8500), one(10250), one(10255)), nil, High, Medium,
		"Docker, etcd, Kubernetes, Consul: whoever reaches them may run programs"},
	{"file sharing", ports(span(20, 21), one(111), one(135), span(137, 139), one(445), one(548), one(873), one(2049)),
		ports(one(69), one(111), span(137, 138), one(2049)), High, Medium, "FTP, NFS, SMB, rsync, TFTP and their port mappers"},
	{"network management", ports(one(161), one(179)), ports(span(161, 162), one(623)), High, Medium, "SNMP, BGP, IPMI: in clear text, and not meant for strangers"},
	{"a console", ports(one(3000), one(4333), one(5000), one(5500), one(5601), one(8080), one(8088), one(8888), one(9000), one(9090), one(15672)), nil,
		Medium, Low, "development and administration pages on their usual ports (Security Hub EC2.19 lists most)"},
	{"traceroute", nil, ports(span(33434, 33534)), Low, None, "answers that show the way to a host"},
	{"mail in clear text", ports(one(110), one(143)), nil, Medium, Low, "POP3 and IMAP without TLS"},
	{"traffic reflection", nil, ports(one(17), one(19), one(123), one(389), one(1900), one(5353)), Medium, Low, "UDP services that answer forged requests with more than they got"},
}

func ports(ranges ...netmath.PortRange) []netmath.PortRange { return ranges }
