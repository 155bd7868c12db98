package terraform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Read reads a plan or a state. The error says what the file is instead, and what to do.
func Read(path string, data []byte) (*File, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, BinaryPlan(path)
	}
	text := plain(data)
	keys := topLevel(text)
	switch {
	case keys["encrypted_data"]:
		return nil, &Problem{Path: path, Message: "this is an encrypted state or plan", Remedy: "give what `tofu show -json` prints of it"}
	case keys["@level"] && keys["@message"]:
		return nil, &Problem{Path: path, Message: "this is the event stream of `plan -json`, which does not hold the plan",
			Remedy: "run `terraform plan -out tfplan` and `terraform show -json tfplan`, and give what that prints"}
	case keys["provider_schemas"]:
		return nil, &Problem{Path: path, Message: "this holds schemas of providers", Remedy: "give what `terraform show -json` prints"}
	}
	f := &File{path: path, skipped: bytes.Count(decoded(data), []byte("\n")) - bytes.Count(text, []byte("\n"))}
	var err error
	switch {
	case keys["planned_values"] || keys["resource_changes"] || keys["configuration"]:
		err = f.readPlan(text)
	case keys["values"]:
		err = f.readState(text)
	case keys["format_version"]:
		return f, nil // of an empty state
	case keys["terraform_version"] || keys["serial"] || keys["lineage"] || keys["resources"]:
		err = f.readRawState(text)
	default:
		err = f.foreign(text)
	}
	return f, err
}

// foreign says what a file is that is none of Terraform's, as far as one can tell.
func (f *File) foreign(text []byte) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return &Problem{Path: f.path, Message: "the file is empty", Remedy: giveShown}
	}
	var object map[string]jsontext.Value
	if err := f.decode(text, &object); err != nil {
		return err
	}
	message := "this is no plan or state of Terraform"
	if keys := slices.Sorted(maps.Keys(object)); len(keys) > 0 {
		message += fmt.Sprintf(": it has %.80s", strings.Join(keys[:min(len(keys), 3)], ", "))
	}
	return &Problem{Path: f.path, Message: message, Remedy: giveShown + "; a second snapshot goes with --after"}
}

// giveShown is the remedy for what is something else.
const giveShown = "give what `terraform show -json PLAN` prints"

// BinaryPlan says what to do with the file that `terraform plan -out` writes.
func BinaryPlan(path string) error {
	return &Problem{Path: path, Message: "this is a binary plan", Remedy: "run `terraform show -json PLAN > plan.json` (or `tofu show -json`), and give plan.json"}
}

// A Problem says why a file cannot be read, and what to do.
type Problem struct {
	Path            string
	Line            int // 0 if it is about the file
	Message, Remedy string
}

// Error is one line.
func (p *Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s; %s", p.Path, p.Line, p.Message, p.Remedy)
	}
	return fmt.Sprintf("%s: %s; %s", p.Path, p.Message, p.Remedy)
}

func (f *File) decode(text []byte, into any) error {
	err := json.UnmarshalDecode(jsontext.NewDecoder(bytes.NewBuffer(text), tolerant), into, tolerant)
	if err == nil {
		return nil
	}
	line := 1 + f.skipped
	if wrong, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		line += bytes.Count(text[:min(int(wrong.ByteOffset), len(text))], []byte("\n"))
		if errors.Is(wrong.Err, io.ErrUnexpectedEOF) {
			return &Problem{Path: f.path, Line: line, Message: fmt.Sprintf("the file ends in the middle, after %d bytes of JSON", len(text)), Remedy: "take it again, whole"}
		}
		return &Problem{Path: f.path, Line: line, Message: fmt.Sprintf("the JSON cannot be read on: %v", wrong.Err), Remedy: "take the file again"}
	}
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok {
		line += bytes.Count(text[:min(int(wrong.ByteOffset), len(text))], []byte("\n"))
		return &Problem{Path: f.path, Line: line, Message: fmt.Sprintf("%.80s is not what Terraform prints there", wrong.JSONPointer), Remedy: "give what `terraform show -json` prints"}
	}
	return &Problem{Path: f.path, Message: "the JSON cannot be read", Remedy: "take the file again"}
}

func (f *File) readState(text []byte) error {
	var state shown
	if err := f.decode(text, &state); err != nil {
		return err
	}
	f.after = f.resources(&state.Values, &lines{text: text, line: f.skipped})
	return nil
}

// resources reads the resources of all modules, with the lines where they stand.
func (f *File) resources(v *values, at *lines) []*resource {
	var all []*resource
	for _, s := range v.RootModule.all() {
		r := newResource(moduleOf(s.Address), s.Mode, s.Type, s.Name, s.Index, s.Values)
		r.line = at.next(strconv.Quote(s.Address))
		if s.DeposedKey != "" {
			r.address += " (deposed)"
		}
		all = append(all, r)
	}
	return all
}

