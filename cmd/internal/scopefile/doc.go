// Package scopefile reads Network Access Scopes as the AWS CLI writes and takes them: what create-network-insights-access-scope
// has as --cli-input-json, what it answers, and what get-network-insights-access-scope-content answers, one or a list of them.
//
//	{"MatchPaths": [{"Source": {"ResourceStatement": {"ResourceTypes": ["AWS::EC2::InternetGateway"]}}}],
//	 "ExcludePaths": [{"Source": {"PacketHeaderStatement": {"SourceAddresses": ["203.0.113.0/24"]}}}]}
//
// It is strict: a key that means nothing is an error with its file and line, for a condition that is passed over finds too much or,
// worse, too little.
package scopefile
