package report

// A Config is what a record is in Terraform's language.
type Config struct{ Blocks []ConfigBlock }

// A ConfigBlock is a block: resource "aws_route" "to_b" { ... }.
type ConfigBlock struct {
	Comment []string // lines over it
	Type    string
	Labels  []string
	Items   []ConfigItem
}

// A ConfigItem is an attribute of a block or of an object.
type ConfigItem struct {
	Name  string
	Value any // string, int, bool, []string, Expression or Object
}

// An Expression is Terraform's own text, such as a reference.
type Expression string

// An Object is a value with items; their names are quoted.
type Object []ConfigItem

// Configured is a record that Terraform can read.
type Configured interface{ Config() Config }
