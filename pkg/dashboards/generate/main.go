// The command generate writes the shipped dashboards, in English and Russian.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/crmkpi/crm-datasource/pkg/dashboards/shipped"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate DASHBOARDS, the folder to write")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	files, err := shipped.Files()
	if err != nil {
		return err
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
