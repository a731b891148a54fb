package main

import (
	"os"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// custom is the flag that adds a company's own KPIs, the setting kpis of a data source.
type custom struct{ customKPIs string }

func (c *custom) addCustom(flags *pflag.FlagSet) {
	flags.StringVar(&c.customKPIs, "custom-kpis", "", "YAML file with measures and KPIs of the company's own, added to the built-in ones")
}

// catalogue returns the built-in KPIs and those of the file.
func (c *custom) catalogue() (*catalog.Catalog, error) {
	if c.customKPIs == "" {
		return catalog.Default(), nil
	}
	text, err := os.ReadFile(c.customKPIs)
	if err != nil {
		return nil, usage("cli.file", "flag", "--custom-kpis", "reason", err)
	}
	return catalog.Default().With(c.customKPIs, string(text))
}
