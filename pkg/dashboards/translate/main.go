// The command translate writes the Russian dashboards from the English ones and their translations.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: translate DASHBOARDS, the folder that holds sales.json and ru.yaml")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(dir string) error {
	all, err := dashboards.TranslateAll(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "ru"), 0o755); err != nil {
		return err
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(dir, "ru", name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
