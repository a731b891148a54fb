package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// kpiJSON is a KPI of the catalogue as printed.
type kpiJSON struct {
	ID          string          `json:"id"`
	Title       string          `json:"title"`
	Department  string          `json:"department"`
	Kind        catalog.Kind    `json:"kind"`
	Unit        catalog.Unit    `json:"unit"`
	Better      catalog.Better  `json:"better"`
	Horizon     catalog.Horizon `json:"horizon"`
	Dimensions  []string        `json:"dimensions"`
	Parameters  []parameterJSON `json:"parameters"`
	Goals       []string        `json:"goals"`      // ids of its target, and of how far that is reached
	Statistics  bool            `json:"statistics"` // can be asked of its values, as revenue:statistic=median
	Description string          `json:"description"`
}

type parameterJSON struct {
	Name    string   `json:"name"`
	Default string   `json:"default"`
	Options []string `json:"options"` // empty for what is written freely
	form    string   // what the values look like
}

func newCatalog() *cobra.Command {
	var department string
	var own custom
	var company mappingFlags
	cmd := &cobra.Command{
		Use:   "catalog",
		Short: "List the KPIs",
		Long: "Lists the KPIs with their units, dimensions and parameters. No database is needed.\n\n" +
			"Behind + are the goals of a KPI, which are KPIs, too: csat.target, csat.attainment, csat.pace. Behind : are statistics that can be\n" +
			"asked of its values: revenue:statistic=median.",
		Example: `  crmkpi catalog --department support
  crmkpi catalog --format json --lang ru
  crmkpi catalog --custom-kpis kpis.yaml --department custom
  crmkpi catalog --mapping company.yaml             # with the dimensions of the company's own`,
		Args: noArgs,
	}
	cmd.Flags().SortFlags = false
	format := choices(cmd.Flags(), "format", "output", "table", "json")
	cmd.Flags().StringVar(&department, "department", "", "only the KPIs of one department, as sales")
	language := choices(cmd.Flags(), "lang", "language of titles and descriptions", i18n.Tags()...)
	own.addCustom(cmd.Flags())
	company.addMapping(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		setup, err := company.setup()
		if err != nil {
			return err
		}
		all, err := own.catalogue(setup.Words())
		if err != nil {
			return err
		}
		mapping, err := setup.Mapping(nil)
		if err != nil {
			return err
		}
		kpis, err := listed(all, mapping, department, i18n.Language(language.value))
		if err != nil {
			return err
		}
		if format.value == "json" {
			return encode(cmd.OutOrStdout(), kpis)
		}
		return writeCatalog(cmd.OutOrStdout(), kpis, i18n.Language(language.value))
	}
	return cmd
}

// listed returns the KPIs of a department, of all for "", with the dimensions that they have under a mapping.
func listed(all *catalog.Catalog, mapping crm.Mapping, department string, language i18n.Language) ([]kpiJSON, error) {
	engine := engine.New(all, mapping, plan.Settings{}, nil)
	var kpis []kpiJSON
	departments := map[string]bool{}
	for _, k := range all.KPIs() {
		departments[k.Department] = true
		if department != "" && k.Department != department {
			continue
		}
		kpis = append(kpis, kpiJSON{
			ID: k.ID, Title: k.Title.In(language), Department: k.Department, Kind: k.Kind, Unit: k.Unit, Better: k.Better, Horizon: k.Horizon,
			Dimensions: append([]string{}, engine.Dimensions(k)...), Parameters: parameters(all, k, language), Description: k.Description.In(language), Goals: goals(all, k), Statistics: k.HasStatistics(),
		})
	}
	if len(kpis) == 0 {
		return nil, usage("cli.department", "department", department, "departments", slices.Sorted(maps.Keys(departments)))
	}
	return kpis, nil
}

func goals(all *catalog.Catalog, k *catalog.KPI) []string {
	ids := []string{}
	for _, goal := range all.GoalsOf(k) {
		ids = append(ids, goal.ID)
	}
	return ids
}

func parameters(all *catalog.Catalog, k *catalog.KPI, language i18n.Language) []parameterJSON {
	list := []parameterJSON{}
	for _, name := range slices.Sorted(maps.Keys(k.Parameters)) {
		list = append(list, parameterJSON{
			Name: name, Default: k.Parameters[name], Options: append([]string{}, all.Options(k, name)...), form: k.Form(name).In(language),
		})
	}
	return list
}

func writeCatalog(w io.Writer, kpis []kpiJSON, language i18n.Language) error {
	t := newTable()
	t.AppendHeader(header(language, "kpi", "title_and_meaning", "kind", "unit", "better", "horizon", "dimensions"))
	department := ""
	for _, k := range kpis {
		if k.Department != department {
			department = k.Department
			t.AppendRow(table.Row{strings.ToUpper(department)})
		}
		lines := []string{k.Title, text.WrapSoft(k.Description, 48)}
		for _, p := range k.Parameters {
			line := fmt.Sprintf("--param %s=%s (%s)", p.Name, cmp.Or(p.Default, "…"), p.form)
			lines = append(lines, text.WrapSoft(line, 48))
		}
		if len(k.Goals) > 0 {
			lines = append(lines, "+ "+strings.ReplaceAll(strings.Join(k.Goals, ", "), k.ID, ""))
		}
		if k.Statistics {
			lines = append(lines, ": statistic=…")
		}
		t.AppendRow(table.Row{k.ID, strings.Join(lines, "\n"), k.Kind, k.Unit, k.Better, k.Horizon, text.WrapSoft(strings.Join(k.Dimensions, ", "), 44)})
	}
	return render(w, t)
}
