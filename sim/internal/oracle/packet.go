package oracle

import (
	"fmt"
	"net/netip"
)

// The protocols that have more to match than their number.
const (
	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoICMPv6 = 58
)

// packet is a header, and the interface by which security group references know its sender (R4.5, R4.7).
type packet struct {
	src, dst           netip.Addr
	proto              uint8
	sport, dport       uint16
	icmpType, icmpCode uint8
	identity           string // interface id, or "" once a hop lost it
	crossed            truth  // a transit gateway on the way keeps the identity: yes, or maybe; no before any
	transit            string // the VPC that a transit gateway brought it into (R3.10)
	drawn              bool   // a translator picked the source port
	answers            bool   // it is a reply
}

func (p packet) String() string {
	switch {
	case p.hasPorts():
		return fmt.Sprintf("%v:%d > %v:%d proto %d", p.src, p.sport, p.dst, p.dport, p.proto)
	case p.isICMP():
		return fmt.Sprintf("%v > %v proto %d type %d code %d", p.src, p.dst, p.proto, p.icmpType, p.icmpCode)
	}
	return fmt.Sprintf("%v > %v proto %d", p.src, p.dst, p.proto)
}

func (p packet) hasPorts() bool { return p.proto == protoTCP || p.proto == protoUDP }
func (p packet) isICMP() bool   { return p.proto == protoICMP || p.proto == protoICMPv6 }

// anonymous is the packet after a hop that hides its sender from security group references (R4.7).
func (p packet) anonymous() packet {
	p.identity, p.crossed = "", no
	return p
}

// echoReplies maps the ICMP requests that are answered to their answers.
var echoReplies = map[uint8]map[uint8]uint8{
	protoICMP:   {8: 0, 13: 14, 15: 16, 17: 18},
	protoICMPv6: {128: 129},
}

// wantsReply tells whether connectivity needs an answer: ICMP errors and the like need none.
func (p packet) wantsReply() bool {
	if !p.isICMP() {
		return true
	}
	_, answered := echoReplies[p.proto][p.icmpType]
	return answered
}

// isEcho is a ping.
func (p packet) isEcho() bool {
	return p.proto == protoICMP && p.icmpType == 8 || p.proto == protoICMPv6 && p.icmpType == 128
}

// mirrored is the answer to p.
func (p packet) mirrored() packet {
	m := packet{src: p.dst, dst: p.src, proto: p.proto, sport: p.dport, dport: p.sport, answers: true}
	if p.isICMP() {
		m.icmpType = echoReplies[p.proto][p.icmpType]
	}
	return m
}

// sameHeader ignores who is behind the addresses, and the way so far.
func sameHeader(a, b packet) bool { return a.header() == b.header() }

func (p packet) header() packet {
	p = p.anonymous()
	p.transit, p.drawn, p.answers = "", false, false
	return p
}
