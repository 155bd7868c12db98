package terraform

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// tolerant reads JSON that breaks rules we do not depend on.
var tolerant = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// A File is a plan or a state.
type File struct {
	path      string
	paths     []string // of the files of Together; else nil
	isPlan    bool
	before    []*resource       // managed and data, as they were; nil of a state
	after     []*resource       // as they will be
	config    *module           // the root module; nil of a state
	regions   map[string]string // of providers, by the key of their configuration
	variables map[string]val    // of the root module

	skipped             int // lines before the JSON
	errored, incomplete bool
	deferred            int
}

// planFile is what `terraform show -json PLAN` prints.
type planFile struct {
	FormatVersion   string         `json:"format_version"`
	PlannedValues   values         `json:"planned_values"`
	PriorState      shown          `json:"prior_state"`
	ResourceChanges []change       `json:"resource_changes"`
	DeferredChanges []struct{}     `json:"deferred_changes"`
	Configuration   configuration  `json:"configuration"`
	Variables       map[string]val `json:"variables"`
	Errored         bool           `json:"errored"`
	Complete        *bool          `json:"complete"`
}

type val struct {
	Value jsontext.Value `json:"value"`
}

// shown is a state as `terraform show -json` prints it.
type shown struct {
	Values values `json:"values"`
}

// values are resources by modules.
type values struct {
	RootModule moduleValues `json:"root_module"`
}

type moduleValues struct {
	Resources    []stateResource `json:"resources"`
	ChildModules []moduleValues  `json:"child_modules"`
}

// all lists the resources of a module and those below it.
func (m *moduleValues) all() []stateResource {
	found := m.Resources
	for i := range m.ChildModules {
		found = append(found, m.ChildModules[i].all()...)
	}
	return found
}

type stateResource struct {
	Address    string         `json:"address"`
	Mode       string         `json:"mode"`
	Type       string         `json:"type"`
	Name       string         `json:"name"`
	Index      jsontext.Value `json:"index"`
	DeposedKey string         `json:"deposed_key"`
	Values     jsontext.Value `json:"values"`
}

// A change is what a plan does to one resource.
type change struct {
	Address         string         `json:"address"`
	PreviousAddress string         `json:"previous_address"`
	ModuleAddress   string         `json:"module_address"`
	Mode            string         `json:"mode"`
	Type            string         `json:"type"`
	Name            string         `json:"name"`
	Index           jsontext.Value `json:"index"`
	Deposed         string         `json:"deposed"`
	Change          struct {
		Actions      []string       `json:"actions"`
		Before       jsontext.Value `json:"before"`
		After        jsontext.Value `json:"after"`
		AfterUnknown jsontext.Value `json:"after_unknown"`
	} `json:"change"`
}

// configuration is what was written, as far as a plan repeats it.
type configuration struct {
	ProviderConfig map[string]struct {
		Expressions map[string]jsontext.Value `json:"expressions"`
	} `json:"provider_config"`
	RootModule module `json:"root_module"`
}

// A module as it is configured.
type module struct {
	Resources   []configResource       `json:"resources"`
	ModuleCalls map[string]*moduleCall `json:"module_calls"`
	Outputs     map[string]struct {
		Expression jsontext.Value `json:"expression"`
	} `json:"outputs"`
	Variables map[string]struct {
		Default jsontext.Value `json:"default"`
	} `json:"variables"`

	byAddress map[string]*configResource
}

type moduleCall struct {
	Expressions map[string]jsontext.Value `json:"expressions"`
	ForEach     jsontext.Value            `json:"for_each_expression"`
	Module      module                    `json:"module"`
}

type configResource struct {
	Address           string                    `json:"address"`
	ProviderConfigKey string                    `json:"provider_config_key"`
	Expressions       map[string]jsontext.Value `json:"expressions"`
	ForEach           jsontext.Value            `json:"for_each_expression"`
}

// rawState is a state file of version 4.
type rawState struct {
	Version   int `json:"version"`
	Resources []struct {
		Module    string `json:"module"`
		Mode      string `json:"mode"`
		Type      string `json:"type"`
		Name      string `json:"name"`
		Instances []struct {
			IndexKey   jsontext.Value `json:"index_key"`
			Deposed    string         `json:"deposed"`
			Attributes jsontext.Value `json:"attributes"`
		} `json:"instances"`
	} `json:"resources"`
}
