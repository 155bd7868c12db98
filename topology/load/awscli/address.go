package awscli

import (
	"errors"
	"net/netip"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// unmarshalers read addresses and prefixes strictly. A bad one is reported and left zero, so that it costs
// neither its element nor its document; nothing and "" mean that the document does not say.
func (e *element) unmarshalers() *json.Unmarshalers {
	return json.JoinUnmarshalers(
		json.UnmarshalFromFunc(func(dec *jsontext.Decoder, a *netip.Addr) error {
			*a = netip.Addr{}
			text, err := textOf(dec)
			if err != nil || text == "" {
				return err
			}
			if *a, err = netmath.ParseAddr(text); err != nil {
				e.badAddress(dec, text, err)
			}
			return nil
		}),
		json.UnmarshalFromFunc(func(dec *jsontext.Decoder, p *netip.Prefix) error {
			*p = netip.Prefix{}
			text, err := textOf(dec)
			if err != nil || text == "" {
				return err
			}
			canonical := true
			if *p, canonical, err = netmath.ParsePrefix(text); err != nil {
				e.badAddress(dec, text, err)
			} else if !canonical {
				e.maskedPrefix(dec, text, *p)
			}
			return nil
		}))
}

var errNotText = errors.New("want a string")

func textOf(dec *jsontext.Decoder) (string, error) {
	switch dec.PeekKind() {
	case 'n':
		_, err := dec.ReadToken()
		return "", err
	case '"':
		token, err := dec.ReadToken()
		if err != nil {
			return "", err
		}
		return token.String(), nil
	}
	return "", errNotText
}

func (e *element) badAddress(dec *jsontext.Decoder, text string, err error) {
	d := topology.Diagnostic{Severity: topology.Error, Code: "BAD_ADDRESS", Value: shorten(text), Message: err.Error(), Remedy: "correct it"}
	if parse, ok := errors.AsType[*netmath.ParseError](err); ok {
		d.Message, d.Remedy = lastName(dec.StackPointer())+" is no usable "+parse.Kind+": "+parse.Problem, parse.Remedy
	}
	e.note(d, dec.InputOffset())
}

func (e *element) maskedPrefix(dec *jsontext.Decoder, text string, masked netip.Prefix) {
	e.note(topology.Diagnostic{
		Severity: topology.Info, Code: "PREFIX_NOT_CANONICAL", Value: shorten(text),
		Message: lastName(dec.StackPointer()) + " has bits set beyond its length",
		Remedy:  "read as " + masked.String() + ", as EC2 does",
	}, dec.InputOffset())
}
