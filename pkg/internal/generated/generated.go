// Package generated writes the files of the project that are made from definitions.
package generated

import (
	"log"
	"os"
	"path/filepath"
)

// Main is the main function of a command that writes files below the folder that its only argument names; usage says which folder.
// Files are the texts by path, with slashes.
func Main(usage string, files func() (map[string][]byte, error)) {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate " + usage)
	}
	all, err := files()
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range all {
		if err := write(filepath.Join(os.Args[1], filepath.FromSlash(name)), text); err != nil {
			log.Fatal(err)
		}
	}
}

func write(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}
