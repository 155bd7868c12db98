// Package scenariotest runs scenario files inside of go test: each test of a file is a subtest.
//
//	func TestNetwork(t *testing.T) {
//		scenariotest.Run(t, scenarios.Options{Paths: []string{"testdata/network"}})
//	}
package scenariotest
