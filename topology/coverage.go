package topology

import "strings"

// CoversKey tells how completely the answers under a top-level key were captured. It serves for calls that do not
// list a kind of their own, such as SecurityGroupVpcAssociations.
func (s *Snapshot) CoversKey(key, account, region string) Coverage {
	covered := Absent
	for i := range s.Documents {
		d := &s.Documents[i]
		if !sameKey(d.Key, key) || !matches(d.Account, account) || !matches(d.Region, region) {
			continue
		}
		if d.Partial {
			return Partly
		}
		covered = Whole
	}
	return covered
}

// sameKey takes security_groups and SecurityGroups for one key: merged documents spell them so.
func sameKey(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "_", ""), strings.ReplaceAll(b, "_", ""))
}
