package graph

// Implements R13.4, R13.5 and R13.7 as far as they tell whose an interface is: services do not say it in a field of its own,
// but in the type, the description and the tags of their interfaces.

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A mark is what a service writes on its interfaces. The first group of the expression is what it names.
type mark struct {
	description *regexp.Regexp
	begins      string   // how such a description begins; "" if that varies
	service     string   // the word that goes before the name
	kind        ref.Kind // of what it names; None if dryhop has no documents of that
}

func marked(description, service string, kind ref.Kind) mark {
	m := mark{description: regexp.MustCompile(description), service: service, kind: kind}
	if anchored, found := strings.CutPrefix(description, "^"); found {
		m.begins, _ = regexp.MustCompile(anchored).LiteralPrefix()
	}
	return m
}

// marks are tried in order.
var marks = []mark{
	marked(`^AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$`, "lambda", ref.LambdaFunction),
	marked(`^Interface for NAT Gateway (nat-[0-9a-f]+)`, "nat-gateway", ref.NatGateway),
	marked(`^Network Interface for Transit Gateway Attachment (tgw-attach-[0-9a-f]+)`, "transit-gateway", ref.TransitGatewayAttachment),
	marked(`^VPC Endpoint Interface (vpce-[0-9a-f]+)`, "vpc-endpoint", ref.VpcEndpoint),
	marked(`^EC2 Instance Connect Endpoint (eice-[0-9a-f]+)`, instanceConnect, ref.InstanceConnectEndpoint),
	marked(`^ELB (?:app/|net/|gwy/)?([^/]+)`, "elb", ref.None),
	marked(`^EFS mount target for (fs-[0-9a-f]+)`, "efs", ref.None),
	marked(`^Amazon EKS (.+)$`, "eks", ref.None),
	marked(`^aws-[kK]8[sS]-branch-eni`, "eks-pod", ref.None),
	marked(`^aws-[kK]8[sS]-trunk-eni`, "eks-node", ref.None),
	marked(`^aws-[kK]8[sS]-(i-[0-9a-f]+)`, "eks-node", ref.Instance),
	marked(`^arn:[^:]+:ecs:[^:]*:[^:]*:(?:attachment|task)/`, "ecs-task", ref.None),
	marked(`^RDSNetworkInterface`, "rds", ref.None),
	marked(`^Network interface for DBProxy (.+)$`, "rds-proxy", ref.None),
	marked(`^ElastiCache (.+)$`, "elasticache", ref.None),
	marked(`^RedshiftNetworkInterface`, "redshift", ref.None),
	marked(`^DMSNetworkInterface`, "dms", ref.None),
	marked(`^DAX (.+)$`, "dax", ref.None),
	marked(`^ES (.+)$`, "opensearch", ref.None),
	marked(`^DO NOT DELETE - Amazon MSK network interface for cluster (?:.*:cluster/)?([^/]+)`, "msk", ref.None),
	marked(`^Attached to Glue`, "glue", ref.None),
	marked(`^Route 53 Resolver: (rslvr-[a-z]+-[0-9a-f]+)`, "resolver", ref.None),
	marked(`^AWS created network interface for directory (d-[0-9a-f]+)`, "directory", ref.None),
	marked(`(?i)^.*workspaces`, "workspaces", ref.None),
	marked(`(fs-[0-9a-f]+).*FSx|FSx`, "fsx", ref.None),
	marked(`(?i)cloudfront`, cloudFront, ref.None),
	marked(`(?i)verified access.*?(vae-[0-9a-f]+)?$`, verifiedAccess, ref.None),
	marked(`(?i)global ?accelerator`, globalAccelerator, ref.None),
	marked(`(?i)api ?gateway`, apiGateway, ref.None),
	marked(`^ClientVPN`, "client-vpn", ref.None),
}

// The services that reach in from outside by interfaces of their own (R3.20, R13.8).
const (
	cloudFront        = "cloudfront"
	verifiedAccess    = "verified-access"
	globalAccelerator = "global-accelerator"
	apiGateway        = "api-gateway"
	instanceConnect   = "instance-connect"
)

// servicesByType are the services of interfaces whose description says nothing.
var servicesByType = map[string]string{
	"lambda": "lambda", "globalacceleratormanaged": globalAccelerator, "apigatewaymanaged": apiGateway, "quicksight": "quicksight",
	"branch": "branch", "trunk": "trunk", "natgateway": "nat-gateway", "transitgateway": "transit-gateway", "vpcendpoint": "vpc-endpoint",
	"gatewayloadbalancerendpoint": "vpc-endpoint", "networkloadbalancer": "elb", "loadbalancer": "elb", "gatewayloadbalancer": "elb",
	"ec2instanceconnectendpoint": instanceConnect,
}

