package flowfile

import (
	"encoding/json"
	"errors"
	"fmt"
)

// fields are the values of a question, still text.
type fields struct {
	ID            scalar `json:"id"`
	From          scalar `json:"from"`
	SourceIP      scalar `json:"source_ip"`
	To            scalar `json:"to"`
	DestinationIP scalar `json:"destination_ip"`
	Family        scalar `json:"family"`
	Protocol      scalar `json:"protocol"`
	Port          scalar `json:"port"`
	SourcePort    scalar `json:"source_port"`
	ICMPType      scalar `json:"icmp_type"`
	ICMPCode      scalar `json:"icmp_code"`
}

// byName is where the value of a CSV column belongs; nil for a column that means nothing here.
func (f *fields) byName(name string) *scalar {
	return map[string]*scalar{
		"id": &f.ID, "from": &f.From, "source_ip": &f.SourceIP, "to": &f.To, "destination_ip": &f.DestinationIP,
		"family": &f.Family, "protocol": &f.Protocol, "port": &f.Port, "source_port": &f.SourcePort,
		"icmp_type": &f.ICMPType, "icmp_code": &f.ICMPCode,
	}[name]
}

// A scalar is a JSON string or number, as text. null is the empty text.
type scalar string

// UnmarshalJSON keeps a number's digits as they are written.
func (s *scalar) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		*s = ""
		return nil
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(s))
	case len(b) > 0 && (b[0] == '-' || '0' <= b[0] && b[0] <= '9'):
		*s = scalar(b)
		return nil
	}
	return fmt.Errorf("%s is neither a text nor a number", shorten(string(b)))
}

func (l *Line) read() (*fields, error) {
	switch {
	case l.err != nil:
		return &fields{}, l.err
	case l.fields != nil:
		return l.fields, nil
	}
	f := new(fields)
	if err := json.Unmarshal(l.json, f); err != nil {
		return f, jsonError(err)
	}
	return f, nil
}

// jsonError says where the text stops being JSON.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("it is not a JSON object in one line: %s at byte %d", syntax.Error(), syntax.Offset)
	}
	return fmt.Errorf("it is not a question: %w", err)
}

func shorten(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return s[:most] + "..."
}
