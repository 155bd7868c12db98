package report

// A Table is a record as rows for spreadsheets and comments: the same columns in all of them.
type Table struct {
	Header []string
	Rows   [][]string
	Foot   []string // lines under it, for formats that have room for them
}
