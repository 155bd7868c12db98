package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// A collector notes which calls failed; their place is that of the folder, or of its manifest. Lines that no collector
// wrote are not repeated to anybody.
func TestFailedCallsAreTold(t *testing.T) {
	s, err := load.FromFS("prod", fstest.MapFS{
		"111122223333/eu-west-1/vpcs.json": {Data: []byte(vpcs)},
		"111122223333/eu-west-1/_failures.jsonl": {Data: []byte(`{"call": "ec2 describe-subnets", "options": "", "code": "UnauthorizedOperation", "message": "no"}
{"call": "ec2 describe-x\u001b[31m", "options": "", "code": "Failed"}
{"call": "ec2 get-ipam-pool-cidrs", "options": "--ipam-pool-id ipam-pool-1", "code": "AccessDenied"}
`)},
		"elsewhere/_manifest.json":  {Data: []byte(`{"snapshot_format": 1, "account": "444455556666", "region": "us-east-1"}`)},
		"elsewhere/_failures.jsonl": {Data: []byte(`{"call": "rds describe-db-instances", "code": "Failed"}` + "\n{")},
	}, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	folder := "prod/111122223333/eu-west-1/_failures.jsonl"
	want := []topology.Failure{
		{Account: "111122223333", Region: "eu-west-1", Call: "ec2 describe-subnets", Code: "UnauthorizedOperation", Path: folder, Line: 1},
		{Account: "111122223333", Region: "eu-west-1", Call: "ec2 get-ipam-pool-cidrs", Options: "--ipam-pool-id ipam-pool-1", Code: "AccessDenied", Path: folder, Line: 3},
		{Account: "444455556666", Region: "us-east-1", Call: "rds describe-db-instances", Code: "Failed", Path: "prod/elsewhere/_failures.jsonl", Line: 1},
	}
	if diff := cmp.Diff(want, s.Failures); diff != "" {
		t.Error(diff)
	}
	told := map[string]int{}
	for _, d := range s.Diagnostics {
		told[d.Code]++
		if strings.Contains(d.String(), "\x1b") {
			t.Errorf("a line of no collector is repeated: %q", d)
		}
	}
	if told["NOT_COLLECTED"] != 3 || told["BAD_JSON"] != 1 || told["UNKNOWN_DOCUMENT"] != 0 {
		t.Errorf("diagnostics: %v", s.Diagnostics)
	}
}
