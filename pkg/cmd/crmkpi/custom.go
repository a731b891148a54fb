package main

import (
	"os"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// custom is the flag that adds a company's own KPIs, the setting kpis of a data source.
type custom struct{ customKPIs string }

func (c *custom) addCustom(flags *pflag.FlagSet) {
	flags.StringVar(&c.customKPIs, "custom-kpis", "", "YAML file with measures and KPIs of the company's own, added to the built-in ones")
}

// catalogue returns the built-in KPIs and those of the file, over a model with the company's own words.
func (c *custom) catalogue(model *crm.Model) (*catalog.Catalog, error) {
	known, err := catalog.Default().Over(model)
	if err != nil {
		return nil, fault.At("--mapping", err)
	}
	if c.customKPIs == "" {
		return known, nil
	}
	text, err := os.ReadFile(c.customKPIs)
	if err != nil {
		return nil, usage("cli.file", "flag", "--custom-kpis", "reason", err)
	}
	return known.With(c.customKPIs, string(text))
}
