// The command generate writes the shipped dashboards: in English as they are defined, in Russian with the translations of a folder.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/shipped"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: generate DASHBOARDS TRANSLATIONS, both folders")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(dir, translations string) error {
	for name, board := range shipped.All() {
		text, err := board.Write()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".json"), text, 0o644); err != nil {
			return err
		}
	}
	russian, err := dashboards.LoadTranslation(translations)
	if err != nil {
		return err
	}
	all, err := dashboards.TranslateAll(dir, russian)
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
