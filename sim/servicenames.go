package sim

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

type wellKnownService struct {
	protocol netmath.Protocol
	port     uint16
}

// String is the long form, "tcp/443".
func (w wellKnownService) String() string { return fmt.Sprintf("%v/%d", w.protocol, w.port) }

func onTCP(port uint16) wellKnownService { return wellKnownService{netmath.TCP, port} }
func onUDP(port uint16) wellKnownService { return wellKnownService{netmath.UDP, port} }

// wellKnown maps the names people use. Where a service has two protocols (dns), it is the one clients try first.
var wellKnown = map[string]wellKnownService{
	"amqp": onTCP(5672), "amqps": onTCP(5671), "bgp": onTCP(179), "cassandra": onTCP(9042),
	"consul": onTCP(8500), "dns": onUDP(53), "docker": onTCP(2375), "elasticsearch": onTCP(9200),
	"etcd": onTCP(2379), "ftp": onTCP(21), "geneve": onUDP(6081), "grafana": onTCP(3000),
	"http": onTCP(80), "http-alt": onTCP(8080), "https": onTCP(443), "ike": onUDP(500),
	"imap": onTCP(143), "imaps": onTCP(993), "kafka": onTCP(9092), "kerberos": onTCP(88),
	"kubelet": onTCP(10250), "kubernetes": onTCP(6443), "ldap": onTCP(389), "ldaps": onTCP(636),
	"memcached": onTCP(11211), "mongodb": onTCP(27017), "mssql": onTCP(1433), "mysql": onTCP(3306),
	"nfs": onTCP(2049), "ntp": onUDP(123), "openvpn": onUDP(1194), "oracle": onTCP(1521),
	"pop3": onTCP(110), "pop3s": onTCP(995), "postgres": onTCP(5432), "postgresql": onTCP(5432),
	"prometheus": onTCP(9090), "rabbitmq": onTCP(5672), "radius": onUDP(1812), "rdp": onTCP(3389),
	"redis": onTCP(6379), "redshift": onTCP(5439), "smb": onTCP(445), "smtp": onTCP(25),
	"smtps": onTCP(465), "snmp": onUDP(161), "ssh": onTCP(22), "submission": onTCP(587),
	"syslog": onUDP(514), "telnet": onTCP(23), "tftp": onUDP(69), "vnc": onTCP(5900),
	"vxlan": onUDP(4789), "winrm": onTCP(5985), "winrms": onTCP(5986), "wireguard": onUDP(51820),
	"zookeeper": onTCP(2181),
}

// A ServiceName is a word for a service.
type ServiceName struct{ Name, Means string }

// ServiceNames lists the words that ParseService knows, sorted.
func ServiceNames() []ServiceName {
	names := make([]ServiceName, 0, len(wellKnown))
	for _, name := range slices.Sorted(maps.Keys(wellKnown)) {
		names = append(names, ServiceName{name, wellKnown[name].String()})
	}
	return names
}

func isWellKnownPort(n uint16) bool {
	for _, w := range wellKnown {
		if w.port == n {
			return true
		}
	}
	return false
}

// nearestService is the known word that was likely meant; before a slash only protocols make sense.
func nearestService(typed string, slash bool) (string, bool) {
	words := []string{"tcp", "udp", "icmp", "icmpv6", "gre", "esp", "sctp"}
	if !slash {
		words = append(words, "all")
		words = slices.AppendSeq(words, maps.Keys(wellKnown))
	}
	slices.Sort(words)
	return Nearest(typed, words)
}
