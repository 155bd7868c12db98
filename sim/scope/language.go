package scope

// A Scope is one Network Access Scope, as it was written.
type Scope struct {
	Name    string
	Match   []Path // at least one
	Exclude []Path
}

// A Path is a condition on paths: all that is given has to hold.
type Path struct {
	At          string // where it was written: "file:line"
	Source      Statement
	Destination Statement
	Through     []Resources
}

// A Statement is a condition on one end of a path.
type Statement struct {
	Resources Resources // empty: any
	Headers   Headers
}

// Resources are named one by one or by their types: either is enough.
type Resources struct {
	IDs   []Word // ids or ARNs
	Types []Word // such as AWS::EC2::InternetGateway
}

func (r *Resources) empty() bool { return len(r.IDs)+len(r.Types) == 0 }

// Headers are conditions on the packet at one end. Of each list that is not empty, one item has to fit.
type Headers struct {
	Protocols                                 []Word // tcp, udp
	SourceAddresses, DestinationAddresses     []Word // CIDR blocks
	SourcePrefixLists, DestinationPrefixLists []Word
	SourcePorts, DestinationPorts             []Word // "22", "1000-2000"
}

// A Word is a text with the place that it was written at, for errors.
type Word struct{ Text, At string }
