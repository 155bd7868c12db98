package sim

import "github.com/dryhop/dryhop/topology/ref"

// Nearest is the word that someone who typed typed most likely meant, as ref.Nearest has it.
func Nearest(typed string, words []string) (string, bool) { return ref.Nearest(typed, words) }
