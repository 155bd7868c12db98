package oracle

import (
	"slices"
	"strings"
)

// ruleLines are the rules of a text: comments and empty lines left out, lines that end in \ joined.
func ruleLines(text string) []string {
	var all []string
	joined := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\\\n", " ")
	for _, line := range strings.Split(joined, "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all = append(all, line)
		}
	}
	return all
}

// suricataRule reads "action protocol source port -> destination port (options)". What cannot be read matches anything perhaps.
func suricataRule(line string, v variables) statefulRule {
	head, body, _ := strings.Cut(line, "(")
	words := ruleWords(head)
	unread := statefulRule{fates{fateDrop, fatePass, fateReject}, func(packet) truth { return maybe }}
	if len(words) > 0 {
		if does, known := ruleActions[strings.ToLower(words[0])]; known {
			unread.actions = does
		}
	}
	if len(words) != 7 || words[4] != "->" && words[4] != "<>" || !isProtocolWord(words[1]) {
		return unread
	}
	h := ruleHeader{words[0], words[1], words[2], words[3], words[4], words[5], words[6]}
	var options []ruleOption
	for _, text := range ruleOptions(strings.TrimSuffix(strings.TrimSpace(body), ")")) {
		keyword, value, _ := strings.Cut(text, ":")
		options = append(options, ruleOption{strings.TrimSpace(keyword), splitSettings(value)})
	}
	return ruleWith(h, options, v)
}

// ruleWords splits a header at its spaces, lists in one piece.
func ruleWords(head string) []string {
	var all []string
	word, depth := "", 0
	for _, c := range head + " " {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		}
		if (c == ' ' || c == '\t') && depth <= 0 {
			if word != "" {
				all = append(all, word)
			}
			word = ""
			continue
		}
		word += string(c)
	}
	return all
}

// ruleOptions splits at the semicolons, except after a backslash.
func ruleOptions(body string) []string {
	var all []string
	option, escaped := "", false
	for _, c := range body {
		if c == ';' && !escaped {
			all, option = append(all, strings.TrimSpace(option)), ""
			continue
		}
		escaped = c == '\\' && !escaped
		option += string(c)
	}
	if option = strings.TrimSpace(option); option != "" {
		all = append(all, option)
	}
	return all
}

// isProtocolWord tells whether a word is a protocol that rules may name.
func isProtocolWord(word string) bool {
	known := []string{"ip", "any", "pkthdr", "ip4", "ipv4", "ip6", "ipv6", "tcp", "tcp-pkt", "tcp-stream", "udp", "icmp", "icmpv4", "icmpv6", "sctp"}
	return slices.Contains(slices.Concat(known, overUDP, overBoth, overTCP), strings.ToLower(word))
}

// overTCP are the application protocols that run over TCP.
var overTCP = []string{
	"http", "http1", "http2", "tls", "ssl", "ssh", "smtp", "imap", "pop3", "ftp", "ftp-data", "smb", "dcerpc", "msn", "rdp", "rfb", "mqtt", "modbus", "dnp3", "telnet",
}
