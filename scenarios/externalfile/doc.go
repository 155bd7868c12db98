// Package externalfile reads the networks outside AWS that a user declares, in YAML or JSON:
//
//	networks:
//	  - name: office
//	    prefixes: [192.168.0.0/16, "2001:db8:77::/48"]
//	    behind: vpn-0a1        # or vgw-0a1, or the Name of either
//
// It is strict: an unknown key, a prefix with host bits or a name given twice is an error with its file and line.
package externalfile
