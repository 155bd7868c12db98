package template

import "strconv"

// Truth is what a condition comes to.
type Truth uint8

// Open is a condition that depends on what is not known.
const (
	Open Truth = iota
	False
	True
)

func itoa(n int) string { return strconv.Itoa(n) }

// Condition tells whether a condition of the template holds. An open one comes with the reason.
func (s *Stack) Condition(name string) (Truth, *Reason) {
	if truth, known := s.conditions[name]; known {
		return truth, s.reasons[name]
	}
	n := s.Conditions.Get(name)
	if n == nil {
		return Open, &Reason{What: "there is no condition " + name, Remedy: "correct the template"}
	}
	v := s.guarded("the condition "+name, n, func() Value { return s.Eval(n) })
	truth, why := truthOf(v, n)
	s.conditions[name], s.reasons[name] = truth, why
	return truth, why
}

func truthOf(v Value, n *Node) (Truth, *Reason) {
	if v.Kind == Unknown {
		return Open, v.Why
	}
	truth, ok := v.Bool()
	switch {
	case !ok:
		return Open, malformed(n, "%s is no condition", v.Kind).Why
	case truth:
		return True, nil
	}
	return False, nil
}

func yes(truth bool) Value { return Value{Kind: Bool, Text: strconv.FormatBool(truth)} }

// truthOf is {"Condition": "Name"} where a value stands.
func (s *Stack) truthOf(n *Node) Value {
	if n.Kind != String {
		return s.object(&Node{Kind: Map, Line: n.Line, Fields: []Field{{Key: "Condition", Line: n.Line, Value: n}}}) // of a policy
	}
	if s.Conditions.Get(n.Text) == nil {
		return malformed(n, "there is no condition %s", n.Text)
	}
	truth, why := s.Condition(n.Text)
	if truth == Open {
		return Value{Kind: Unknown, Why: why}
	}
	return yes(truth == True)
}

// equals compares. What stands for a name that is not known yet equals itself, and may or may not equal a known text.
func (s *Stack) equals(n *Node) Value {
	arguments, problem := s.arguments("Fn::Equals", n, 2, 2)
	if problem != nil {
		return *problem
	}
	a, b := arguments[0], arguments[1]
	for _, v := range arguments {
		if why := v.Unknown(); why != nil {
			return Value{Kind: Unknown, Why: why}
		}
	}
	if same(a, b) {
		return yes(true)
	}
	for _, v := range arguments {
		if v.made() {
			return NotKnown(giveRegion, "%s is not known", v.Text)
		}
	}
	return yes(false)
}

func (s *Stack) and(n *Node) Value { return s.all(n, "Fn::And", false) }
func (s *Stack) or(n *Node) Value  { return s.all(n, "Fn::Or", true) }

// all is decided by one argument that comes to decisive, whatever the others are.
func (s *Stack) all(n *Node, function string, decisive bool) Value {
	if n.Kind != List || len(n.Items) == 0 {
		return malformed(n, "%s takes a list of conditions", function)
	}
	var open *Reason
	for _, item := range n.Items {
		truth, why := truthOf(s.Eval(item), item)
		switch {
		case truth == Open:
			open = why
		case (truth == True) == decisive:
			return yes(decisive)
		}
	}
	if open != nil {
		return Value{Kind: Unknown, Why: open}
	}
	return yes(!decisive)
}

func (s *Stack) not(n *Node) Value {
	if n.Kind != List || len(n.Items) != 1 {
		return malformed(n, "Fn::Not takes a list of one condition")
	}
	truth, why := truthOf(s.Eval(n.Items[0]), n)
	if truth == Open {
		return Value{Kind: Unknown, Why: why}
	}
	return yes(truth == False)
}
