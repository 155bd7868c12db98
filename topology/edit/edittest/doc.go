// Package edittest draws random edits of networks. Only tests import it.
package edittest
