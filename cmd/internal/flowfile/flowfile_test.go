package flowfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// describe reads a whole file and prints each line as "NUMBER: flow" or "NUMBER: ! error".
func describe(text string) ([]string, error) {
	r, err := NewReader(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	var all []string
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		f, err := line.Flow()
		if err != nil {
			all = append(all, fmt.Sprintf("%d: %s ! %v", line.Number, f.ID, err))
			continue
		}
		all = append(all, fmt.Sprintf("%d: %s %s → %s %s", line.Number, f.ID, f.From, f.To, flowText(f)))
	}
}

func flowText(f Flow) string {
	text := fmt.Sprintf("%s=%v:%v", f.Service.Text, f.Service.Protocol, f.Service.Ports)
	if f.Service.All {
		text = "all"
	}
	for _, extra := range []struct {
		name  string
		there bool
		value any
	}{
		{"from", f.SourceIP.IsValid(), f.SourceIP}, {"at", f.DestinationIP.IsValid(), f.DestinationIP},
		{"port", !f.SourcePorts.Empty(), f.SourcePorts}, {"family", f.Family != 0, f.Family},
	} {
		if extra.there {
			text += fmt.Sprintf(" %s %v", extra.name, extra.value)
		}
	}
	return text
}

func TestReadJSONLines(t *testing.T) {
	got, err := describe("\xef\xbb\xbf\n" + `{"id": "a", "from": "web-1", "to": "db", "protocol": "tcp", "port": 5432, "observed": "yes"}

  {"id": 7, "from": "web-1", "source_ip": "10.0.0.1", "to": "10.0.0.9", "protocol": 17, "port": "53", "source_port": "1024-2047"}
{"from": "a", "to": "b", "protocol": "TCP", "port": "80,8000-8100", "icmp_type": null}
{"from": "a", "to": "b", "protocol": "icmp"}
{"from": "a", "to": "b", "protocol": "icmp", "icmp_type": 3, "icmp_code": 4}
{"from": "a", "to": "b", "protocol": "icmpv6", "icmp_type": "128", "icmp_code": -1}
{"from": "a", "to": "b"}
{"from": "a", "to": "b", "protocol": "-1"}
{"from": "a", "to": "b", "protocol": "https", "family": "ipv6", "destination_ip": "2001:db8::1"}
{"from": "a", "to": "b", "protocol": "udp/53"}
{"from": "a", "to": "b", "protocol": "gre"}`)
	want := []string{
		"2: a web-1 → db tcp/5432=tcp:5432",
		"4: 7 web-1 → 10.0.0.9 udp/53=udp:53 from 10.0.0.1 port 1024-2047",
		"5:  a → b tcp/80,8000-8100=tcp:80,8000-8100",
		"6:  a → b icmp=icmp:2048",
		"7:  a → b icmp/3/4=icmp:772",
		"8:  a → b icmpv6/128=icmpv6:32768",
		"9:  a → b all",
		"10:  a → b all",
		"11:  a → b https=tcp:443 at 2001:db8::1 family 2",
		"12:  a → b udp/53=udp:53",
		"13:  a → b gre=gre:all",
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestReadCSV(t *testing.T) {
	got, err := describe("id,from,to,protocol,port,whatever\nq1,web-1,db,tcp,5432,x\n\n\"q,2\",a,b,tcp,\"80,443\"\nq3,a\nq4,a,b,tcp,1,x,y\nq5,\"a\"b,c\nq6,a,b,icmp\n")
	want := []string{
		"2: q1 web-1 → db tcp/5432=tcp:5432",
		"4: q,2 a → b tcp/80,443=tcp:80,443",
		`5: q3 ! "to" is missing: name an id, a name, an address or internet`,
		"6:  ! it has 7 values and the header 6 names",
		`7:  ! column 6: extraneous or missing " in quoted-field; quote a value with commas or quotes as "a,b"`,
		"8: q6 a → b icmp=icmp:2048",
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}

func TestBadLinesSayWhatToDo(t *testing.T) {
	for line, says := range map[string]string{
		`{"from": "a", "to": "b", "port": 443}`:                                          `port "443" has no "protocol" beside it`,
		`{"from": "a", "to": "b", "protocol": "tcp", "port": 443.5}`:                     `port: "443.5" is not a port`,
		`{"from": "a", "to": "b", "protocol": "tcp", "port": "9-1"}`:                     "runs backwards",
		`{"from": "a", "to": "b", "protocol": "tpc", "port": 1}`:                         "neither a known name nor a number",
		`{"from": "a", "to": "b", "protocol": "tpc"}`:                                    `did you mean "tcp"`,
		`{"from": "a", "to": "b", "protocol": "icmp", "icmp_type": 256}`:                 `icmp_type: "256"`,
		`{"from": "a", "to": "b", "protocol": "icmp", "icmp_type": 1, "icmp_code": "x"}`: `icmp_code: "x"`,
		`{"from": "a", "to": "b", "source_ip": "10.0.0.1/8"}`:                            "source_ip:",
		`{"from": "a", "to": "b", "source_port": "any"}`:                                 "source_port:",
		`{"from": "a", "to": "b", "family": "ipx"}`:                                      "write ipv4 or ipv6",
		`{"from": ["a"], "to": "b"}`:                                                     "neither a text nor a number",
		`{"from": "a"} {"to": "b"}`:                                                      "not a JSON object in one line",
		`{"to": "b"}`:                                                                    `"from" is missing`,
	} {
		got, err := describe(line)
		if err != nil || len(got) != 1 || !strings.Contains(got[0], " ! ") || !strings.Contains(got[0], says) {
			t.Errorf("%s is read as %q, %v; want an error that says %q", line, got, err, says)
		}
	}
}

func TestFilesThatAreNoQuestions(t *testing.T) {
	for text, says := range map[string]string{
		"[{}]":           "write one object a line",
		"web-1,db\n":     "begin with a header",
		"from,to,from\n": `"from" twice`,
		"from,\"to\"x\n": "quote a value",
		`{"from": "` + strings.Repeat("x", maxLine): "longer than",
	} {
		if got, err := describe(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q is read as %q, %v; want an error that says %q", text, got, err, says)
		}
	}
	if got, err := describe(" \n\n"); got != nil || err != nil {
		t.Errorf("an empty file is read as %q, %v", got, err)
	}
}

// FuzzReader: no file makes it panic or run forever, lines count up, and a flow that is accepted is whole.
func FuzzReader(f *testing.F) {
	for _, s := range []string{
		`{"from": "a", "to": "b", "protocol": "tcp", "port": 1}` + "\n{}", "from,to\na,b\n", "from,to\n\"a\nb", "{", "from,to\n\"", "\xef\xbb\xbf{",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := NewReader(strings.NewReader(s))
		for last := 0; err == nil; {
			var line Line
			if line, err = r.Next(); err != nil {
				break
			}
			if line.Number <= last && line.err == nil {
				t.Errorf("line %d comes after line %d", line.Number, last)
			}
			last = max(last, line.Number)
			if flow, err := line.Flow(); err == nil && (flow.From == "" || flow.To == "" || flow.Service.Ports.Empty()) {
				t.Errorf("%+v is not whole", flow)
			}
		}
	})
}
