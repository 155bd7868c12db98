package netgen

import (
	"maps"
	"slices"
)

// An environment is what a VPC is for. Each has a /10 of 10.0.0.0/8, and accounts of its own if there are enough.
type environment int

const (
	prod environment = iota
	shared
	dev
	stage
)

var environments = [...]string{"prod", "shared", "dev", "stage"}

func (e environment) String() string { return environments[e] }

// turns is the order in which VPCs are given to environments: of ten, four, one, three and two.
var turns = [...]environment{prod, shared, dev, prod, stage, dev, prod, stage, prod, dev}

// A segment is a route table of a transit gateway, with the environments that use it.
type segment int

const (
	segmentProd segment = iota
	segmentNonprod
	segmentShared
)

var segments = [...]string{"prod", "nonprod", "shared"}

func (s segment) String() string { return segments[s] }

// segment is the one that an environment's VPCs are associated with.
func (e environment) segment() segment {
	return [...]segment{prod: segmentProd, shared: segmentShared, dev: segmentNonprod, stage: segmentNonprod}[e]
}

// reaches reports whether a segment's table has routes to an environment: everybody reaches shared, and shared everybody.
func (s segment) reaches(e environment) bool {
	return s == segmentShared || e == shared || e.segment() == s
}

// A place is an account in a Region: a folder of documents.
type place struct {
	account string
	region  string
}

// zones of each place, and how many there are.
const zones = 3

// zone is the name of a place's n-th Availability Zone.
func (p place) zone(n int) string { return p.region + string(rune('a'+n)) }

// zoneID is what AWS calls the zone in all accounts.
func (p place) zoneID(n int) string { return regionCodes[p.region] + "-az" + count(n+1) }

// arn is an ARN in the place.
func (p place) arn(service, resource string) string {
	return "arn:aws:" + service + ":" + p.region + ":" + p.account + ":" + resource
}

// regionCodes are how zone ids of a Region begin.
var regionCodes = map[string]string{
	"us-east-1": "use1", "us-east-2": "use2", "us-west-2": "usw2", "ca-central-1": "cac1", "sa-east-1": "sae1",
	"eu-west-1": "euw1", "eu-west-2": "euw2", "eu-west-3": "euw3", "eu-central-1": "euc1", "eu-north-1": "eun1",
	"ap-south-1": "aps1", "ap-southeast-1": "apse1", "ap-southeast-2": "apse2", "ap-northeast-1": "apne1",
}

func knownRegions() []string { return slices.Sorted(maps.Keys(regionCodes)) }
