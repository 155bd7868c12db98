package load

import (
	"cmp"
	"encoding/json"
	"io"
	"regexp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// failuresName is where the script of `dryhop snapshot collect` notes the calls of a folder that failed.
const failuresName = "_failures.jsonl"

// What a call and a code of AWS look like. Nothing else is taken over, since both are printed.
var (
	callPattern    = regexp.MustCompile(`^[a-z0-9-]{1,40} [a-z0-9-]{1,80}$`)
	codePattern    = regexp.MustCompile(`^[A-Za-z0-9._]{1,80}$`)
	optionsPattern = regexp.MustCompile(`^[ -~]*$`)
)

// failures reads a collector's notes, one a line.
func (s *session) failures(it item, in io.Reader) {
	lines := json.NewDecoder(io.LimitReader(in, 16<<20))
	for line := 1; ; line++ {
		var said struct{ Call, Options, Code string }
		err := lines.Decode(&said)
		if err == io.EOF {
			return
		}
		if err != nil {
			s.note(topology.Diagnostic{Severity: topology.Warning, Code: "BAD_JSON", Path: it.path, Line: line,
				Message: "the note of failed calls cannot be read on", Remedy: "run the collector's script again with the same folder"})
			return
		}
		if !callPattern.MatchString(said.Call) || !codePattern.MatchString(said.Code) || !optionsPattern.MatchString(said.Options) {
			continue
		}
		s.mu.Lock()
		s.failed = append(s.failed, topology.Failure{Account: it.place.account, Region: it.place.region,
			Call: said.Call, Options: said.Options, Code: said.Code, Path: it.path, Line: line})
		s.mu.Unlock()
	}
}

// takeFailures gives the snapshot what is known of failed calls, and says so.
func (s *session) takeFailures(snapshot *topology.Snapshot, log *log) {
	slices.SortFunc(s.failed, func(a, b topology.Failure) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
	for i := range s.failed {
		f := &s.failed[i]
		from := s.manifestOf(f.Path)
		f.Account, f.Region = cmp.Or(f.Account, from.account), cmp.Or(f.Region, from.region)
		log.add(topology.Diagnostic{Severity: topology.Warning, Code: "NOT_COLLECTED", Path: f.Path, Line: f.Line, Value: shorten(f.Options),
			Message: "aws " + f.Call + " failed when the snapshot was taken: " + f.Code,
			Remedy:  "allow the call (dryhop snapshot collect --iam-policy) and run the script again with the same folder"})
	}
	snapshot.Failures = s.failed
}
