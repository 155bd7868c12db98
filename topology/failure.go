package topology

// A Failure is a call that failed when the snapshot was taken: what it would have told is in no document.
type Failure struct {
	Account string
	Region  string // empty for calls that are not of a Region
	Call    string // such as "ec2 describe-vpcs"
	Options string // which resource it was about, if it was about one
	Code    string // AWS's, such as UnauthorizedOperation
	Path    string // where it was noted
	Line    int
}
