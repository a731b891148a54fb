package types

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var (
	comparisons = optional("compare", phrased("compare", options("compare", query.PreviousPeriod, query.PreviousYear)))
	showings    = phrased("compareAs", options("compareAs", query.AsValue, query.AsDifference, query.AsRatio))
	transforms  = optional("transform", phrased("transform", options("transform", query.RunningTotal)))
	groupings   = phrased("groups", options("groups", query.WithRows, query.AllGroups))
	alerts      = append(options("alert", query.AlertValue), phrased("alert", options("alert", query.AlertMissed))...)
	formats     = append(phrased("format", options("format", query.TimeSeries, query.Table, query.Figures)), options("format", query.FittingFormat)...)
)

// kpi asks for figures over time or by group.
var kpi = described(Type{
	ID:   query.KPI,
	Uses: []Use{ForPanels, ForAlerts},
	Fields: []Field{
		Field{Name: "kpis", Input: InputKPIs, Required: true, Placeholder: i18n.T("types.placeholders.search")}.named("kpis"),
		Field{Name: "groupBy", Input: InputDimensions, Placeholder: i18n.T("types.placeholders.ungrouped"), Beside: true}.named("groupBy"),
		Field{Name: "grain", Input: InputChoice, Options: grains(), Default: string(query.Auto), Beside: true}.named("grain"),
		filters,
		Field{Name: "format", Input: InputRadio, Options: formats, Default: string(query.TimeSeries), Folded: true}.named("format"),
		Field{Name: "groups", Input: InputRadio, Options: groupings, Default: string(query.WithRows), With: "groupBy", Beside: true, Folded: true}.named("groups"),
		Field{Name: "compare", Input: InputChoice, Options: comparisons, Folded: true}.named("compare"),
		Field{Name: "compareAs", Input: InputChoices, Options: showings, Default: string(query.AsValue), With: "compare", Beside: true, Folded: true}.named("compareAs"),
		Field{Name: "transform", Input: InputChoice, Options: transforms, Beside: true, Folded: true}.named("transform"),
		Field{Name: "limit", Input: InputLimit, With: "groupBy", Placeholder: i18n.T("types.placeholders.all"), Folded: true}.named("limit"),
		Field{Name: "having", Input: InputHaving, With: "groupBy", Folded: true}.named("having"),
		folded(parameters),
		Field{Name: "details", Input: InputSwitch, Beside: true, Folded: true}.named("details"),
		Field{Name: "styled", Input: InputSwitch, Beside: true, Folded: true}.named("styled"),
		Field{Name: "kpis", Input: InputColumns, Folded: true}.named("columns"),
		Field{Name: "alert", Input: InputRadio, Options: alerts, Default: string(query.AlertValue), For: ForAlerts}.named("alert"),
	},
	Check: checkKPI,
})

// grains are those of the calendar and the automatic one. Without a time axis there is no time series.
func grains() []Option {
	list := append(options("grain", query.Auto), phrased("grain", options("grain", calendar.Grains()...))...)
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
		return fault.New("question.no_kpi").In("kpis")
	case len(q.GroupBy) > query.MaxGroupBy:
		return fault.New("question.too_many_dimensions", "have", len(q.GroupBy), "most", query.MaxGroupBy).In("groupBy")
	}
	if len(q.Having) > 0 && len(q.GroupBy) == 0 {
		return fault.New("question.having_without_groups").In("groupBy")
	}
	for list, items := range map[string][]string{"kpis": q.KPIs, "groupBy": q.GroupBy} {
		if item, twice := repeated(items); twice {
			return fault.New("question.repeated", "name", item, "field", list).In(list)
		}
	}
	if q.Grain != query.Auto {
		if _, err := calendar.ParseGrain(string(q.Grain)); err != nil {
			return fault.New("question.unknown_grain", "reason", err).In("grain")
		}
	}
	if !offers(comparisons, q.Compare) {
		return fault.New("question.unknown_comparison", "comparison", q.Compare).In("compare")
	}
	for _, as := range q.CompareAs {
		if !offers(showings, as) {
			return fault.New("question.unknown_compare_as", "as", as).In("compareAs")
		}
	}
	if !offers(transforms, q.Transform) {
		return fault.New("question.unknown_transform", "transform", q.Transform, "known", query.RunningTotal).In("transform")
	}
	if q.Format != "" && !offers(formats, q.Format) {
		return fault.New("question.unknown_format", "format", q.Format).In("format")
	}
	if q.Groups != "" && !offers(groupings, q.Groups) {
		return fault.New("question.unknown_groups", "groups", q.Groups).In("groups")
	}
	if q.Alert != "" && !offers(alerts, q.Alert) {
		return fault.New("question.unknown_alert", "alert", q.Alert).In("alert")
	}
	return checkLimit(q)
}

func checkLimit(q query.Question) error {
	switch l := q.Limit; {
	case l == nil:
		return nil
	case len(q.GroupBy) == 0:
		return fault.New("question.limit_without_groups").In("groupBy")
	case l.Top < 0 || l.Top > query.MaxTop || l.Top == 0 && l.By == "":
		return fault.New("question.limit_out_of_bounds", "top", l.Top, "most", query.MaxTop).In("limit.top")
	case !q.KPIs.Has(l.By):
		return fault.New("question.limit_by_other_kpi", "field", "limit.by", "kpi", l.By, "kpis", q.KPIs).In("limit.by")
	case l.Top == 0 && l.Rest:
		return fault.New("question.rest_of_nothing").In("limit.rest")
	case l.ThenAscending != nil && l.Then == "":
		return fault.New("question.then_ascending_alone").In("limit.thenAscending")
	case l.Then != "" && !q.KPIs.Has(l.Then):
		return fault.New("question.limit_by_other_kpi", "field", "limit.then", "kpi", l.Then, "kpis", q.KPIs).In("limit.then")
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
