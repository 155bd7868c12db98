package template

// selectItem is an item of a list, counted from 0.
func (s *Stack) selectItem(n *Node) Value {
	arguments, problem := s.arguments("Fn::Select", n, 2, 2)
	if problem != nil {
		return *problem
	}
	index, list := arguments[0], arguments[1]
	switch {
	case list.Kind == Unknown:
		return list
	case index.Kind == Unknown:
		return index
	case list.Kind != List:
		return malformed(n, "Fn::Select takes a number and a list")
	}
	i, ok := index.Int()
	if !ok || i < 0 || i >= len(list.Items) {
		return malformed(n, "Fn::Select: there is no item %s in a list of %d", index.Text, len(list.Items))
	}
	return list.Items[i]
}

// findInMap looks a value up in Mappings. With the extension of the language there may be a default.
func (s *Stack) findInMap(n *Node) Value {
	arguments, problem := s.arguments("Fn::FindInMap", n, 3, 4)
	if problem != nil {
		return *problem
	}
	at := s.Mappings
	for _, key := range arguments[:3] {
		switch {
		case key.Kind == Unknown:
			return key
		case !key.IsScalar():
			return malformed(n, "Fn::FindInMap takes names")
		}
		next := at.Get(key.Text)
		if next == nil {
			return s.notInMap(n, arguments, key)
		}
		at = next
	}
	return s.Eval(at)
}

func (s *Stack) notInMap(n *Node, arguments []Value, key Value) Value {
	if key.Made {
		return NotKnown(giveRegion, "Fn::FindInMap looks up %s, which is not known", key.Text)
	}
	if len(arguments) == 4 {
		if v := arguments[3].Get("DefaultValue"); !v.Absent() {
			return v
		}
	}
	return malformed(n, "Mappings have no %s of %s", key.Text, arguments[0].Text)
}

// choose is Fn::If. While the condition is open, both branches may be the same all the same.
func (s *Stack) choose(n *Node) Value {
	if n.Kind != List || len(n.Items) != 3 {
		return malformed(n, "Fn::If takes the name of a condition and two values")
	}
	truth, why := s.Condition(n.Items[0].Text)
	switch truth {
	case True:
		return s.Eval(n.Items[1])
	case False:
		return s.Eval(n.Items[2])
	}
	a, b := s.Eval(n.Items[1]), s.Eval(n.Items[2])
	if a.Unknown() == nil && b.Unknown() == nil && same(a, b) {
		return a
	}
	return Value{Kind: Unknown, Why: why}
}

func (s *Stack) length(n *Node) Value {
	v := s.Eval(n)
	switch {
	case v.Kind == Unknown:
		return v
	case v.Kind != List:
		return malformed(n, "Fn::Length takes a list")
	}
	return Value{Kind: Number, Text: itoa(len(v.Items))}
}
