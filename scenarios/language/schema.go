package language

import _ "embed"

// Schema is the JSON Schema of scenario files: what editors complete by. It refuses nothing that Read takes.
//
//go:embed scenario.schema.json
var Schema []byte
