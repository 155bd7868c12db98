// Package planfile reads the address plan of an organisation, in YAML or JSON:
//
//	name: acme
//	growth: 30%                       # of the hosts of tiers
//	policy: first-fit                 # or best-fit, sparse
//	zones: [a, b, c]                  # or {eu-west-1: [a, b, c], us-west-1: [a, c]}
//	tiers:
//	  - {name: public, size: /26}     # length of its subnets, one in each zone
//	  - {name: app, hosts: 200}       # or the hosts in each
//	reserved:
//	  - {cidr: 10.255.0.0/16, why: on premises}
//	pools:                            # the one that says most about a VPC serves it
//	  - {name: prod-eu, environment: prod, region: eu-west-1, cidrs: [10.0.0.0/12, "2001:db8::/40"], reserved: [10.0.0.0/16]}
//	accounts:
//	  - name: shop
//	    id: "111122223333"
//	    environment: prod
//	    regions: [eu-west-1]
//	    vpcs: [{name: main, size: /20, tiers: [...], zones: [a, b]}]    # without: one, called main
//
// It is strict: a key that means nothing or a block with host bits is an error with its file and line, and all of them are told.
package planfile
