package load

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

// planOfTemplates gives the network before and after a change that CloudFormation makes. The path is a template, a change set, or a folder with
// a template and what belongs to it: parameters, the template that is deployed. ok is false if it is none of these.
func planOfTemplates(path string, base *topology.Snapshot, opt Options) (before, after *topology.Snapshot, ok bool, err error) {
	documents, err := cloudDocuments(path)
	if err != nil || !declaresChange(documents) {
		return nil, nil, false, err
	}
	before, after, err = cloudformation.Plan(documents, cloudformation.Options{Base: base, Assume: opt.Assume})
	if err != nil {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return before, after, true, err
}

// declaresChange reports whether a template or a change set is among documents.
func declaresChange(documents []*cloudformation.Document) bool {
	for _, d := range documents {
		if d.Kind == cloudformation.Template || d.Kind == cloudformation.ChangeSet {
			return true
		}
	}
	return false
}

// isStack reports whether a path is a template or a change set, or a folder of these and what belongs to them alone.
func isStack(path string) bool {
	documents, err := cloudDocuments(path)
	if err != nil || !declaresChange(documents) {
		return false
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return err == nil
	}
	inside, err := os.ReadDir(path)
	return err == nil && len(inside) == len(documents)
}

// cloudDocuments reads a file, or those of a folder, that are CloudFormation's. Others are left out.
func cloudDocuments(path string) ([]*cloudformation.Document, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openError(path, err)
	}
	files := []string{path}
	if info.IsDir() {
		inside, err := os.ReadDir(path)
		if err != nil {
			return nil, openError(path, err)
		}
		files = nil
		for _, f := range inside {
			files = append(files, filepath.Join(path, f.Name()))
		}
	}
	var documents []*cloudformation.Document
	for _, file := range files {
		d, err := cloudDocument(file, len(files) > 1)
		if err != nil {
			return nil, err
		}
		if d != nil {
			documents = append(documents, d)
		}
	}
	return documents, nil
}

// cloudDocument reads a file; nil if it is none of CloudFormation's. Beside a template, any list of names and values is its parameters.
func cloudDocument(file string, beside bool) (*cloudformation.Document, error) {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > cloudformation.MaxSize {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, openError(file, err)
	}
	if !beside && !cloudformation.MayBe(string(text)) {
		return nil, nil
	}
	d, err := cloudformation.Read(filepath.ToSlash(file), text)
	if err != nil || d.Kind == cloudformation.None && !(beside && d.AsParameters()) {
		return nil, nil
	}
	p := placeOf(absolute(file))
	d.Account, d.Region = p.account, p.region
	return d, nil
}
