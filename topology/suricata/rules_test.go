package suricata_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology/suricata"
)

// told prints what was read of a text, a line a rule.
func told(text string) []string {
	var all []string
	for r, err := range suricata.Rules(text) {
		var unread *suricata.Error
		if errors.As(err, &unread) {
			all = append(all, fmt.Sprintf("%d unreadable %q: %s", unread.Line, unread.Action, unread.Problem))
			continue
		}
		between := "->"
		if r.Both {
			between = "<>"
		}
		all = append(all, fmt.Sprintf("%d %s %s %s %s %s %s %s %v", r.Line, r.Action, r.Protocol, r.From.Addresses.String(), r.From.Ports.String(), between, r.To.Addresses.String(), r.To.Ports.String(), r.Options))
	}
	return all
}

func TestRules(t *testing.T) {
	for _, test := range []struct{ says, text, want string }{
		{"a rule", `pass tcp $HOME_NET any -> any 443 (msg:"web"; sid:1; rev:2;)`, `1 pass tcp $HOME_NET any -> any 443 [{msg "web"} {sid 1} {rev 2}]`},
		{"without options", `DROP ip any any <> 10.0.0.0/8 any`, `1 drop ip any any <> 10.0.0.0/8 any []`},
		{"comments and empty lines", "# one\n\n  # two\npass udp any any -> any 53 (sid:1;)\n", `4 pass udp any any -> any 53 [{sid 1}]`},
		{"a rule on several lines", "drop tcp any any -> \\\n  any 22 \\\n  (sid:7;)\nalert ip any any -> any any (sid:8;)", "1 drop tcp any any -> any 22 [{sid 7}]\n4 alert ip any any -> any any [{sid 8}]"},
		{"a last line that goes on", `pass tcp any any -> any 80 (sid:1;) \`, `1 pass tcp any any -> any 80 [{sid 1}]`},
		{"carriage returns", "pass tcp any any -> any 80 (sid:1;)\r\ndrop tcp any any -> any 81 (sid:2;)\r\n", "1 pass tcp any any -> any 80 [{sid 1}]\n2 drop tcp any any -> any 81 [{sid 2}]"},
		{"lists with blanks", `drop tcp [10.0.0.0/8, !10.1.0.0/16] [1:1023, !80] -> !$HOME_NET [443,8443] (sid:1;)`, `1 drop tcp [10.0.0.0/8,!10.1.0.0/16] [1:1023,!80] -> !$HOME_NET [443,8443] [{sid 1}]`},
		{"lists in lists", `drop tcp [[10.0.0.0/8,!$A],2001:db8::/32] any -> @list [1:,:7] (sid:1;)`, `1 drop tcp [[10.0.0.0/8,!$A],2001:db8::/32] any -> @list [1:,:7] [{sid 1}]`},
		{"ranges of addresses", `drop tcp 10.0.0.1-10.0.0.9 any -> any any (sid:1;)`, `1 drop tcp 10.0.0.1-10.0.0.9 any -> any any [{sid 1}]`},
		{"a negation of a negation", `drop tcp !!10.0.0.1 any -> any !!80 (sid:1;)`, `1 drop tcp 10.0.0.1 any -> any 80 [{sid 1}]`},
		{"an option with a colon and an escaped semicolon", `drop http any any -> any any (content:"a\;b: c"; nocase; sid:1;)`, `1 drop http any any -> any any [{content "a\;b: c"} {nocase } {sid 1}]`},
		{"parentheses in options", `drop tcp any any -> any any (pcre:"/(a|b)/"; sid:1;)`, `1 drop tcp any any -> any any [{pcre "/(a|b)/"} {sid 1}]`},
		{"an unreadable rule with an action", "drop tcp any any\npass ip any any -> any any", `1 unreadable "drop": the header has 4 parts in place of 7` + "\n" + `2 pass ip any any -> any any []`},
		{"an unreadable rule without one", `deny tcp any any -> any any (sid:1;)`, `1 unreadable "": the action "deny" is none that is known`},
		{"an unknown protocol", `drop gopher any any -> any any (sid:1;)`, `1 unreadable "drop": the protocol "gopher" is none that is known`},
		{"an arrow back", `drop tcp any any <- any any (sid:1;)`, `1 unreadable "drop": the direction "<-" is neither -> nor <>`},
		{"no address", `drop tcp 10.0.0.256 any -> any any (sid:1;)`, `1 unreadable "drop": "10.0.0.256" is no address, block or range of addresses`},
		{"no port", `drop tcp any 70000 -> any any (sid:1;)`, `1 unreadable "drop": "70000" is no port or range of ports`},
		{"ports backwards", `drop tcp any 9:3 -> any any (sid:1;)`, `1 unreadable "drop": "9:3" is no port or range of ports`},
		{"a bare colon", `drop tcp any : -> any any (sid:1;)`, `1 unreadable "drop": ":" is no port or range of ports`},
		{"an open bracket", `drop tcp [10.0.0.1 any -> any any (sid:1;)`, `1 unreadable "drop": a bracket is not closed`},
		{"a bracket too many", `drop tcp 10.0.0.1] any -> any any (sid:1;)`, `1 unreadable "drop": a bracket is closed that was not opened`},
		{"an empty list", `drop tcp [] any -> any any (sid:1;)`, `1 unreadable "drop": a set of addresses or ports is empty`},
		{"no closing parenthesis", `drop tcp any any -> any any (sid:1;`, `1 unreadable "drop": the options have no closing parenthesis`},
		{"no semicolon", `drop tcp any any -> any any (sid:1)`, `1 unreadable "drop": an option has no semicolon at its end`},
		{"lists too deep", `drop tcp ` + strings.Repeat("[", 40) + "any" + strings.Repeat("]", 40) + ` any -> any any (sid:1;)`, `1 unreadable "drop": lists lie too deep in lists`},
	} {
		t.Run(test.says, func(t *testing.T) {
			if diff := cmp.Diff(test.want, strings.Join(told(test.text), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeeper(t *testing.T) {
	for options, want := range map[string]string{
		`msg:"a"; sid:1; rev:1; priority:1; classtype:x; metadata:a b; reference:url,x; gid:1; noalert; target:src_ip;`: "",
		`flow:established, to_server; sid:1;`:   "",
		`flow:not_established; sid:1;`:          "",
		`flow:stateless,from_client,no_stream;`: "",
		`flow:established,to_client;`:           "flow:to_client",
		`flow:only_frag;`:                       "flow:only_frag",
		`tls.sni; content:"x"; sid:1;`:          "tls.sni",
		`sid:1; flowbits:set,a;`:                "flowbits",
		`FLOW:Established; SID:1;`:              "",
	} {
		for r, err := range suricata.Rules("pass tcp any any -> any any (" + options + ")") {
			if got := r.Deeper(); err != nil || got != want {
				t.Errorf("%s: %q, %v; want %q", options, got, err, want)
			}
			if want := strings.Contains(options, "to_client"); r.Backwards() != want {
				t.Errorf("%s: looks at what servers send: %v", options, !want)
			}
		}
	}
}

func TestReadProtocol(t *testing.T) {
	for word, want := range map[string]string{
		"ip": "[] false", "TCP": "[tcp] false", "icmp": "[icmp icmpv6] false", "tls": "[tcp] true", "DNS": "[tcp udp] true", "ntp": "[udp] true",
		"ip6": "[] false IPv6", "sctp": "[sctp] false",
	} {
		p, known := suricata.ReadProtocol(word)
		got := fmt.Sprint(p.Numbers, p.Application)
		if p.OneFamily {
			got += " " + p.Family.String()
		}
		if !known || !strings.EqualFold(got, want) {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
	if _, known := suricata.ReadProtocol("gopher"); known {
		t.Error("gopher is known")
	}
}

// FuzzRules: whatever the text, rules are read without a panic, in the order of their lines, no more of them than lines; and what was
// read of a header reads the same again.
func FuzzRules(f *testing.F) {
	f.Add("pass tcp [10.0.0.0/8,!$A, @b] 1:80 -> !any any (msg:\"x\\;\"; flow:to_server,established; sid:1;)\n# no\ndrop ip any any <> any any\\\n(sid:2;)")
	f.Add("drop tcp [[[!any]]] [:1,2:,3:4] => 10.0.0.1-10.0.0.2 any")
	f.Fuzz(func(t *testing.T, text string) {
		line, n := 0, 0
		for r, err := range suricata.Rules(text) {
			n++
			if r.Line <= line || r.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("rule %d is in line %d, after %d", n, r.Line, line)
			}
			line = r.Line
			if err != nil {
				continue
			}
			r.Deeper()
			r.Backwards()
			again(t, &r)
		}
	})
}

// again reads a rule as it is printed.
func again(t *testing.T, r *suricata.Rule) {
	between := "->"
	if r.Both {
		between = "<>"
	}
	second, err := suricata.New(suricata.Fields{
		Action: r.Action, Protocol: r.Protocol, From: r.From.Addresses.String(), FromPorts: r.From.Ports.String(), Direction: between,
		To: r.To.Addresses.String(), ToPorts: r.To.Ports.String(),
	})
	if err != nil || cmp.Diff(second.From, r.From) != "" || cmp.Diff(second.To, r.To) != "" {
		t.Fatalf("%q reads otherwise when printed: %v\n%s", r.Header, err, cmp.Diff(second, *r))
	}
}
