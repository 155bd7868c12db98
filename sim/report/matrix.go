package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// MatrixSchema is the schema word of a matrix.
const MatrixSchema = "dryhop/reach-matrix/v1"

// A ReachMatrix is what passes between places put together by something they have in common.
type ReachMatrix struct {
	Schema   string       `json:"schema"`
	Snapshot string       `json:"snapshot"`
	Query    ReachQuery   `json:"query"`
	By       string       `json:"by"`
	From     []string     `json:"from"`
	To       []string     `json:"to"`
	Cells    []MatrixCell `json:"cells"` // by from, then to
	Totals   ReachTotals  `json:"totals"`
	Next     string       `json:"next"` // a command that tells more
	Notes    []string     `json:"notes"`
}

// A MatrixCell counts pairs of places, in each address family that both have.
type MatrixCell struct {
	From     string   `json:"from"`
	To       string   `json:"to"`
	State    string   `json:"state"` // all, some, unknown, none, not-asked
	Pairs    int      `json:"pairs"`
	All      int      `json:"all"`      // all of the service passes
	Some     int      `json:"some"`     // some of it
	Unknown  int      `json:"unknown"`  // nothing certainly
	Services []string `json:"services"` // what passes between the first pair of which anything does
	Mixed    bool     `json:"mixed"`    // between other pairs it is something else
	Trace    string   `json:"trace"`    // a command that follows one flow of it
}

// A MatrixAnswer is what a record of a matrix is made from.
type MatrixAnswer struct {
	Query    ReachQuery
	By       string
	Sources  netmath.Ports // source ports asked about
	Matrix   *reach.Matrix
	Totals   reach.Totals
	Commands *Commands
	First    *sim.Question // about the first pair, for where nothing passes
	Notes    []string
}

// Matrix makes the record of an answer.
func (b *Builder) Matrix(a *MatrixAnswer) ReachMatrix {
	m := ReachMatrix{
		Schema: MatrixSchema, Snapshot: b.snapshot, Query: a.Query, By: a.By, From: []string{}, To: []string{},
		Cells: []MatrixCell{}, Totals: ReachTotalsOf(a.Totals), Notes: append([]string{}, a.Notes...),
	}
	rows, columns := askedLabels(a.Matrix)
	for _, i := range rows {
		m.From = append(m.From, a.Matrix.From[i])
		for _, j := range columns {
			m.Cells = append(m.Cells, matrixCell(a, i, j))
		}
	}
	for _, j := range columns {
		m.To = append(m.To, a.Matrix.To[j])
	}
	if n := len(a.Matrix.From) + len(a.Matrix.To) - len(rows) - len(columns); n > 0 {
		m.Notes = append(m.Notes, fmt.Sprintf("%d rows and columns are left out: nothing was asked there, for want of an address", n))
	}
	if a.First != nil {
		m.Next = a.Commands.Trace(a.First)
	}
	for i := range m.Cells {
		if m.Cells[i].Trace != "" {
			m.Next = m.Cells[i].Trace
			break
		}
	}
	return m
}

// askedLabels are the rows and columns in which anything was asked.
func askedLabels(m *reach.Matrix) (rows, columns []int) {
	inColumn := make([]bool, len(m.To))
	for i := range m.Cells {
		inRow := false
		for j := range m.Cells[i] {
			if m.Cells[i][j].Pairs > 0 {
				inRow, inColumn[j] = true, true
			}
		}
		if inRow {
			rows = append(rows, i)
		}
	}
	for j, asked := range inColumn {
		if asked {
			columns = append(columns, j)
		}
	}
	return rows, columns
}

func matrixCell(a *MatrixAnswer, i, j int) MatrixCell {
	c := &a.Matrix.Cells[i][j]
	out := MatrixCell{
		From: a.Matrix.From[i], To: a.Matrix.To[j], State: c.State().String(),
		Pairs: c.Pairs, All: c.Whole, Some: c.Some, Unknown: c.Maybe, Services: []string{}, Mixed: c.Mixed,
	}
	if len(c.Share.Lanes) > 0 {
		out.Services, out.Trace = services(&c.Share, a.Sources), a.Commands.Trace(&c.Share.Witness)
	}
	return out
}

// Table is the matrix itself: a row for each label, with the words of the cells.
func (m *ReachMatrix) Table() Table {
	t := Table{Header: append([]string{"from \\ to"}, m.To...)}
	for i, from := range m.From {
		row := []string{from}
		for j := range m.To {
			row = append(row, m.Cells[i*len(m.To)+j].words())
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = append(t.Foot, fmt.Sprintf("By %s; service %s. Snapshot %s.", m.By, m.Query.Service, m.Snapshot))
	return t
}

// words are the state, and of some what it is.
func (c *MatrixCell) words() string {
	if detail := c.Detail(); detail != "" {
		return c.State + " " + detail
	}
	return strings.ReplaceAll(c.State, "not-asked", "-")
}

// Detail tells what some is: "tcp/5432", "tcp/5432 2/6", "2/6 pairs".
func (c *MatrixCell) Detail() string {
	if c.State != "some" {
		return ""
	}
	share := ""
	if passing := c.All + c.Some; passing < c.Pairs {
		share = strconv.Itoa(passing) + "/" + strconv.Itoa(c.Pairs)
	}
	service := shortServices(c.Services)
	if c.Mixed || service == "" {
		if share == "" {
			return "several"
		}
		return share + " pairs"
	}
	return strings.TrimSpace(service + " " + share)
}

// shortServices are services where they are short enough for a cell.
func shortServices(all []string) string {
	const room = 22
	if text := strings.Join(all, ","); len(text) <= room && len(all) < 4 {
		return text
	}
	return ""
}
