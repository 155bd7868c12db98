package netmath

import "strconv"

// PortRange is the values from Lo to Hi, both included. With Lo above Hi it
// holds nothing.
type PortRange struct{ Lo, Hi uint16 }

// Empty reports whether the range holds nothing.
func (r PortRange) Empty() bool { return r.Lo > r.Hi }

// Contains reports whether p is in the range.
func (r PortRange) Contains(p uint16) bool { return r.Lo <= p && p <= r.Hi }

// Len counts the values: 80-89 has 10, 0-65535 has 65536.
func (r PortRange) Len() int {
	if r.Empty() {
		return 0
	}
	return int(r.Hi) - int(r.Lo) + 1
}

// String is "443", "1024-65535" or "none".
func (r PortRange) String() string {
	switch {
	case r.Empty():
		return "none"
	case r.Lo == r.Hi:
		return strconv.Itoa(int(r.Lo))
	}
	return strconv.Itoa(int(r.Lo)) + "-" + strconv.Itoa(int(r.Hi))
}
