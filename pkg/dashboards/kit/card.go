package kit

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Card shows one KPI as a row under its title: the value, the target, whether it is on track, the change against a year before, the
// trend over the range. Cards side by side are a scoreboard in which each KPI has its own unit. The links lead on from the value.
func Card(title, description, kpi string, links ...Link) *Panel {
	as, line := query.AsRatio, kpi
	if k, err := catalog.Default().KPI(kpi); err == nil {
		switch k.Unit {
		case catalog.Points: // can be negative
			as = query.AsDifference
		case catalog.Percent: // Grafana draws what differs by less than the decimals of a share as one value
			line = "=100 * " + kpi + " in points"
		}
	}
	change := AgainstYearBefore(kpi, as)
	return CardOf(title, description, Facts{kpi, kpi + ".target", kpi + ".pace", change},
		Ask(kpi, kpi+".target", kpi+".pace").Against(query.PreviousYear, as), Ask(line).Over(query.Auto)).
		Field(change, Change(higherIsBetter(kpi))).
		Field(kpi, Leads(links...))
}

// Facts are the fields of a [Card]; "" leaves one out.
type Facts struct {
	Value, Target string
	Track         string // the share of the target that is reached, or should be by now
	Change        string // against a year before
}

// trend is how a table calls the time series of the second question.
const trend = "Trend #B"

// CardOf is a [Card] of other fields than a KPI and its goals. The first question answers them, the second is the trend.
func CardOf(title, description string, f Facts, facts, overTime *Question) *Panel {
	shown := slices.DeleteFunc([]string{f.Value, f.Target, f.Track, f.Change, trend}, func(name string) bool { return name == "" })
	p := Table(title, description).MostPoints(31).Asks(facts, overTime).
		Shape("timeSeriesTable", map[string]any{}).
		Shape("concatenate", map[string]any{"frameNameMode": "drop"}).
		Columns(shown...)
	look := func(name string, looks ...Look) {
		if name != "" {
			p.Field(name, looks...)
		}
	}
	// A phone shows them all; a desk leaves the rest to the trend.
	look(f.Value, Named("Now"), Wide(66))
	look(f.Target, Named("Target"), In(Muted), Wide(66))
	look(f.Track, Named("On track"), Reached(0.9), Coloured(), Wide(64))
	look(f.Change, Named("Over a year"), Decimals(1), Coloured(), Wide(74))
	look(trend, Named("Trend"), Spark(), In(Plain), Least(62))
	return p
}

func higherIsBetter(kpi string) bool {
	k, err := catalog.Default().KPI(kpi)
	return err != nil || k.Better != catalog.Lower
}
