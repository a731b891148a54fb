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
	return CardOf(title, description, Facts{Value: kpi, Target: kpi + ".target", Track: kpi + ".pace"},
		Ask(kpi, kpi+".target", kpi+".pace").Against(query.PreviousYear, query.AsRatio), Ask(kpi).Over(query.Auto))
}

// Facts are the fields of a [Card]; "" leaves one out.
type Facts struct {
	Value, Target string
	Track         string // the share of the target that is reached, or should be by now
}

// CardOf is a [Card] of other fields than a KPI and its goals. The first question answers them, and the change if it compares with a
// year before; the second is the trend.
func CardOf(title, description string, facts Facts, now, overTime *Question) *Panel {
	change := facts.Value + "." + string(query.AsRatio)
	shown := slices.DeleteFunc([]string{facts.Value, facts.Target, facts.Track, change, trend}, func(name string) bool { return name == "" })
	p := Table(title, description).MostPoints(31).Asks(now, overTime).
		Shape("timeSeriesTable", map[string]any{}).
		Shape("concatenate", map[string]any{"frameNameMode": "drop"}).
		Columns(shown...).
		Field(facts.Value, Named("Now")).
		Field(change, Named("vs. a year before"), Change(higherIsBetter(facts.Value)), Decimals(1), Coloured(), Least(62)).
		Field(trend, Named("Trend"), Spark(), In(Plain), Least(100))
	if facts.Target != "" {
		p.Field(facts.Target, Named("Target"), In(Muted))
	}
	if facts.Track != "" {
		p.Field(facts.Track, Named("On track"), Reached(0.9), Coloured(), Least(62))
	}
	return p
}

func higherIsBetter(kpi string) bool {
	k, err := catalog.Default().KPI(kpi)
	return err != nil || k.Better != catalog.Lower
}
