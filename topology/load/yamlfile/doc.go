// Package yamlfile reads files that people write, in YAML or JSON, strictly: every object has a closed list of keys, and all that is wrong is
// told at once, with file, line and column. What the files mean, the packages know that read them: editfile, externalfile, planfile, scopefile.
//
//	f, root, err := yamlfile.Read(name, r, 4<<20)
//	values := f.Object(root, "a plan", "name", "pools")   // a key that is none of these fails, with what may be meant
//	f.Each(values["pools"], "pools", readPool)
//	return plan, f.Err()
package yamlfile
