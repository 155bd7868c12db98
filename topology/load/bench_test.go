package load_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

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

func BenchmarkNetworkInterfaces(b *testing.B) {
	for _, files := range []int{1, 4} {
		b.Run(fmt.Sprintf("files=%d", files), func(b *testing.B) {
			data := interfaces(10000 / files)
			fsys := fstest.MapFS{}
			for i := range files {
				fsys[fmt.Sprintf("%d.json", i)] = &fstest.MapFile{Data: bytes.ReplaceAll(data, []byte(`"eni-0`), fmt.Appendf(nil, `"eni-%d`, i))}
			}
			b.SetBytes(int64(len(data) * files))
			b.ReportAllocs()
			for b.Loop() {
				s, err := load.FromFS("", fsys, load.Options{})
				if err != nil || len(s.NetworkInterfaces) != 10000 {
					b.Fatal(err)
				}
			}
		})
	}
}
