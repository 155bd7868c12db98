package load_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// withVpcs loads a file beside a good one, so that there is always a Snapshot to look at.
func withVpcs(t *testing.T, name string, data []byte, limits load.Limits) *topology.Snapshot {
	t.Helper()
	s, err := load.FromFS("", fstest.MapFS{"a-good.json": {Data: []byte(vpcs)}, name: {Data: data}}, load.Options{Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Vpcs) == 0 {
		t.Error("the good file gave no VPC")
	}
	return s
}

func TestHostileFilesGiveDiagnostics(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for name, c := range map[string]struct {
		data  string
		codes string
	}{
		"deep in an element":  {`{"Subnets": [{"SubnetId": "s", "VpcId": "vpc-1", "X": ` + deep(300) + `}]}`, "TOO_DEEP"},
		"deep in a key":       {`{"Unknown": ` + deep(300) + `}`, "UNKNOWN_DOCUMENT"},
		"deep beyond reason":  {`{"Unknown": ` + deep(200000) + `}`, "BAD_JSON UNKNOWN_DOCUMENT"},
		"endless nesting":     {strings.Repeat(`{"a":`, 100000), "BAD_JSON"},
		"brackets in strings": {`{"Subnets": [{"SubnetId": "s", "VpcId": "vpc-1", "X": "` + strings.Repeat("[", 300) + `"}]}`, ""},
		"huge number":         {`{"Subnets": [{"SubnetId": "s", "VpcId": "vpc-1", "AvailableIpAddressCount": 1` + strings.Repeat("0", 5000) + `}]}`, "WRONG_TYPE"},
		"nul bytes":           {"{\"Subnets\": [\x00]}", "BAD_JSON"},
		"only a bracket":      {"{", "BAD_JSON"},
		"a number":            {"17", "NOT_JSON"},
		"lists of lists":      {`[[[[{"Vpcs": []}]]]]`, ""},
		"null everywhere":     {`{"Vpcs": null, "Subnets": [null, {"SubnetId": null}], "Reservations": [null], "Firewall": null}`, "NOT_AN_ANSWER WRONG_TYPE"},
		"half a surrogate":    {`{"Vpcs": [], "\ud800": {}}`, "UNKNOWN_DOCUMENT"},
	} {
		t.Run(name, func(t *testing.T) {
			s := withVpcs(t, "hostile.json", []byte(c.data), load.Limits{})
			if got := codes(s); got != c.codes {
				t.Errorf("got %s, want %s: %v", got, c.codes, s.Diagnostics)
			}
		})
	}
}

func TestArchivesCannotHarm(t *testing.T) {
	bomb := strings.Repeat(" ", 40<<20)
	limits := load.Limits{RatioFloor: 1 << 20, Ratio: 100, Entries: 20, ArchiveDepth: 2}
	nest := zipped(member{"vpcs.json", vpcs})
	for range 5 {
		nest = zipped(member{"in.zip", string(nest)})
	}
	many := make([]member, 50)
	for i := range many {
		many[i] = member{fmt.Sprintf("f%d.json", i), `{"NatGateways": []}`}
	}
	for name, c := range map[string]struct {
		data  []byte
		codes string
	}{
		"bomb.zip":     {zipped(member{"b.json", bomb}), "LIMIT_EXCEEDED"},
		"bomb.json.gz": {gzipped([]byte(bomb)), "LIMIT_EXCEEDED"},
		"bomb.tar.gz":  {gzipped(tarred(member{"b.json", bomb})), "LIMIT_EXCEEDED LIMIT_EXCEEDED"},
		"nested.zip":   {nest, "LIMIT_EXCEEDED"},
		"many.zip":     {zipped(many...), "LIMIT_EXCEEDED"},
		"many.tar":     {tarred(many...), "LIMIT_EXCEEDED"},
		"traverse.zip": {zipped(member{"../../etc/vpcs.json", vpcs}, member{"/abs.json", vpcs}, member{`..\w.json`, vpcs}, member{"a/../../b.json", vpcs}),
			"UNSAFE_NAME UNSAFE_NAME UNSAFE_NAME UNSAFE_NAME"},
		"traverse.tar": {tarred(member{"../x.json", vpcs}), "UNSAFE_NAME"},
		"cut.zip":      {zipped(member{"vpcs.json", vpcs})[:60], "UNREADABLE"},
		"cut.gz":       {gzipped([]byte(vpcs))[:40], "UNREADABLE"},
		"cut.tar":      {tarred(member{"vpcs.json", strings.Repeat(" ", 2000)})[:1000], "UNREADABLE UNREADABLE"},
		"not.zip":      {[]byte("PK\x03\x04 not really"), "UNREADABLE"},
		"not.gz":       {[]byte("\x1f\x8b not really"), "UNREADABLE"},
		"hidden.zip":   {zipped(member{"__MACOSX/._vpcs.json", "junk"}, member{".git/x.json", "{"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := withVpcs(t, name, c.data, limits)
			if got := codes(s); got != c.codes {
				t.Errorf("got %q, want %q: %v", got, c.codes, s.Diagnostics)
			}
		})
	}
}

func TestSizesAreLimited(t *testing.T) {
	long := []byte(`{"NatGateways": [` + strings.Repeat(`{"NatGatewayId": "nat-1"},`, 100000) + `{}]}`)
	for name, limits := range map[string]load.Limits{"document": {DocumentBytes: 1 << 20}, "total": {TotalBytes: 1 << 20}} {
		t.Run(name, func(t *testing.T) {
			s := withVpcs(t, "long.json", long, limits)
			if got := codes(s); !strings.Contains(got, "LIMIT_EXCEEDED") {
				t.Errorf("got %s", got)
			}
			if last := s.Documents[len(s.Documents)-1]; !last.Partial {
				t.Errorf("the document is not partial: %v", last)
			}
		})
	}
}

func TestDiagnosticsAreCapped(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"Subnets": [`)
	for i := range 5000 {
		fmt.Fprintf(&b, `{"SubnetId": "subnet-%d", "VpcId": "vpc-1", "CidrBlock": "nonsense"},`, i)
	}
	b.WriteString(`{"SubnetId": "subnet-x", "VpcId": "vpc-1"}]}`)
	s := withVpcs(t, "bad.json", []byte(b.String()), load.Limits{Diagnostics: 10})
	if n := strings.Count(codes(s), "BAD_ADDRESS"); n != 11 {
		t.Errorf("%d diagnostics, want 10 and a summary", n)
	}
	if !strings.Contains(fmt.Sprint(s.Diagnostics), "and 4990 more") {
		t.Errorf("the others are not counted: %v", s.Diagnostics)
	}
}

func TestNothingEchoesSecrets(t *testing.T) {
	const secret = "hunter2hunter2"
	for _, text := range []string{
		`{"VpnConnections": [{"VpnConnectionId": "vpn-1", "CustomerGatewayConfiguration": {"a": "S"}, "Options": "S", "Tags": "S"}]}`,
		`{"VpnConnections": [{"VpnConnectionId": "vpn-1", "Options": {"TunnelOptions": [{"PreSharedKey": "S", "PreSharedKey": "S\xff"}]}}]}`,
		`{"Functions": [{"FunctionName": "f", "FunctionArn": "a", "Environment": ["S"]}], "UserData": ["S"]}`,
		`{"virtualInterfaces": [{"virtualInterfaceId": "d", "authKey": ["S"], "customerRouterConfig": 1}]}`,
		`{"VpnConnections": [{"VpnConnectionId": "vpn-1", "PreSharedKey": "S` + "\n",
	} {
		s := withVpcs(t, "secret.json", []byte(strings.ReplaceAll(text, "S", secret)), load.Limits{})
		if got := fmt.Sprintf("%+v", s); strings.Contains(got, secret) && !strings.Contains(text, `"Options": "S"`) {
			t.Errorf("%s: kept or echoed: %s", text, got)
		}
	}
}

// Broken bytes anywhere in a document give a Snapshot or an error, never a panic.
func TestBrokenBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	good := []byte(vpcs + `{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [{"DestinationCidrBlock": "10.0.0.0/8", "Type": "static"}]}` +
		`{"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Code": 16}}], "OwnerId": "111122223333"}]}`)
	for range 3000 {
		data := bytes.Clone(good)
		for range 1 + random.IntN(4) {
			switch at := random.IntN(len(data)); random.IntN(4) {
			case 0:
				data[at] = byte(random.IntN(256))
			case 1:
				data = data[:at+1]
			case 2:
				data = append(data[:at], data[min(at+random.IntN(9), len(data)):]...)
			case 3:
				data = append(data[:at:at], append([]byte(`{["0,:}]`)[random.IntN(8):], data[at:]...)...)
			}
			if len(data) == 0 {
				break
			}
		}
		withVpcs(t, "broken.json", data, load.Limits{})
	}
}
