package netgen

// A VPC's block is divided like this, in each of its quarters but the last one a zone:
//
//	|      zone a      |      zone b      |      zone c      |  spare           |
//	| app   |data|publ | app   |data|publ | app   |data|publ | /28 /28 /28 for the transit gateway
//
// Of the interfaces, at most about two thirds are in the app tier, a third in the data tier, a tenth in public subnets.

// capacity is how many interfaces a VPC with a block of some length holds.
func capacity(bits int) int {
	app, other := zones*(1<<(29-bits)-8), zones*(1<<(28-bits)-8)
	return min((app-40)*100/72, (other-8)*100/33, (other-30)*100/10)
}

// blockFor is the length of the smallest block, at most a /24 and at least a /16, that holds so many; 0 if none does.
func blockFor(interfaces int) int {
	for bits := 23; bits >= 16; bits-- {
		if capacity(bits) >= interfaces {
			return bits
		}
	}
	return 0
}

// publicsFor is how many public addresses so many interfaces may have.
func publicsFor(interfaces int) int { return 32 + interfaces/8 }
