package graph

// A GroupHome is the VPC in which the members of a security group are: nowhere, in one, or in several.
type GroupHome int32

const (
	nowhereHome GroupHome = -1
	severalHome GroupHome = -2
)

// GroupHomes finds those of all groups, by number.
func (g *Graph) GroupHomes() []GroupHome {
	homes := make([]GroupHome, g.groups.len())
	for i := range homes {
		homes[i] = nowhereHome
	}
	for i := range g.interfaces {
		e := &g.interfaces[i]
		for _, gi := range g.groupsOf(e) {
			switch homes[gi] {
			case nowhereHome:
				homes[gi] = GroupHome(e.vpc)
			case GroupHome(e.vpc):
			default:
				homes[gi] = severalHome
			}
		}
	}
	return homes
}

// Curious reports whether rules of an interface's groups refer to groups that have members in other VPCs.
func (g *Graph) Curious(id InterfaceID, homes []GroupHome) bool {
	e := &g.interfaces[id]
	for _, gi := range g.groupsOf(e) {
		for _, r := range g.groupAt(gi).rules[Ingress] {
			if r.remote.kind == groupRemote && homes[r.remote.index] != nowhereHome && homes[r.remote.index] != GroupHome(e.vpc) {
				return true
			}
		}
	}
	return false
}
