package topology

// NetworkInsightsPath is an element of describe-network-insights-paths: a question to AWS's Reachability Analyzer.
type NetworkInsightsPath struct {
	Meta
	NetworkInsightsPathId  string
	NetworkInsightsPathArn string
	Source                 string // the resource, not Meta.Source
	Destination            string
	SourceArn              string
	DestinationArn         string
	SourceIp               string
	DestinationIp          string
	Protocol               string
	DestinationPort        int32
	FilterAtSource         *PathFilter
	FilterAtDestination    *PathFilter
	Tags                   Tags
}

// PathFilter narrows a path's packets.
type PathFilter struct {
	SourceAddress        string
	SourcePortRange      *FilterPortRange
	DestinationAddress   string
	DestinationPortRange *FilterPortRange
}

// FilterPortRange is inclusive.
type FilterPortRange struct{ FromPort, ToPort int32 }

// NetworkInsightsAnalysis is an element of describe-network-insights-analyses: AWS's own answer.
type NetworkInsightsAnalysis struct {
	Meta
	NetworkInsightsAnalysisId  string
	NetworkInsightsAnalysisArn string
	NetworkInsightsPathId      string
	Status                     string
	NetworkPathFound           *bool
	ForwardPathComponents      []PathComponent
	ReturnPathComponents       []PathComponent
	Explanations               []AnalysisExplanation
	Tags                       Tags
}

// PathComponent is one step of the path that AWS found.
type PathComponent struct {
	SequenceNumber int
	Component      AnalysisComponent
}

// AnalysisComponent names a resource.
type AnalysisComponent struct{ Id, Arn, Name string }

// AnalysisExplanation is a reason for no path.
type AnalysisExplanation struct {
	ExplanationCode string
	Direction       string
	Component       *AnalysisComponent
}
