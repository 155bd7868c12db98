package cloudformation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

// silent are types that decide nothing about the network: permissions, logs, storage, names.
var silent = []string{
	"AWS::IAM::", "AWS::Logs::", "AWS::CloudWatch::", "AWS::S3::", "AWS::SNS::", "AWS::SQS::", "AWS::KMS::", "AWS::SSM::", "AWS::SecretsManager::", "AWS::Events::",
	"AWS::DynamoDB::", "AWS::ECR::", "AWS::CloudFormation::WaitCondition", "AWS::CDK::Metadata", "AWS::CertificateManager::", "AWS::Route53::RecordSet", "AWS::ApplicationAutoScaling::",
	"AWS::EC2::KeyPair", "AWS::EC2::Volume", "AWS::EC2::FlowLog", "AWS::EC2::VPCDHCPOptionsAssociation", "AWS::EC2::LaunchTemplate", "AWS::Lambda::Permission", "AWS::ECS::Cluster",
	"AWS::ECS::TaskDefinition", "AWS::RDS::DBCluster", "AWS::Neptune::DBCluster", "AWS::Neptune::DBParameterGroup", "AWS::DocDB::DBCluster", "AWS::AutoScaling::LaunchConfiguration", "AWS::CloudFront::CachePolicy", "AWS::Budgets::", "AWS::Config::", "AWS::CloudTrail::", "AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup", "AWS::RDS::OptionGroup",
	"AWS::AutoScaling::ScalingPolicy", "AWS::AutoScaling::LifecycleHook", "AWS::AutoScaling::ScheduledAction", "AWS::EC2::EC2Fleet", "AWS::EFS::FileSystem", "AWS::EFS::AccessPoint",
	"AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::LayerVersion", "AWS::StepFunctions::", "AWS::CodeBuild::", "AWS::CodePipeline::", "AWS::Cognito::",
	"AWS::ElastiCache::SubnetGroup", "AWS::ElastiCache::ParameterGroup", "AWS::Redshift::ClusterSubnetGroup", "AWS::Redshift::ClusterParameterGroup", "AWS::WAFv2::", "AWS::NetworkFirewall::LoggingConfiguration",
}

// remedies are what to do about types that stand for more than they say.
var remedies = map[string]string{
	"AWS::CloudFormation::Stack":          "give the nested stack's template too",
	"AWS::CloudFormation::StackSet":       "give the templates of the stack set too",
	"AWS::CloudFormation::Macro":          "take the processed template: aws cloudformation get-template --template-stage Processed",
	"AWS::Serverless::":                   "take the processed template: aws cloudformation get-template --template-stage Processed",
	"AWS::CloudFormation::CustomResource": "see what its function does to the network: nobody else can tell",
	"Custom::":                            "see what its function does to the network: nobody else can tell",
}

// listUnread counts the resources of types that have no rows.
func (b *builder) listUnread(s *stack) {
	for i := range s.Resources {
		r := &s.Resources[i]
		if resources[r.Type] != nil || parts[r.Type] != nil || additions[r.Type] != nil {
			continue
		}
		if truth, _ := s.exists(r); truth == template.False || s.nested[r.Name] != nil {
			continue
		}
		u := b.unread[r.Type]
		if u == nil {
			u = &unread{first: topology.Diagnostic{Path: s.path, Line: r.Line, Value: r.Type}}
			b.unread[r.Type] = u
		}
		u.times++
	}
	for _, p := range s.Problems {
		b.report(s, topology.Diagnostic{Severity: topology.Warning, Code: "BAD_TEMPLATE", Line: p.Line, Value: shorten(p.Value), Message: p.Message, Remedy: "correct the template"})
	}
	for _, name := range s.Transforms {
		if name != "AWS::LanguageExtensions" {
			b.report(s, topology.Diagnostic{Severity: topology.Warning, Code: "NOT_MODELLED", Line: 1, Value: name, Message: "the macro has to be run by CloudFormation",
				Remedy: remedies["AWS::Serverless::"]})
		}
	}
}

// unreadDiagnostics tell of each type once. Those that matter are warnings.
func (b *builder) unreadDiagnostics() []topology.Diagnostic {
	var all []topology.Diagnostic
	for kind, u := range b.unread {
		d := u.first
		d.Code, d.Severity = "NOT_MODELLED", topology.Info
		d.Message = fmt.Sprintf("%s read over", times(u.times))
		d.Remedy = remedyFor(kind)
		switch {
		case d.Remedy != "":
			d.Severity = topology.Warning
		case slices.ContainsFunc(silent, func(prefix string) bool { return strings.HasPrefix(kind, prefix) }):
			d.Code, d.Remedy = "NOT_NEEDED", "nothing to do"
		default:
			d.Remedy = "what it does to the network is not known to dryhop"
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b topology.Diagnostic) int { return cmp.Compare(a.Value, b.Value) })
	return all
}

func remedyFor(kind string) string {
	for prefix, remedy := range remedies {
		if strings.HasPrefix(kind, prefix) {
			return remedy
		}
	}
	return ""
}

func times(n int) string {
	if n == 1 {
		return "1 resource of this type is"
	}
	return fmt.Sprintf("%d resources of this type are", n)
}
