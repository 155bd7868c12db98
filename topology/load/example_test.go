package load_test

import (
	"fmt"
	"testing/fstest"

	"github.com/dryhop/dryhop/topology/load"
)

func ExampleFromFS() {
	design := fstest.MapFS{
		"111122223333/eu-west-1/vpcs.json": {Data: []byte(`{"Vpcs": [
			{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"},
			{"VpcId": "vpc-2", "CidrBlock": "10.1.0.0/33"}]}`)},
	}
	snapshot, err := load.FromFS("design", design, load.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range snapshot.Vpcs {
		fmt.Println(v.VpcId, v.CidrBlock, v.Account, v.Region)
	}
	for _, d := range snapshot.Diagnostics {
		if d.Code == "BAD_ADDRESS" {
			fmt.Println(d)
		}
	}
	// Output:
	// vpc-1 10.0.0.0/16 111122223333 eu-west-1
	// vpc-2 invalid Prefix 111122223333 eu-west-1
	// design/111122223333/eu-west-1/vpcs.json:3: error BAD_ADDRESS vpc/vpc-2: CidrBlock is no usable CIDR block: "33" is not a prefix length ("10.1.0.0/33"); use a plain number from 0 to 32
}
