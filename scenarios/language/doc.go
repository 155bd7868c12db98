// Package language is what scenario files say: regression tests of a network design, in YAML.
//
//	text ──Read──▶ File{Given, Locations, Ports, Tests}
//	          └──▶ Problems: file, line, column, the line with a caret, what was likely meant
//
// It is strict: a key that means nothing, a key that a verb does not have, a name that is not defined are problems, for a test that
// is understood only in part passes for the wrong reason. What the words stand for in a network is for package judge to say.
// Schema is the same language as a JSON Schema, for editors.
package language
