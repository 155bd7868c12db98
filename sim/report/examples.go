package report

// The schema words of reference designs.
const (
	ExampleSchema  = "dryhop/example/v1"
	ExamplesSchema = "dryhop/examples/v1"
)

// An Example is a reference design: a network that comes along.
type Example struct {
	Schema string `json:"schema"`
	Name   string `json:"name"`  // as in example:NAME
	Title  string `json:"title"` // what it shows, in a line
	Page   string `json:"page"`  // its prose, in Markdown
}

// An ExampleList is all reference designs, by name.
type ExampleList struct {
	Schema   string        `json:"schema"`
	Examples []ExampleLine `json:"examples"`
}

// An ExampleLine is what a list tells of a reference design.
type ExampleLine struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}