// ownServices finds whose the interfaces are that no document of an owner has claimed.
func (c *compiler) ownServices() {
	reader := markReader{known: map[string]int32{}}
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if e.doc == none {
			continue
		}
		d := &c.s.NetworkInterfaces[e.doc]
		mark := reader.find(d.Description)
		service := serviceOf(d, mark)
		if e.owner.Kind == ref.Instance && service != "eks-node" {
			continue
		}
		if service != "" {
			e.own().service = service
		}
		named, kind := ownerIn(d, mark)
		if e.owner.IsZero() && named != "" && kind != ref.None {
			e.owner = ref.Ref{Kind: kind, ID: named}
		}
		if service != "" && e.owner.Kind != ref.Instance {
			e.own().title = titled(service, cmp.Or(taskName(d), ref.Short(e.owner.ID), named))
		}
	}
	c.ownFunctions()
}

// A markReader finds marks in descriptions, and remembers those that it had to search.
type markReader struct{ known map[string]int32 }

// find is the number of the mark of a description, or none.
func (r *markReader) find(description string) int32 {
	if description == "" {
		return none
	}
	searched := false
	for i := range marks {
		m := &marks[i]
		if m.begins == "" && !searched {
			searched = true
			if mark, known := r.known[description]; known {
				return mark
			}
		}
		if strings.HasPrefix(description, m.begins) && m.description.MatchString(description) {
			return r.remember(description, int32(i), searched)
		}
	}
	return r.remember(description, none, searched)
}

func (r *markReader) remember(description string, mark int32, searched bool) int32 {
	if searched {
		r.known[description] = mark
	}
	return mark
}

// serviceOf names the service that an interface with a mark belongs to, or none.
func serviceOf(d *topology.NetworkInterface, mark int32) string {
	if mark != none {
		return marks[mark].service
	}
	return servicesByType[strings.ToLower(strings.ReplaceAll(d.InterfaceType, "_", ""))]
}

// ownerIn is what the description of an interface with a mark names, and what sort of thing that is.
func ownerIn(d *topology.NetworkInterface, mark int32) (string, ref.Kind) {
	if mark == none {
		return "", ref.None
	}
	if m := marks[mark].description.FindStringSubmatch(d.Description); len(m) > 1 {
		return m[1], marks[mark].kind
	}
	return "", ref.None
}

// taskName is the name of an ECS service, or of the pod's cluster, as tags tell.
func taskName(d *topology.NetworkInterface) string {
	return cmp.Or(d.TagSet.Get("aws:ecs:serviceName"), d.TagSet.Get("cluster.k8s.amazonaws.com/name"))
}

func titled(service, name string) string {
	if name == "" {
		return service
	}
	return service + ":" + name
}

// ownFunctions gives the interfaces of functions to all functions that share them: those with the same subnets and groups
// (R13.5).
func (c *compiler) ownFunctions() {
	c.runs = make([][]InterfaceID, len(c.s.LambdaFunctions))
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if e.service != "lambda" {
			continue
		}
		var names []string
		for j := range c.s.LambdaFunctions {
			if d := &c.s.LambdaFunctions[j]; c.runsIn(d, e) {
				names = append(names, d.FunctionName)
				c.runs[j] = append(c.runs[j], InterfaceID(i))
			}
		}
		if len(names) > 0 {
			slices.Sort(names)
			e.owner = ref.Ref{Kind: ref.LambdaFunction, ID: names[0]}
			e.own().title = "lambda:" + strings.Join(names[:min(len(names), maxTitled)], ",")
			if more := len(names) - maxTitled; more > 0 {
				e.own().title += ",..."
			}
		}
	}
}

// maxTitled is how many functions an interface's title names.
const maxTitled = 3

// runsIn reports whether a function uses an interface.
func (c *compiler) runsIn(d *topology.LambdaFunction, e *iface) bool {
	if d.VpcConfig == nil || !slices.Contains(d.VpcConfig.SubnetIds, c.g.subnets[e.subnet].ref.ID) || len(d.VpcConfig.SecurityGroupIds) != len(c.g.groupsOf(e)) {
		return false
	}
	for _, id := range d.VpcConfig.SecurityGroupIds {
		if gi := find(c.groupIDs, id); gi == none || !c.g.hasGroup(e, gi) {
			return false
		}
	}
	return true
}

// serviceEntities lets functions be named, and what else descriptions name.
func (c *compiler) serviceEntities() {
	for i := range c.s.LambdaFunctions {
		d := &c.s.LambdaFunctions[i]
		vpc := ""
		if d.VpcConfig != nil {
			vpc = d.VpcConfig.VpcId
		}
		c.entity(ref.Ref{Kind: ref.LambdaFunction, ID: d.FunctionName}, d.Meta, vpc, nil, c.runs[i], d.FunctionArn, "lambda:"+d.FunctionName)
	}
	titles := map[string][]InterfaceID{}
	for i := range c.g.interfaces {
		if e := &c.g.interfaces[i]; strings.Contains(e.title, ":") && e.service != "lambda" && (e.owner.IsZero() || e.owner.Kind == ref.DBInstance) {
			titles[e.title] = append(titles[e.title], InterfaceID(i))
		}
	}
	for title, ids := range titles {
		_, name, _ := strings.Cut(title, ":")
		e := &c.g.interfaces[ids[0]]
		c.entity(ref.Ref{Kind: ref.Other, ID: title}, c.s.NetworkInterfaces[e.doc].Meta, c.g.vpcs[e.vpc].ref.ID, nil, ids, name)
	}
}
