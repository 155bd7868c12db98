// Package yaml prints records as YAML: the same keys and values as JSON, in the same order.
package yaml
