package types

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var (
	comparisons = optional("compare", options("compare", query.PreviousPeriod, query.PreviousYear))
	showings    = options("compareAs", query.AsValue, query.AsDifference, query.AsRatio)
	transforms  = optional("transform", options("transform", query.RunningTotal))
	formats     = options("format", query.TimeSeries, query.Table)
)

// kpi asks for figures over time or by group.
var kpi = described(Type{
	ID:   query.KPI,
	Uses: []Use{ForPanels, ForAlerts},
	Fields: []Field{
		Field{Name: "kpis", Input: InputKPIs, Required: true, Placeholder: i18n.T("types.placeholders.search")}.named("kpis"),
		Field{Name: "groupBy", Input: InputDimensions, Placeholder: i18n.T("types.placeholders.ungrouped")}.named("groupBy"),
		Field{Name: "grain", Input: InputChoice, Options: grains(), Default: string(query.Auto), Beside: true}.named("grain"),
		Field{Name: "format", Input: InputRadio, Options: formats, Default: string(query.TimeSeries), Beside: true}.named("format"),
		filters,
		Field{Name: "compare", Input: InputChoice, Options: comparisons}.named("compare"),
		Field{Name: "compareAs", Input: InputChoices, Options: showings, Default: string(query.AsValue), With: "compare", Beside: true}.named("compareAs"),
		Field{Name: "transform", Input: InputChoice, Options: transforms, Beside: true}.named("transform"),
		Field{Name: "limit", Input: InputLimit, Placeholder: i18n.T("types.placeholders.all")}.named("limit"),
		parameters,
		Field{Name: "details", Input: InputSwitch}.named("details"),
	},
	Check: checkKPI,
})

// grains are those of the calendar and the automatic one. Without a time axis there is no time series.
func grains() []Option {
	list := options("grain", append([]calendar.Grain{query.Auto}, calendar.Grains()...)...)
	for i, o := range list {
		if o.ID == string(calendar.None) {
			list[i].Clashes = map[string]string{"format": string(query.TimeSeries)}
		}
	}
	return list
}

func checkKPI(q query.Question) error {
	switch {
	case len(q.KPIs) == 0:
		return errors.New("the question names no KPI; set `kpis`, as in [\"revenue\"]")
	case len(q.KPIs) > query.MaxKPIs:
		return fmt.Errorf("%d KPIs are too many for one question, at most %d; split it", len(q.KPIs), query.MaxKPIs)
	case len(q.GroupBy) > query.MaxGroupBy:
		return fmt.Errorf("%d dimensions are too many to group by, at most %d", len(q.GroupBy), query.MaxGroupBy)
	}
	for list, items := range map[string][]string{"kpis": q.KPIs, "groupBy": q.GroupBy} {
		if item, twice := repeated(items); twice {
			return fmt.Errorf("%q stands twice in %s; name it once", item, list)
		}
	}
	if q.Grain != query.Auto {
		if _, err := calendar.ParseGrain(string(q.Grain)); err != nil {
			return fmt.Errorf("%w, or auto", err)
		}
	}
	if !offers(comparisons, q.Compare) {
		return fmt.Errorf("there is no comparison %q; the comparisons are previous_period and previous_year", q.Compare)
	}
	for _, as := range q.CompareAs {
		if !offers(showings, as) {
			return fmt.Errorf("a comparison cannot be shown as %q; it can be shown as value, difference, ratio", as)
		}
	}
	if !offers(transforms, q.Transform) {
		return fmt.Errorf("there is no transform %q; the only one is %s", q.Transform, query.RunningTotal)
	}
	if q.Format != "" && !offers(formats, q.Format) {
		return fmt.Errorf("there is no format %q; the formats are timeseries and table", q.Format)
	}
	return checkLimit(q)
}

func checkLimit(q query.Question) error {
	switch l := q.Limit; {
	case l == nil:
		return nil
	case len(q.GroupBy) == 0:
		return errors.New("a limit needs groups; set `groupBy`, or remove the limit")
	case l.Top < 1 || l.Top > query.MaxTop:
		return fmt.Errorf("limit.top is %d; give a number from 1 to %d", l.Top, query.MaxTop)
	case !slices.Contains(q.KPIs, l.By):
		return fmt.Errorf("limit.by names %q, which is not a KPI of the question; it has %s", l.By, strings.Join(q.KPIs, ", "))
	}
	return nil
}

// repeated returns the first item that stands twice.
func repeated(items []string) (item string, twice bool) {
	for i, item := range items {
		if slices.Contains(items[:i], item) {
			return item, true
		}
	}
	return "", false
}
