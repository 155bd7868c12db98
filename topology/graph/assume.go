package graph

// Assumables are the assumptions that a user may ask for in place of missing documents, by the word that asks for them.
var Assumables = []struct {
	Word string
	Code Code
}{
	{"default-nacls", AssumeDefaultACL},
	{"default-security-groups", AssumeDefaultSG},
	{"main-route-tables", AssumeMainRouteTable},
	{"running-instances", AssumeInstancesRunning},
	{"hosts-in-subnets", AssumeHostInSubnet},
}

// ParseAssumption reads the word for an assumption.
func ParseAssumption(word string) (Code, bool) {
	for _, a := range Assumables {
		if a.Word == word {
			return a.Code, true
		}
	}
	return "", false
}
