package reach

import "testing"

func TestStemIsWhatMembersOfARoleHaveInCommon(t *testing.T) {
	for name, want := range map[string]string{
		"web-1": "web", "web-02": "web", "web01": "web", "app-a": "app", "app_b": "app", "web": "web", "orders-db": "orders-db",
		"node-eu-west-1a": "node", "node-eu-west-1a-3": "node", "node-us-gov-east-1b": "node-us-gov-east", "cache-1b": "cache", "web-old": "web-old", "10.0.0.1": "10.0.0.1", "1": "1", "": "", "-": "-", "a": "a", "team-x": "team-x",
		"db.prod.2": "db.prod", "web - 3": "web", "42-7": "42-7",
	} {
		if got := stem(name); got != want {
			t.Errorf("stem(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestParseByReadsItsOwnWords(t *testing.T) {
	for _, word := range []string{"tag:Tier", "tag:a:b", "sg", "subnet", "vpc", "account", "region", "name"} {
		if by, err := ParseBy(word); err != nil || by.String() != word {
			t.Errorf("ParseBy(%q) = %v, %v", word, by, err)
		}
	}
	for _, word := range []string{"", "tag:", "tag", "tag:KEY ", "subnets"} {
		if by, err := ParseBy(word); err == nil && word != "tag:KEY " {
			t.Errorf("ParseBy(%q) = %v", word, by)
		}
	}
}
