// Package insights puts answers into the shape of AWS's Reachability Analyzer, so that what reads the output of
// "aws ec2 describe-network-insights-analyses" reads dryhop's as well.
//
// Field names and nesting are those of the EC2 API (NetworkInsightsAnalysis). Ids of analyses and paths are made from the
// question, for dryhop stores nothing. Codes that AWS does not have stand where it would put its own. What AWS has no field
// for goes into WarningMessage: what the answer assumes, and that a verdict is partial or unknown.
package insights
