package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const healthRows = 21

func dataHealth() *kit.Board {
	rows, settings := kit.Behind("Rows of the entity", healthRows), kit.Settings("Settings of the data source")
	old := kit.Steps(kit.Good, kit.Step{From: 26. / 24, Colour: kit.Warning}, kit.Step{From: 3, Colour: kit.Bad})
	usable := kit.Steps(kit.Bad, kit.Step{From: 0.9, Colour: kit.Warning}, kit.Step{From: 0.98, Colour: kit.Good})
	return &kit.Board{
		UID: "crm-health", Title: "CRM Data health", Department: "data", From: "now-30d/d", To: "now", Refresh: "1h",
		Description: "For administrators: how fresh the data are, which KPIs the mapping makes available, and what is wrong with the rows. The check reads all rows: refresh it rarely.",
		Variables:   []kit.Variable{kit.Picked("entity", "Entity", "Entity whose rows are listed", "deals")},
		Panels: []*kit.Panel{
			kit.Figures("What is wrong", "How many findings there are, errors and warnings, which stand below. The aim is none.").
				At(0, 0, 5, 3).
				Asks(kit.Check(query.Findings)).Counted("").
				Field("count", kit.Named("Findings"), kit.Steps(kit.Good, kit.Step{From: 1, Colour: kit.Warning}), kit.ByStep(), kit.Decimals(0)).
				Drill(settings),
			kit.Figures("Freshness, ${__to:date:D MMM HH:mm}", "Age of the newest change of any entity. No target but these limits: orange from 26 hours, when a nightly load is missing, red from three days.").
				At(5, 0, 6, 3).
				Asks(kit.Ask("data_freshness")).
				Divided("data_freshness", 1, "age").
				Field("age", kit.Named("Newest change, hours ago"), kit.Decimals(1), kit.Steps(kit.Good, kit.Step{From: 26, Colour: kit.Warning}, kit.Step{From: 72, Colour: kit.Bad}), kit.ByStep()).
				Drill(rows),
			kit.Figures("Usability", "The share of all rows that can be used: with a key and a time, without a negative duration, a missing exchange rate or a key that leads nowhere. No target but these limits: orange from 90 %, green from 98 %.").
				At(11, 0, 5, 3).
				Asks(kit.Ask("data_health")).
				Field("data_health", kit.Named("Usable rows"), kit.Decimals(1), usable, kit.ByStep()).
				Drill(rows),
			kit.Figures("KPIs", "How many KPIs the mapping and the role's privileges make available, and how many there are. There is no target: what a company does not record it cannot measure. The others stand below with what they miss.").
				At(16, 0, 8, 3).
				Asks(kit.Check(query.KPIs)).Added("").
				Shape("convertFieldType", conversions("boolean", "kpi")).
				Shape("convertFieldType", conversions("number", "kpi", "available")).
				Field("kpi", kit.Named("All"), kit.Decimals(0)).
				Field("available", kit.Named("Available"), kit.Decimals(0)).
				Drill(settings),

			kit.Table("What is wrong with the data", "Findings, the worst first. Errors make numbers wrong: keys that several rows have, relations that find several rows, fields that cannot be read. Warnings are worth a look: keys that lead nowhere, times in the wrong order, words that no KPI asks for, numbers kept as text, currencies without a rate, sales without a target and targets without sales. The aim is none; the state of now, so there is nothing to compare.").
				At(0, 3, 14, 11).
				Asks(kit.Check(query.Findings)).
				Columns("title", "meaning", "severity", "field_title", "count", "examples", "entity").
				Field("title", kit.Wide(140), kit.Leads(kit.Behind("Rows of ${__data.fields.title}", healthRows).With("entity"), settings)).
				Field("meaning", kit.Least(200), kit.Wrapped()).
				Field("severity", kit.Wide(140), kit.Coloured(), kit.Signals(map[string]string{"error": kit.Bad, "ошибка": kit.Bad, "warning": kit.Warning, "предупреждение": kit.Warning})).
				Field("field_title", kit.Wide(130), kit.Wrapped()).
				Field("count", kit.Wide(100), kit.Decimals(0)).
				Field("examples", kit.Wide(130)).
				Field("entity", kit.OutOfSight()),
			kit.Table("KPIs, unavailable first: 9", "The first KPIs, those that are unavailable before all others, with the entity or field that they miss or what the database says. There is no target: what a company does not record it cannot measure. A click leads to the mapping; all KPIs stand below.").
				At(14, 3, 10, 11).
				Asks(kit.Check(query.KPIs)).First(9).
				Also(kpiColumns(settings)),

			kit.Table("Entities: oldest 6", "Days since the newest change of each entity, by any of its times that is not in the future, its rows, and the share that is usable: with a key and a time, without a negative duration, a missing exchange rate or a key that leads nowhere. No target but these limits: days are orange from 26 hours, when a nightly load is missing, red from three days; usable rows are orange from 90 %, green from 98 %. Entities that change rarely, such as users or trainings, may be old and right. All entities stand below.").
				At(0, 14, 24, 9).
				Asks(kit.Ask("data_freshness").By("entity"), kit.Check(query.Entities)).
				Divided("data_freshness", 24, "age").Joined("entity").Sorted("age", true).First(6).
				Columns("title", "age", "rows", "newest_change", "usable_share", "problem", "entity").
				Field("age", kit.Named("Days unchanged"), kit.Bar(), kit.From(0), kit.OwnScale(), kit.Decimals(1), old, kit.ByStep(), kit.Least(150)).
				Also(entityColumns(rows, usable)),
		},
		Folded: []kit.Row{{Title: "Everything", Panels: []*kit.Panel{
			kit.Table("All entities", "Rows of each entity of the mapping, their newest change and the share that is usable. A problem says why rows could not be looked at. The state of now, so there is nothing to compare.").
				At(0, 0, 13, 16).
				Asks(kit.Check(query.Entities)).
				Columns("title", "rows", "newest_change", "usable_share", "problem", "entity").
				Also(entityColumns(rows, usable)),
			kit.Table("All KPIs", "Every KPI, those that are unavailable first, with the entity or field that they miss or what the database says. There is no target: what a company does not record it cannot measure.").
				At(13, 0, 11, 16).
				Asks(kit.Check(query.KPIs)).
				Also(kpiColumns(settings)),
		}}, {Title: "Rows behind the numbers", Panels: []*kit.Panel{
			kit.Table("Rows of ${entity:text}", "The rows of the chosen entity that came into being in the period, the newest first; all of them where no time is mapped. Rows, so there is nothing to compare.").
				ID(healthRows).Asks(kit.RowsOf("$entity")),
		}}},
	}
}

