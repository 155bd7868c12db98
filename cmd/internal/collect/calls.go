package collect

import "slices"

// calls is everything that a snapshot is made of: each document that dryhop reads, and lists that tell what else to ask for.
var calls = slices.Concat(vpcCalls, gatewayCalls, transitCalls, vpnCalls, planningCalls, balancerCalls, serviceCalls, firewallCalls, directConnectCalls, coreNetworkCalls)

// lists makes calls that are made once: "operation Key".
func lists(service string, operations ...[2]string) []Call {
	var all []Call
	for _, o := range operations {
		all = append(all, Call{Service: service, Operation: o[0], Lists: []string{o[1]}})
	}
	return all
}

// of makes the call for each parent; option takes the parent's only key.
func of(parent *Parent, service, operation, option string, lists ...string) Call {
	return Call{Service: service, Operation: operation, Of: parent, Lists: lists, Options: []string{option, "{" + parent.Keys[0] + "}"}}
}

func each(parent *Parent, service, option string, operations ...[2]string) []Call {
	var all []Call
	for _, o := range operations {
		all = append(all, of(parent, service, o[0], option, o[1]))
	}
	return all
}

// Services are the CLI's services that calls go to, in the order of the script.
func Services() []string {
	var all []string
	for i := range calls {
		if !slices.Contains(all, calls[i].Service) {
			all = append(all, calls[i].Service)
		}
	}
	return all
}
