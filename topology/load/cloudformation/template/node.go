package template

// Kind is what a Node or a Value is.
type Kind uint8

// The kinds. Unknown and NoValue (AWS::NoValue: as if the property were not there) are Values' only.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
	Unknown
	NoValue
)

var kindNames = [...]string{"null", "a truth value", "a number", "a text", "a list", "an object", "unknown", "no value"}

func (k Kind) String() string { return kindNames[min(int(k), len(kindNames)-1)] }

// A Node is a piece of a template as it is written, short tags spelled out: !Ref X is {"Ref": X}.
type Node struct {
	Kind   Kind
	Text   string // of a scalar
	Items  []*Node
	Fields []Field // in the order in which they are written
	Line   int     // from 1
}

// Field is a member of an object.
type Field struct {
	Key   string
	Line  int
	Value *Node
}

// Get is the value of a member, nil if there is none.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// Scalar is the text of a scalar, "" of anything else.
func (n *Node) Scalar() string {
	if n == nil {
		return ""
	}
	return n.Text
}

// call is the function that an object of one member stands for: its name and argument.
func (n *Node) call() (name string, argument *Node) {
	if n.Kind != Map || len(n.Fields) != 1 {
		return "", nil
	}
	if key := n.Fields[0].Key; functions[key] != nil {
		return key, n.Fields[0].Value
	}
	return "", nil
}

// Limits bound what a hostile template can cost. CloudFormation takes 1 MB and 500 resources.
type Limits struct {
	Nodes int // of a template, aliases spelled out
	Depth int
	Steps int // of evaluating one stack
	Bytes int // of all texts that evaluating makes
}

// Defaults are the limits in force.
var Defaults = Limits{Nodes: 2_000_000, Depth: 200, Steps: 5_000_000, Bytes: 64 << 20}
