package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// result is what a run left behind.
type result struct {
	code           int
	stdout, stderr string
}

// run executes a command line in this process.
func run(ctx context.Context, change func(*Env), args ...string) result {
	var stdout, stderr bytes.Buffer
	env := Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(string) string { return "" },
	}
	if change != nil {
		change(&env)
	}
	code := Main(ctx, env)
	return result{code, stdout.String(), stderr.String()}
}

func dryhop(args ...string) result { return run(context.Background(), nil, args...) }

// waiting is a terminal at which nobody types.
type waiting struct{ stop chan struct{} }

func (w waiting) Read([]byte) (int, error) {
	<-w.stop
	return 0, io.EOF
}

func TestATerminalAsInputPrintsHelpAndDoesNotHang(t *testing.T) {
	stop := make(chan struct{})
	defer close(stop)
	for _, args := range [][]string{
		{"trace", "-s", "-", "a", "b"},
		{"trace", "-s", "example:three-tier", "--flows", "-"},
		{"snapshot", "info", "-s", "-"},
	} {
		r := run(context.Background(), func(e *Env) { e.Stdin, e.StdinTerminal = waiting{stop}, true }, args...)
		if r.code != exitUsage || r.stdout != "" || !strings.Contains(r.stderr, "that is a terminal") || !strings.Contains(r.stderr, "Usage:") {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func TestInterruptEndsAWait(t *testing.T) {
	for _, args := range [][]string{
		{"trace", "-s", "-", "a", "b"},
		{"trace", "-s", "example:three-tier", "--flows", "-"},
		{"reach", "-s", "-"},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		stop := make(chan struct{})
		time.AfterFunc(50*time.Millisecond, cancel)
		r := run(ctx, func(e *Env) { e.Stdin = waiting{stop} }, args...)
		if r.code != exitSignal || !strings.Contains(r.stderr, "interrupted") {
			t.Errorf("%q: %+v", args, r)
		}
		close(stop)
	}
}

// manyFlows are n questions of which every third is about the database, from its own side.
func manyFlows(n int) string {
	var b strings.Builder
	for i := range n {
		to := "orders-db"
		if i%3 == 0 {
			to = "internet"
		}
		fmt.Fprintf(&b, `{"id": "q%d", "from": "web-%d", "to": "%s", "protocol": "tcp", "port": %d}`+"\n", i, 1+i%2, to, 443+i%7*(5432-443))
	}
	return b.String()
}

func TestFlowsComeOutInOrderAndTheSameEveryTime(t *testing.T) {
	const n = 3000
	flows := manyFlows(n)
	for _, format := range []string{"text", "jsonl", "json"} {
		args := []string{"trace", "-s", "example:three-tier", "--flows", "-", "--format", format, "--no-hops"}
		ask := func() result {
			return run(context.Background(), func(e *Env) { e.Stdin = strings.NewReader(flows) }, args...)
		}
		first := ask()
		if again := ask(); again != first {
			t.Errorf("%s: two runs differ", format)
		}
		last := -1
		for i := range n {
			at := strings.Index(first.stdout, fmt.Sprintf("q%d%s", i, map[string]string{"text": " "}[format]))
			if format != "text" {
				at = strings.Index(first.stdout, fmt.Sprintf(`"q%d"`, i))
			}
			if at <= last {
				t.Fatalf("%s: q%d is out of order", format, i)
			}
			last = at
		}
	}
}

// closed is a pipe whose reader has gone.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAnOutputThatFailsEndsTheRun(t *testing.T) {
	for _, args := range [][]string{
		{"trace", "-s", "example:three-tier", "--flows", "-"},
		{"trace", "-s", "example:three-tier", "web-1", "orders-db"},
		{"reach", "-s", "example:three-tier"},
		{"reach", "-s", "example:three-tier", "--format", "jsonl"},
		{"explain"},
	} {
		r := run(context.Background(), func(e *Env) {
			e.Stdin, e.Stdout = strings.NewReader(manyFlows(5000)), closed{}
		}, args...)
		if r.code != exitUsage || !strings.Contains(r.stderr, "closed pipe") {
			t.Errorf("%q: code %d, stderr %.200q", args, r.code, r.stderr)
		}
	}
}

func TestSnapshotListKeepsExamplesWhole(t *testing.T) {
	for list, want := range map[string]string{
		"example:three-tier": "example:three-tier",
		"a:b":                "a b",
		"a:example:peered":   "a example:peered",
		"":                   "",
		"example:peered::b":  "example:peered b",
	} {
		if got := strings.Join(snapshotList(list), " "); got != want {
			t.Errorf("snapshotList(%q) = %q, want %q", list, got, want)
		}
	}
}

func TestColorFollowsTheConventions(t *testing.T) {
	for _, c := range []struct {
		env      map[string]string
		terminal bool
		noColor  bool
		want     bool
	}{
		{nil, false, false, false},
		{nil, true, false, true},
		{nil, true, true, false},
		{map[string]string{"NO_COLOR": "1"}, true, false, false},
		{map[string]string{"TERM": "dumb"}, true, false, false},
		{map[string]string{"CLICOLOR_FORCE": "1"}, false, false, true},
		{map[string]string{"CLICOLOR_FORCE": "0"}, false, false, false},
		{map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, true, false, false},
		{map[string]string{"CLICOLOR_FORCE": "1"}, true, true, false},
	} {
		a := &app{env: Env{Getenv: func(k string) string { return c.env[k] }, StdoutTerminal: c.terminal}, options: options{noColor: c.noColor}}
		if got := a.color(); got != c.want {
			t.Errorf("%v, terminal %v, --no-color %v: colour is %v", c.env, c.terminal, c.noColor, got)
		}
	}
}

func TestProgressIsShownAtATerminalOnly(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var stderr bytes.Buffer
		a := &app{env: Env{Stderr: &stderr, StderrTerminal: terminal}}
		p := a.startProgress("reading ...")
		time.Sleep(patience + patience/2)
		p.end()
		if shown := strings.Contains(stderr.String(), "reading ..."); shown != terminal {
			t.Errorf("terminal %v: shown %v", terminal, shown)
		}
	}
}

func TestEveryCommandHasHelpWithExamples(t *testing.T) {
	for _, args := range [][]string{
		{}, {"trace"}, {"reach"}, {"snapshot"}, {"snapshot", "info"}, {"snapshot", "check"}, {"explain"}, {"version"}, {"completion"},
		{"cidr"}, {"cidr", "info"}, {"cidr", "overlaps"}, {"cidr", "free"}, {"cidr", "next"}, {"cidr", "split"}, {"cidr", "aggregate"}, {"cidr", "tree"}, {"cidr", "util"}, {"cidr", "peer"}, {"cidr", "plan"}, {"cidr", "check"},
	} {
		r := dryhop(append(args, "--help")...)
		if r.code != 0 || !strings.Contains(r.stdout, "Examples:\n  ") || r.stderr != "" {
			t.Errorf("%q --help: %+v", args, r)
		}
	}
}
