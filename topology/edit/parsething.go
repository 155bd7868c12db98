package edit

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// groupRule reads "ingress tcp/443 from 10.0.0.0/8", or the id of a rule.
func (p *parser) groupRule(op Op, group string) (Thing, error) {
	word := p.next()
	if op == Remove && strings.HasPrefix(word, "sgr-") {
		return GroupRule{Group: group, ID: word}, nil
	}
	egress, err := directed(word)
	if err != nil {
		return nil, err
	}
	r := GroupRule{Group: group, Permission: Permission{Egress: egress}}
	r.Service, r.Remote, err = p.permission(egress, ref.SecurityGroup, ref.ManagedPrefixList)
	return r, err
}

func directed(word string) (egress bool, err error) {
	if word != "ingress" && word != "egress" {
		return false, fmt.Errorf("%q is neither ingress nor egress", word)
	}
	return word == "egress", nil
}

// permission reads "tcp/443 from 10.0.0.0/8"; what goes out goes "to".
func (p *parser) permission(egress bool, kinds ...ref.Kind) (Service, Remote, error) {
	s, err := parseService(p.next())
	if err != nil {
		return s, Remote{}, err
	}
	remote := p.after(preposition(egress))
	if err := p.lacking(fmt.Sprintf("%q with a block or group", preposition(egress))); err != nil {
		return s, Remote{}, err
	}
	r, err := p.remote(remote, kinds...)
	return s, r, err
}

// entry reads "ingress 90 allow tcp/443 from 10.0.0.0/8", or only what comes before the action to remove one.
func (p *parser) entry(op Op, acl string) (Thing, error) {
	egress, err := directed(p.next())
	if err != nil {
		return nil, err
	}
	n, err := number(p.next(), 32766)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, fmt.Errorf("entries are numbered from 1")
	}
	e := Entry{ACL: acl, Egress: egress, Number: int(n)}
	switch {
	case op == Remove && len(p.words) == 0:
		return e, nil
	case p.peek("deny"):
		e.Action = "deny"
	default:
		p.peek("allow")
		e.Action = "allow"
	}
	e.Service, e.Remote, err = p.permission(egress)
	return e, err
}

// route reads "10.0.0.0/8 to tgw-1", or only the destination to remove one.
func (p *parser) route(op Op, table string) (Thing, error) {
	destination, err := p.remote(p.next(), ref.ManagedPrefixList)
	if err != nil {
		return nil, err
	}
	r := Route{Table: table, Destination: destination}
	if op == Remove && len(p.words) == 0 {
		return r, nil
	}
	r.Target = p.after("to")
	return r, p.lacking("\"to\" with a target")
}

// exclusion reads "exempt allow-egress", or only the first word to remove one.
func (p *parser) exclusion(op Op, of string) (Thing, error) {
	if op == Remove && len(p.words) == 1 && p.peek("exempt") {
		return Exclusion{Of: of}, nil
	}
	e := Exclusion{Of: of, Mode: p.after("exempt")}
	switch err := p.lacking("\"exempt\" with a mode"); {
	case err != nil:
		return nil, err
	case e.Mode != "allow-bidirectional" && e.Mode != "allow-egress":
		return nil, fmt.Errorf("%q is neither allow-bidirectional nor allow-egress", e.Mode)
	}
	return e, nil
}

// setting reads "source-dest-check off".
func (p *parser) setting(of string) (Thing, error) {
	s := Setting{Of: of, Name: p.next(), Value: p.next()}
	if p.short {
		return nil, p.fail("it lacks a name and a value", "set eni-1 source-dest-check off")
	}
	kind := p.kindOf(of)
	if attributes, known := settings[kind]; known && len(attributes) == 0 {
		return s, nil
	}
	if _, err := s.setter(kind); err != nil {
		return nil, p.fail(err.Error(), "set eni-1 source-dest-check off")
	}
	return s, nil
}
