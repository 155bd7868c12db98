package sim

import "fmt"

// ParseFamily reads ipv4 or ipv6 (or 4, 6); the empty text is either.
func ParseFamily(s string) (Family, error) {
	switch s {
	case "":
		return EitherFamily, nil
	case "ipv4", "4", "v4", "IPv4":
		return OnlyIPv4, nil
	case "ipv6", "6", "v6", "IPv6":
		return OnlyIPv6, nil
	}
	return EitherFamily, fmt.Errorf("family %q: it is neither; write ipv4 or ipv6", s)
}
