package load_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load"
)

// interfaces prints n network interfaces as describe-network-interfaces does.
func interfaces(n int) []byte {
	var b bytes.Buffer
	b.WriteString("{\n    \"NetworkInterfaces\": [")
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		address := fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255)
		fmt.Fprintf(&b, `
        {
            "Attachment": {
                "AttachTime": "2026-01-01T00:00:00+00:00",
                "AttachmentId": "eni-attach-%08x",
                "DeleteOnTermination": true,
                "DeviceIndex": 0,
                "InstanceId": "i-%08x",
                "InstanceOwnerId": "111122223333",
                "Status": "attached"
            },
            "AvailabilityZone": "eu-west-1a",
            "Description": "",
            "Groups": [
                {
                    "GroupName": "web",
                    "GroupId": "sg-%08x"
                }
            ],
            "InterfaceType": "interface",
            "Ipv6Addresses": [],
            "MacAddress": "02:00:00:00:00:00",
            "NetworkInterfaceId": "eni-%08x",
            "OwnerId": "111122223333",
            "PrivateDnsName": "ip-10-0-0-1.eu-west-1.compute.internal",
            "PrivateIpAddress": %q,
            "PrivateIpAddresses": [
                {
                    "Primary": true,
                    "PrivateDnsName": "ip-10-0-0-1.eu-west-1.compute.internal",
                    "PrivateIpAddress": %q
                }
            ],
            "RequesterManaged": false,
            "SourceDestCheck": true,
            "Status": "in-use",
            "SubnetId": "subnet-%08x",
            "TagSet": [],
            "VpcId": "vpc-00000001"
        }`, i, i, i%50, i, address, address, i%20)
	}
	b.WriteString("\n    ]\n}\n")
	return b.Bytes()
}

// BenchmarkNetworkInterfaces reads describe-network-interfaces as the AWS CLI prints it and without blanks, from one file, from
// four and from a packed one. Besides bytes a second it tells how many stay in memory for an interface.
func BenchmarkNetworkInterfaces(b *testing.B) {
	const n = 40000
	for _, form := range []string{"indented", "compact"} {
		for _, files := range []int{1, 4} {
			b.Run(fmt.Sprintf("%s/files=%d", form, files), func(b *testing.B) { benchmarkLoad(b, printed(form, n, files), n) })
		}
	}
	b.Run("gzip", func(b *testing.B) {
		fsys := printed("indented", n, 1)
		size := len(fsys["0.json"].Data)
		benchmarkLoad(b, fstest.MapFS{"0.json.gz": {Data: gzipped(fsys["0.json"].Data)}}, n)
		b.SetBytes(int64(size))
	})
}

// printed is n interfaces in a number of files.
func printed(form string, n, files int) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := range files {
		data := bytes.ReplaceAll(interfaces(n/files), []byte(`"eni-0`), fmt.Appendf(nil, `"eni-%d`, i))
		if form == "compact" {
			var compact bytes.Buffer
			if err := json.Compact(&compact, data); err != nil {
				panic(err)
			}
			data = compact.Bytes()
		}
		fsys[fmt.Sprintf("%d.json", i)] = &fstest.MapFile{Data: data}
	}
	return fsys
}

func benchmarkLoad(b *testing.B, fsys fstest.MapFS, n int) {
	size := 0
	for _, f := range fsys {
		size += len(f.Data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	before := live()
	var s *topology.Snapshot
	for b.Loop() {
		var err error
		s, err = load.FromFS("", fsys, load.Options{})
		if err != nil || len(s.NetworkInterfaces) != n {
			b.Fatal(err)
		}
	}
	b.ReportMetric((float64(live())-float64(before))/float64(n), "B/interface")
	runtime.KeepAlive(s)
	runtime.KeepAlive(fsys)
}

// live is how much memory is in use.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
