package terraform

import (
	"bytes"
	"slices"
)

// markers are top-level keys that plans, states and what Terraform prints beside them begin with.
var markers = []string{
	`"format_version"`, `"terraform_version"`, `"planned_values"`, `"resource_changes"`, `"prior_state"`, `"applyable"`, `"configuration"`, `"output_changes"`,
	`"relevant_attributes"`, `"resource_drift"`, `"lineage"`, `"serial"`, `"encrypted_data"`, `"encryption_version"`, `"@level"`, `"@message"`, `"terraform"`,
	`"check_results"`, `"checks"`, `"complete"`, `"errored"`, `"values"`, `"version"`, `"variables"`, `"meta"`, `"action_invocations"`,
}

// MayBe reports whether a file that begins so may be a plan or state: the first key of its first object is one of theirs.
func MayBe(head []byte) bool {
	if bytes.IndexByte(head, 0) >= 0 {
		head = head[:len(head)&^1]
	}
	text := plain(head)
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	return begins(bytes.TrimLeft(text[1:], space))
}

// begins reports whether an object of which this is the first key may be Terraform's.
func begins(first []byte) bool {
	return slices.ContainsFunc(markers, func(marker string) bool { return bytes.HasPrefix(first, []byte(marker)) })
}

// Is reports whether a file is a plan or state, or something else of Terraform's that Read explains.
func Is(data []byte) bool {
	text := plain(data)
	keys := topLevel(text)
	switch {
	case keys["format_version"] && (keys["planned_values"] || keys["resource_changes"] || keys["values"] || keys["configuration"] || keys["terraform_version"] || keys["provider_schemas"]),
		keys["terraform_version"] && (keys["serial"] || keys["lineage"] || keys["resources"]), keys["encrypted_data"], keys["@level"] && keys["@message"]:
		return true
	}
	return false
}
