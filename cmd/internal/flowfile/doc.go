// Package flowfile reads files of questions, one a line, as `dryhop trace --flows` takes them:
//
//	{"id": "q1", "from": "web-1", "to": "orders-db", "protocol": "tcp", "port": 5432}     JSON lines
//
//	id,from,to,protocol,port                                                              CSV with a header
//	q1,web-1,orders-db,tcp,5432
//
// Reader cuts a file into lines, quickly and in order; Line.Flow reads one of them, and may be called for many
// lines at once. A line that cannot be read is an error of that line alone. The keys are
//
//	id              any text; printed with the answer
//	from, to        selectors of one place each
//	source_ip       which of the sender's addresses
//	destination_ip  which of the receiver's addresses
//	protocol        a name or number; a service such as https; all
//	port            a number, or ranges: "8000-8100", "80,443"; none: every port
//	source_port     likewise; none: any of 1024-65535
//	icmp_type, icmp_code    of icmp and icmpv6; none: an echo request
//	family          ipv4 or ipv6; none: as the addresses suit
//
// and any others are left alone.
package flowfile
