// The command generate writes the reference of the KPIs in every language.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/crmkpi/crm-datasource/pkg/reference"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate DOCS, the folder that gets kpis.md and ru/kpis.md")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	all, err := reference.Pages()
	if err != nil {
		return err
	}
	for name, text := range all {
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
