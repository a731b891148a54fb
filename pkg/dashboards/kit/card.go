package kit

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// trend is how a table calls the time series of the second question.
const trend = "Trend #B"

// Card shows one KPI as a row under its title: the value, the target, whether it is on track, the change against a year before, the
// trend over the range. Cards side by side are a scoreboard in which each KPI has its own unit.
func Card(title, description, kpi string) *Panel {
	as := query.AsRatio
	if k, err := catalog.Default().KPI(kpi); err == nil && k.Unit == catalog.Points { // which can be negative
		as = query.AsDifference
	}
	return CardOf(title, description, Facts{kpi, kpi + ".target", kpi + ".pace", AgainstYearBefore(kpi, as)},
		Ask(kpi, kpi+".target", kpi+".pace").Against(query.PreviousYear, as), Ask(kpi).Over(query.Auto))
}

// Facts are the fields of a [Card]; "" leaves one out.
type Facts struct {
	Value, Target string
	Track         string // the share of the target that is reached, or should be by now
	Change        string // against a year before
}

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
	look(f.Value, Named("Now"))
	look(f.Target, Named("Target"), In(Muted))
	look(f.Track, Named("On track"), Reached(0.9), Coloured(), Least(62))
	look(f.Change, Named("vs. a year before"), Change(higherIsBetter(f.Value)), Decimals(1), Coloured(), Least(62))
	look(trend, Named("Trend"), Spark(), In(Plain), Least(100))
	return p
}

func higherIsBetter(kpi string) bool {
	k, err := catalog.Default().KPI(kpi)
	return err != nil || k.Better != catalog.Lower
}
