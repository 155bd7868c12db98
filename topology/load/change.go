package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/load/editfile"
)

// Change reads a change of a network, and gives the network before and after it. The path's content decides what it is: a file of edits,
// which are done to the base, a plan, template or change set, which is laid over it, or a second snapshot.
func Change(path string, base *topology.Snapshot, opt Options) (before, after *topology.Snapshot, err error) {
	if text, is := editText(path); is {
		after, err := edited(path, text, base)
		return base, after, err
	}
	if isPlan(path) || isStack(path) {
		return Plan(path, base, opt)
	}
	after, err = Load([]string{path}, opt)
	if err == nil && base == nil {
		err = fmt.Errorf("%s is a network after a change: name the one before with -s", path)
	}
	return base, after, err
}

// maxEdits bounds what is looked at as a file of edits.
const maxEdits = 4 << 20

// editText is the text of a file of edits. False: it is none.
func editText(path string) ([]byte, bool) {
	switch filepath.Ext(path) {
	case ".yaml", ".yml", ".json":
	default:
		return nil, false
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > maxEdits {
		return nil, false
	}
	text, err := os.ReadFile(path)
	return text, err == nil && editfile.Is(text)
}

// Edits reads a file of edits for a network.
func Edits(path string, base *topology.Snapshot) ([]edit.Edit, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer func() { _ = file.Close() }()
	return editfile.Read(path, file, base)
}

func edited(path string, text []byte, base *topology.Snapshot) (*topology.Snapshot, error) {
	if base == nil {
		return nil, fmt.Errorf("%s is a list of edits: name the network that they are for with -s", path)
	}
	edits, err := editfile.Read(path, bytes.NewReader(text), base)
	if err != nil {
		return nil, err
	}
	after, err := edit.Apply(base, edits)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return after, nil
}
