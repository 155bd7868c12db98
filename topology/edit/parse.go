package edit

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// A ParseError says what is wrong with the text of an edit.
type ParseError struct {
	Text    string
	Problem string
	Remedy  string // an example of what can be written in its place
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("edit %q: %s; write it like %q", e.Text, e.Problem, e.Remedy)
}

// Parse reads the text of an edit: a verb, the id of what is edited, and what is to be done there. "allow" is another word for
// "add", and an entry of a network ACL that does not say whether it allows or denies allows. Ids have to tell by themselves what they
// name, as AWS's do: ParseIn reads others too.
func Parse(text string) (Edit, error) { return parse(text, wordsOf(text), kindOf) }

// ParseIn is Parse for the ids of a snapshot, whatever they look like: those of plans and templates are addresses.
func ParseIn(in Holders, text string) (Edit, error) {
	return parse(text, wordsOf(text), func(id string) ref.Kind { return KindIn(in, id) })
}

func parse(text string, words []string, kindOf func(id string) ref.Kind) (Edit, error) {
	p := parser{text: text, words: words, kindOf: kindOf}
	verb := p.next()
	op, known := map[string]Op{"add": Add, "allow": Add, "remove": Remove, "replace": Replace, "set": Set}[verb]
	if !known {
		return Edit{}, p.fail("it begins with none of add, remove, replace and set", examples[ref.SecurityGroup])
	}
	what, err := p.thing(op)
	if err != nil {
		return Edit{}, err
	}
	if len(p.words) > 0 {
		return Edit{}, p.fail(fmt.Sprintf("%q is too much", strings.Join(p.words, " ")), op.String()+" "+examples[what.Ref().Kind])
	}
	return Edit{op, what}, nil
}

// examples show for a kind of resource what can be edited there.
var examples = map[ref.Kind]string{
	ref.SecurityGroup:             "sg-1 ingress tcp/443 from 10.0.0.0/8",
	ref.NetworkAcl:                "acl-1 ingress 90 allow tcp/443 from 10.0.0.0/8",
	ref.RouteTable:                "rtb-1 0.0.0.0/0 to nat-1",
	ref.TransitGatewayRouteTable:  "tgw-rtb-1 10.0.0.0/8 to tgw-attach-1",
	ref.ClientVpnEndpoint:         "cvpn-endpoint-1 10.0.0.0/8 to subnet-1",
	ref.NetworkInterface:          "eni-1 in sg-1",
	ref.Vpc:                       "vpc-1 exempt allow-bidirectional",
	ref.Subnet:                    "subnet-1 exempt allow-egress",
	ref.InternetGateway:           "igw-1 at vpc-1",
	ref.EgressOnlyInternetGateway: "eigw-1 at vpc-1",
	ref.VpnGateway:                "vgw-1 at vpc-1",
	ref.TransitGatewayAttachment:  "tgw-attach-1 at subnet-1",
}

// A parser takes words from an edit's text.
type parser struct {
	text   string
	words  []string                 // still to be read
	kindOf func(id string) ref.Kind // what an id names
	short  bool                     // a word was asked for that is not there
}

func (p *parser) next() string {
	if len(p.words) == 0 {
		p.short = true
		return ""
	}
	word := p.words[0]
	p.words, p.short = p.words[1:], p.short || word == ""
	return word
}

// peek reports whether a word comes next, and then takes it.
func (p *parser) peek(word string) bool {
	if len(p.words) == 0 || p.words[0] != word {
		return false
	}
	p.words = p.words[1:]
	return true
}

// after is the word after another one.
func (p *parser) after(word string) string {
	if !p.peek(word) {
		p.words, p.short = nil, true
		return ""
	}
	return p.next()
}

// lacking complains if a word was not there.
func (p *parser) lacking(what string) error {
	if !p.short {
		return nil
	}
	return fmt.Errorf("it lacks %s", what)
}

func (p *parser) fail(problem, remedy string) error {
	return &ParseError{Text: p.text, Problem: problem, Remedy: remedy}
}

// thing reads what is edited, by the kind of resource that comes first.
func (p *parser) thing(op Op) (Thing, error) {
	id := p.next()
	kind := p.kindOf(id)
	example := op.String() + " " + examples[kind]
	if op == Set {
		return p.setting(id)
	}
	if id == "" || examples[kind] == "" {
		return nil, p.fail(fmt.Sprintf("%q is no id of something that can be edited so", id), op.String()+" "+examples[ref.SecurityGroup])
	}
	what, err := p.at(op, kind, id)
	if err != nil {
		return nil, p.fail(err.Error(), example)
	}
	return what, nil
}

func (p *parser) at(op Op, kind ref.Kind, id string) (Thing, error) {
	switch {
	case (kind == ref.RouteTable || kind == ref.NetworkAcl || kind == ref.TransitGatewayRouteTable) && p.peek("for"):
		return Association{id, p.next()}, p.lacking("whom the table serves")
	case kind == ref.TransitGatewayRouteTable && p.peek("propagates"):
		return Propagation{id, p.next()}, p.lacking("the attachment")
	case kind == ref.ClientVpnEndpoint && p.peek("authorizes"):
		remote, err := p.remote(p.next())
		return Authorization{id, remote}, err
	case kind == ref.SecurityGroup:
		return p.groupRule(op, id)
	case kind == ref.NetworkAcl:
		return p.entry(op, id)
	case kind == ref.RouteTable || kind == ref.TransitGatewayRouteTable || kind == ref.ClientVpnEndpoint:
		return p.route(op, id)
	case kind == ref.NetworkInterface:
		return Membership{id, p.after("in")}, p.lacking("the security group after \"in\"")
	case kind == ref.Vpc || kind == ref.Subnet:
		return p.exclusion(op, id)
	}
	return Attachment{id, p.after("at")}, p.lacking("the VPC or subnet after \"at\"")
}
