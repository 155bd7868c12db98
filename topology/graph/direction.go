package graph

// Direction is seen from an interface or subnet.
type Direction uint8

// Ingress is towards the interface, Egress away from it.
const (
	Ingress Direction = iota
	Egress
)

// String is "ingress" or "egress".
func (d Direction) String() string { return [...]string{"ingress", "egress"}[d&1] }
