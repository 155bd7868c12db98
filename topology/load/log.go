package load

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// log gathers diagnostics and keeps them short enough to be read.
type log struct {
	limit       int
	diagnostics []topology.Diagnostic
	dropped     map[string]int // by code
	skipped     map[string]*skipped
}

// skipped is a top-level key that was not read, wherever it was.
type skipped struct {
	topology.Diagnostic
	files, times int
	needless     bool
}

func newLog(limit int) *log {
	return &log{limit: limit, dropped: map[string]int{}, skipped: map[string]*skipped{}}
}

func (l *log) add(d ...topology.Diagnostic) { l.diagnostics = append(l.diagnostics, d...) }

// part takes over what was wrong with a file. Parts come in the order of their paths.
func (l *log) part(d document) {
	l.add(d.part.Diagnostics...)
	for code, n := range d.part.Dropped {
		l.dropped[code] += n
	}
	for _, k := range d.part.Skipped {
		s := l.skipped[k.Key]
		if s == nil {
			s = &skipped{needless: k.Needless, Diagnostic: topology.Diagnostic{Path: d.path, Line: k.Line, Value: shorten(k.Key)}}
			l.skipped[k.Key] = s
		}
		s.files++
		s.times += k.Count
	}
}

// others mentions the files without JSON, in one line.
func (l *log) others(files []string) {
	if len(files) == 0 {
		return
	}
	slices.Sort(files)
	l.add(topology.Diagnostic{Severity: topology.Info, Code: "NOT_JSON", Path: files[0],
		Message: count(len(files), "file holds", "files hold") + " no JSON: not read",
		Remedy:  "if they are answers of the AWS CLI, take them with --output json"})
}

// into hands the diagnostics to the snapshot: sorted, and of each code no more than the limit.
func (l *log) into(s *topology.Snapshot) {
	for _, k := range l.skipped {
		l.add(k.diagnostic())
	}
	s.Diagnostics = l.diagnostics
	s.SortDiagnostics()
	shown := map[string]int{}
	severity := map[string]topology.Severity{}
	s.Diagnostics = slices.DeleteFunc(s.Diagnostics, func(d topology.Diagnostic) bool {
		severity[d.Code] = max(severity[d.Code], d.Severity)
		if shown[d.Code]++; shown[d.Code] > l.limit {
			l.dropped[d.Code]++
		}
		return shown[d.Code] > l.limit
	})
	for code, n := range l.dropped {
		s.Diagnostics = append(s.Diagnostics, topology.Diagnostic{Severity: severity[code], Code: code,
			Message: fmt.Sprintf("and %d more", n), Remedy: "correct the ones shown, then check again"})
	}
	s.SortDiagnostics()
}

func (k *skipped) diagnostic() topology.Diagnostic {
	d := k.Diagnostic
	d.Severity, d.Code = topology.Info, "UNKNOWN_DOCUMENT"
	d.Message = "a key that dryhop does not know"
	d.Remedy = "what is under it is not used"
	if k.needless {
		d.Code, d.Message = "NOT_NEEDED", "a document that does not bear on reachability"
		d.Remedy = "nothing to do"
	}
	if k.times > 1 {
		d.Message += fmt.Sprintf(", %d times in %s", k.times, count(k.files, "file", "files"))
	}
	return d
}

// worst is the diagnostic that best explains why nothing was found.
func (l *log) worst() *topology.Diagnostic {
	all := slices.Clone(l.diagnostics)
	for _, k := range l.skipped {
		all = append(all, k.diagnostic())
	}
	if len(all) == 0 {
		return nil
	}
	worst := slices.MinFunc(all, func(a, b topology.Diagnostic) int {
		return cmp.Or(int(b.Severity)-int(a.Severity), strings.Compare(a.Path, b.Path), a.Line-b.Line, strings.Compare(a.Value, b.Value))
	})
	return &worst
}

// count is "1 file" or "3 files".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
