package plugin

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// catalogAnswer is all that can be asked for under the company's mapping.
type catalogAnswer struct {
	KPIs       []kpiAnswer      `json:"kpis"`
	Dimensions []named          `json:"dimensions"`
	Grains     []calendar.Grain `json:"grains"`
	Entities   []named          `json:"entities"`
}

type kpiAnswer struct {
	ID           string            `json:"id"`
	Title        string            `json:"title"`
	Description  string            `json:"description"`
	Department   string            `json:"department"`
	Kind         catalog.Kind      `json:"kind"`
	Unit         catalog.Unit      `json:"unit"`
	Better       catalog.Better    `json:"better"`
	Horizon      catalog.Horizon   `json:"horizon"`
	DefaultGrain calendar.Grain    `json:"defaultGrain,omitempty"`
	Dimensions   []string          `json:"dimensions"`
	Parameters   []parameterAnswer `json:"parameters"`
	Available    bool              `json:"available"`
	Reason       string            `json:"reason"` // why it is not available
}

type parameterAnswer struct {
	Name    string   `json:"name"`
	Default string   `json:"default"`
	Options []string `json:"options,omitempty"` // none for a length of time
}

type named struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// describe lists the catalogue. Dimensions and entities are those that the mapping has.
func (d *Datasource) describe(language i18n.Language) catalogAnswer {
	answer := catalogAnswer{KPIs: []kpiAnswer{}, Grains: append([]calendar.Grain{query.Auto}, calendar.Grains()...), Entities: []named{}}
	dimensions := map[string]bool{}
	for _, k := range d.catalog.KPIs() {
		described := kpiAnswer{
			ID: k.ID, Title: k.Title.In(language), Description: k.Description.In(language), Department: k.Department,
			Kind: k.Kind, Unit: k.Unit, Better: k.Better, Horizon: k.Horizon, DefaultGrain: k.Grain,
			Dimensions: append([]string{}, d.engine.Dimensions(k)...), Parameters: parameters(k), Available: true,
		}
		if err := d.engine.Available(k); err != nil {
			described.Available, described.Reason = false, err.Error()
		}
		for _, id := range described.Dimensions {
			dimensions[id] = true
		}
		answer.KPIs = append(answer.KPIs, described)
	}
	answer.Dimensions = dimensionTitles(slices.Sorted(maps.Keys(dimensions)), language)
	for _, name := range d.entities() {
		answer.Entities = append(answer.Entities, named{name, crm.Title(name).In(language)})
	}
	return answer
}

func parameters(k *catalog.KPI) []parameterAnswer {
	list := []parameterAnswer{}
	for _, name := range slices.Sorted(maps.Keys(k.Parameters)) {
		list = append(list, parameterAnswer{Name: name, Default: k.Parameters[name], Options: catalog.Options(name)})
	}
	return list
}

func dimensionTitles(ids []string, language i18n.Language) []named {
	list := []named{}
	for _, id := range ids {
		title := id
		if dimension, err := crm.Canonical().Dimension(id); err == nil {
			title = dimension.Title.In(language)
		}
		list = append(list, named{id, title})
	}
	return list
}

// entities are those whose records can be listed under the mapping.
func (d *Datasource) entities() []string {
	var mapped []string
	for _, name := range crm.Canonical().Entities() {
		entity, err := crm.Canonical().Entity(name)
		if err != nil {
			continue
		}
		available := func(field string) bool { return d.settings.Mapping.Available(name, field) == nil }
		if slices.ContainsFunc(entity.Fields(), available) {
			mapped = append(mapped, name)
		}
	}
	return mapped
}