// conversions reads fields as another type.
func conversions(kind string, fields ...string) map[string]any {
	var all []map[string]any
	for _, f := range fields {
		all = append(all, map[string]any{"targetField": f, "destinationType": kind})
	}
	return map[string]any{"conversions": all, "fields": map[string]any{}}
}

// entityColumns is how the columns of a check of entities look.
func entityColumns(rows kit.Link, usable kit.Look) func(*kit.Panel) {
	return func(p *kit.Panel) {
		p.Field("entity", kit.OutOfSight()).
			Field("title", kit.Wide(190), kit.Leads(rows.With("entity"))).
			Field("rows", kit.Wide(100), kit.Decimals(0)).
			Field("newest_change", kit.Wide(190)).
			Field("usable_share", kit.Least(140), kit.Bar(), kit.From(0), kit.UpTo(1), usable, kit.ByStep()).
			Field("problem", kit.Least(160), kit.Wrapped(), kit.Empty())
	}
}

// kpiColumns is how the columns of a check of KPIs look.
func kpiColumns(settings kit.Link) func(*kit.Panel) {
	return func(p *kit.Panel) {
		p.Columns("title", "available", "reason").
			Field("title", kit.Wide(252), kit.Leads(settings)).
			Field("available", kit.Wide(88), kit.Coloured(), kit.Signs(map[string]kit.Sign{"true": {Text: "✓", Colour: kit.Good}, "false": {Text: "✗", Colour: kit.Bad}})).
			Field("reason", kit.Least(220), kit.Wrapped(), kit.Empty())
	}
}
