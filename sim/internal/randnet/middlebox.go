package randnet

// What networks may have on the way between two ends.
var (
	withEndpoints   = false // of Gateway Load Balancers and firewalls, as targets of routes
	withRegionalNat = false
)
