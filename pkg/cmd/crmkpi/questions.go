package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/shipped"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// posed is a question as somebody poses it.
type posed struct {
	query.Question
	by       string // the panel, or the KPI
	from, to string // as Grafana writes them
}

// posedBy are the questions of the dashboards in a folder.
func posedBy(folder string, sample func(dimension string) string) ([]posed, error) {
	all, err := dashboards.Load(folder)
	if err != nil {
		return nil, usage("cli.file", "flag", "--dashboards", "reason", err)
	}
	return posedOn(all, sample), nil
}

// posedByShipped are the questions of the dashboards that the plugin ships, in English.
func posedByShipped(sample func(dimension string) string) ([]posed, error) {
	files, err := shipped.Files()
	if err != nil {
		return nil, err
	}
	var all []dashboards.Dashboard
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(file, dashboards.Russian+"/") || strings.HasPrefix(file, dashboards.Admin+"/") {
			continue
		}
		d, err := dashboards.Parse(files[file])
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return posedOn(all, sample), nil
}

func posedOn(all []dashboards.Dashboard, sample func(dimension string) string) []posed {
	var questions []posed
	for _, d := range all {
		for _, p := range d.All() {
			from, to := d.Range(p)
			for _, t := range p.Targets {
				for _, q := range asked(t, sample) {
					questions = append(questions, posed{q, d.Title + ": " + p.Title, from, to})
				}
			}
		}
	}
	return questions
}

// usual asks for every KPI over the last year, in all and by the dimensions it is usually grouped by.
func usual(c *catalog.Catalog) []posed {
	var all []posed
	for _, k := range c.KPIs() {
		q := query.Question{KPIs: []string{k.ID}, Grain: calendar.Month}
		all = append(all, posed{types.WithDefaults(q), k.ID, "now-1y", "now"})
		if len(k.GroupBy) > 0 {
			q.GroupBy = k.GroupBy
			all = append(all, posed{types.WithDefaults(q), k.ID + ": " + strings.Join(k.GroupBy, ", "), "now-1y", "now"})
		}
	}
	return all
}

// asked are the questions of a panel: without filters by variables, and with each of them, by the value of its dimension that sample names.
func asked(t dashboards.Target, sample func(dimension string) string) []query.Question {
	plain, err := t.Unfiltered()
	if err != nil {
		return nil
	}
	q, err := types.Parse(plain)
	if err != nil {
		return nil
	}
	q = types.WithDefaults(q)
	all := []query.Question{q}
	var given struct{ Filters []query.Filter }
	if json.Unmarshal(t.JSON, &given) != nil {
		return all
	}
	for _, f := range given.Filters {
		if f.Dimension == "" || slices.ContainsFunc(q.Filters, func(kept query.Filter) bool { return kept.Dimension == f.Dimension }) {
			continue
		}
		filtered := q
		filtered.Filters = append(slices.Clone(q.Filters), query.Filter{Dimension: f.Dimension, Operator: query.In, Values: []string{sample(f.Dimension)}})
		all = append(all, filtered)
	}
	return all
}
