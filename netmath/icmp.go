package netmath

// ICMPMessage packs an ICMP type and code into the 16-bit value by which [Ports]
// holds them, the type in the high byte, so that a type with all its codes is
// one range:
//
//	type 8, code 0          0x0800          2048
//	type 3, code 4          0x0304          772
//	type 3, every code      0x0300-0x03ff   768-1023
func ICMPMessage(typ, code uint8) uint16 {
	return uint16(typ)<<8 | uint16(code)
}

// ICMPType is every code of one type.
func ICMPType(typ uint8) Ports {
	return PortSpan(ICMPMessage(typ, 0), ICMPMessage(typ, 255))
}

// ICMPTypeCode is ICMPMessage turned round.
func ICMPTypeCode(m uint16) (typ, code uint8) {
	return uint8(m >> 8), uint8(m)
}
