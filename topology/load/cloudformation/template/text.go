package template

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// join puts texts together.
func (s *Stack) join(n *Node) Value {
	arguments, problem := s.arguments("Fn::Join", n, 2, 2)
	if problem != nil {
		return *problem
	}
	between, list := arguments[0], arguments[1]
	switch {
	case list.Kind == Unknown:
		return list
	case between.Kind == Unknown:
		return between
	case !between.IsScalar() || list.Kind != List:
		return malformed(n, "Fn::Join takes a text and a list")
	}
	return s.concatenate(n, list.Items, between.Text)
}

// concatenate is unknown if a piece is.
func (s *Stack) concatenate(n *Node, pieces []Value, between string) Value {
	texts, standIn := make([]string, len(pieces)), false
	for i, piece := range pieces {
		switch {
		case piece.Kind == Unknown:
			return piece
		case !piece.IsScalar():
			return malformed(n, "%s cannot be part of a text", piece.Kind)
		}
		texts[i] = piece.Text
		standIn = standIn || piece.Made
		if s.bytes += len(piece.Text) + len(between); s.bytes > s.limits.Bytes {
			return malformed(n, "the texts of the template get too long")
		}
	}
	return Value{Kind: String, Text: strings.Join(texts, between), Made: standIn}
}

func (s *Stack) split(n *Node) Value {
	arguments, problem := s.arguments("Fn::Split", n, 2, 2)
	if problem != nil {
		return *problem
	}
	between, text := arguments[0], arguments[1]
	switch {
	case text.Kind == Unknown:
		return text
	case !between.IsScalar() || between.Text == "" || !text.IsScalar():
		return malformed(n, "Fn::Split takes a delimiter and a text")
	}
	v := Value{Kind: List}
	for piece := range strings.SplitSeq(text.Text, between.Text) {
		s.steps++
		v.Items = append(v.Items, s.made(piece, text.Made))
	}
	return v
}

// sub puts values in place of ${Name}, ${Name.Attribute} and names of its own map; ${!Literal} stays as ${Literal}.
func (s *Stack) sub(n *Node) Value {
	text, own := n, (*Node)(nil)
	if n.Kind == List && len(n.Items) == 2 {
		text, own = n.Items[0], n.Items[1]
	}
	if text.Kind == List || text.Kind == Map || own != nil && own.Kind != Map {
		return malformed(n, "Fn::Sub takes a text, or a list of a text and an object")
	}
	var pieces []Value
	rest := text.Text
	for {
		before, after, found := strings.Cut(rest, "${")
		name, behind, closed := strings.Cut(after, "}")
		if !found || !closed {
			pieces = append(pieces, s.subLiteral(n, rest))
			return s.concatenate(n, pieces, "")
		}
		pieces = append(pieces, s.subLiteral(n, before), s.substitute(n, own, strings.TrimSpace(name)))
		rest = behind
	}
}

func (s *Stack) subLiteral(n *Node, text string) Value {
	return s.text(&Node{Kind: String, Text: text, Line: n.Line})
}

func (s *Stack) substitute(n, own *Node, name string) Value {
	if literal, isLiteral := strings.CutPrefix(name, "!"); isLiteral {
		return Of("${" + literal + "}")
	}
	if value := own.Get(name); value != nil {
		return s.Eval(value)
	}
	argument := &Node{Kind: String, Text: name, Line: n.Line}
	if strings.Contains(name, ".") {
		return s.getAtt(argument)
	}
	return s.ref(argument)
}

func (s *Stack) base64(n *Node) Value {
	v := s.Eval(n)
	if !v.IsScalar() {
		return v
	}
	return s.made(base64.StdEncoding.EncodeToString([]byte(v.Text)), v.Made)
}

func (s *Stack) toJSONString(n *Node) Value {
	v := s.Eval(n)
	if why := v.Unknown(); why != nil {
		return Value{Kind: Unknown, Why: why}
	}
	text, err := json.Marshal(plain(v))
	if err != nil {
		return malformed(n, "Fn::ToJsonString takes an object or a list")
	}
	return s.made(string(text), v.made())
}

// plain is a value as encoding/json knows it.
func plain(v Value) any {
	switch v.Kind {
	case List:
		all := make([]any, len(v.Items))
		for i, item := range v.Items {
			all[i] = plain(item)
		}
		return all
	case Map:
		all := make(map[string]any, len(v.Members))
		for _, m := range v.Members {
			all[m.Key] = plain(m.Value)
		}
		return all
	case Number:
		return json.Number(v.Text)
	case Bool:
		return v.Text == "true"
	case String:
		return v.Text
	}
	return nil
}
