package ipam

// Severity says how much something matters.
type Severity uint8

// Harmless is told so that nobody worries; Notice is worth knowing; Limits stands in the way of something that one may want to do;
// Breaks is wrong today, or AWS refuses it.
const (
	Harmless Severity = iota
	Notice
	Limits
	Breaks
)

var severityWords = [...]string{"harmless", "notice", "limits", "breaks"}

// String is the severity's word in records.
func (s Severity) String() string { return severityWords[min(int(s), len(severityWords)-1)] }
