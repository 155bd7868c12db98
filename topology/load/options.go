package load

import "io"

// Options say how to load. The zero Options are good.
type Options struct {
	Stdin    io.Reader               // what "-" reads
	Limits   Limits                  // zero fields are defaults
	Assume   map[string]string       // values that a plan or template leaves open, by "ADDRESS.attribute"
	Progress func(read, total int64) // called now and then, with bytes; never by two goroutines at once
}

// Limits bound what hostile input can cost.
type Limits struct {
	TotalBytes    int64 // of everything that is read, unpacked
	DocumentBytes int64 // of one file, unpacked
	Entries       int   // files in all inputs, those in archives included
	Ratio         int64 // unpacked to packed size, once past RatioFloor
	RatioFloor    int64
	ArchiveBytes  int64 // of an archive that has to be held in memory: a zip on stdin or inside another archive
	ArchiveDepth  int   // archives inside archives
	NestingDepth  int   // of JSON
	Diagnostics   int   // shown for one code; the others are counted
}

// Defaults are the limits in force where Options name none.
var Defaults = Limits{
	TotalBytes:    8 << 30,
	DocumentBytes: 4 << 30,
	Entries:       1_000_000,
	Ratio:         500,
	RatioFloor:    64 << 20,
	ArchiveBytes:  1 << 30,
	ArchiveDepth:  3,
	NestingDepth:  200,
	Diagnostics:   50,
}

func (l Limits) orDefaults() Limits {
	return Limits{
		TotalBytes: or(l.TotalBytes, Defaults.TotalBytes), DocumentBytes: or(l.DocumentBytes, Defaults.DocumentBytes),
		Entries: or(l.Entries, Defaults.Entries), Ratio: or(l.Ratio, Defaults.Ratio), RatioFloor: or(l.RatioFloor, Defaults.RatioFloor),
		ArchiveBytes: or(l.ArchiveBytes, Defaults.ArchiveBytes), ArchiveDepth: or(l.ArchiveDepth, Defaults.ArchiveDepth),
		NestingDepth: or(l.NestingDepth, Defaults.NestingDepth), Diagnostics: or(l.Diagnostics, Defaults.Diagnostics),
	}
}

func or[N int | int64](n, otherwise N) N {
	if n > 0 {
		return n
	}
	return otherwise
}