func (f *File) readRawState(text []byte) error {
	var state rawState
	if err := f.decode(text, &state); err != nil {
		return err
	}
	if state.Version != 4 {
		return &Problem{Path: f.path, Message: fmt.Sprintf("this is a state of version %d, and version 4 is read", state.Version), Remedy: "give what `terraform show -json` prints of it"}
	}
	at := lines{text: text, line: f.skipped}
	for _, s := range state.Resources {
		line := at.next(strconv.Quote(s.Name))
		for _, i := range s.Instances {
			r := newResource(s.Module, s.Mode, s.Type, s.Name, i.IndexKey, i.Attributes)
			if r.line = line; i.Deposed != "" {
				r.address += " (deposed)"
			}
			f.after = append(f.after, r)
		}
	}
	return nil
}

func (f *File) readPlan(text []byte) error {
	var p planFile
	if err := f.decode(text, &p); err != nil {
		return err
	}
	if major, _, _ := strings.Cut(p.FormatVersion, "."); p.FormatVersion != "" && major != "0" && major != "1" {
		return &Problem{Path: f.path, Message: fmt.Sprintf("this is a plan of format %.20s, and formats 0.1 to 1.x are read", p.FormatVersion), Remedy: "a newer dryhop may know it"}
	}
	f.isPlan, f.errored, f.deferred = true, p.Errored, len(p.DeferredChanges)
	f.incomplete = p.Complete != nil && !*p.Complete
	f.before = f.resources(&p.PriorState.Values, &lines{text: text, line: f.skipped})
	f.after = f.resources(&p.PlannedValues, &lines{text: text, line: f.skipped})
	f.apply(p.ResourceChanges)
	f.addData()
	f.configure(&p)
	return nil
}

// apply completes what planned_values says by the changes: what is unknown, what is read, and what is let go of and lives on.
func (f *File) apply(changes []change) {
	before, after := byAddress(f.before), byAddress(f.after)
	for i := range changes {
		c := &changes[i]
		r := after[c.Address]
		switch {
		case c.Deposed != "":
			continue
		case r == nil && c.Change.After.Kind() == '{':
			r = newResource(moduleOf(c.Address), c.Mode, c.Type, c.Name, c.Index, c.Change.After)
			f.after = append(f.after, r)
		}
		if r != nil {
			r.unknown = members(c.Change.AfterUnknown)
		}
		was := before[c.Address]
		if c.PreviousAddress != "" && was == nil {
			was = before[c.PreviousAddress]
		}
		if was == nil && c.Change.Before.Kind() == '{' {
			was = newResource(moduleOf(c.Address), c.Mode, c.Type, c.Name, c.Index, c.Change.Before)
			f.before = append(f.before, was)
		}
		if was != nil && slices.Contains(c.Change.Actions, "forget") {
			kept := *was
			kept.address += " (no longer managed)"
			f.after = append(f.after, &kept)
		}
	}
}

// addData takes over the data sources that were read before, and are not read again.
func (f *File) addData() {
	after := byAddress(f.after)
	for _, r := range f.before {
		if r.data && after[r.address] == nil {
			f.after = append(f.after, r)
		}
	}
}

func byAddress(all []*resource) map[string]*resource {
	index := make(map[string]*resource, len(all))
	for _, r := range all {
		index[r.address] = r
	}
	return index
}

// configure finds for each resource how it is configured.
func (f *File) configure(p *planFile) {
	f.config = &p.Configuration.RootModule
	f.config.index()
	f.variables = p.Variables
	f.regions = providerRegions(p)
	for _, r := range slices.Concat(f.before, f.after) {
		r.in = f.config.at(r.module)
		if r.in != nil {
			r.config = r.in.byAddress[r.localAddress()]
		}
	}
}

// index finds resources by their addresses, in this module and those that it calls.
func (m *module) index() {
	m.byAddress = make(map[string]*configResource, len(m.Resources))
	for i := range m.Resources {
		m.byAddress[m.Resources[i].Address] = &m.Resources[i]
	}
	for _, call := range m.ModuleCalls {
		if call != nil {
			call.Module.index()
		}
	}
}

// at is the configuration of a module by its address, whatever its keys; nil if there is none.
func (m *module) at(address string) *module {
	parts := splitAddress(address)
	for i := 1; i < len(parts); i += 2 {
		name, _ := cutIndex(parts[i])
		call, known := m.ModuleCalls[name]
		if !known || call == nil {
			return nil
		}
		m = &call.Module
	}
	return m
}

// providerRegions are the Regions that providers are configured for.
func providerRegions(p *planFile) map[string]string {
	regions := map[string]string{}
	for key, c := range p.Configuration.ProviderConfig {
		e := members(c.Expressions["region"])
		region := scalar(e["constant_value"])
		for _, ref := range texts(e["references"]) {
			if name, isVariable := strings.CutPrefix(ref, "var."); isVariable && region == "" {
				region = scalar(p.Variables[name].Value)
			}
		}
		if region != "" {
			regions[key] = region
		}
	}
	return regions
}

// texts are the texts in a list; an entry that is none of them, null above all, is "".
func texts(raw jsontext.Value) []string {
	var all []string
	for _, e := range elements(raw) {
		all = append(all, scalar(e))
	}
	return all
}
