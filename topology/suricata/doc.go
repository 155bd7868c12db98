// Package suricata reads rules in Suricata's language, as far as addresses, ports and protocols go: the language in which
// AWS Network Firewall takes stateful rules.
//
//	text ── Rules ──> Rule ── From, To ──> Term: any, 10.0.0.0/8, $HOME_NET, [80,443,!8080]
//	                       └─ Options ──> what it asks beyond that, by keyword
//
// A Term stays as it is written, since what a variable stands for is known to whoever evaluates the rule. Options are
// split and otherwise left alone; Deeper says whether they make the rule ask for more than its header does.
// A line that cannot be read is an Error, and reading goes on behind it.
package suricata
