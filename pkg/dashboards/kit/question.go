package kit

import (
	"encoding/json"

	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Question is a question in the making. The filters of the dashboard that it can obey are added when the dashboard is built.
type Question struct {
	query.Question
	without []string // filters of the dashboard that it does not obey on purpose
}

// Ask asks for KPIs over the whole range, as a table.
func Ask(kpis ...string) *Question {
	return &Question{Question: query.Question{
		Version: query.CurrentVersion, Type: query.KPI, KPIs: kpis, Grain: calendar.None, Format: query.Table,
	}}
}

// Rows asks for the rows behind a KPI, at most 500.
func Rows(kpi string) *Question {
	q := list(query.Records)
	q.KPIs = query.Entries{kpi}
	return q
}

// RowsOf asks for the rows of an entity, at most 500.
func RowsOf(entity string) *Question {
	q := list(query.Records)
	q.Entity = entity
	return q
}

// Agenda asks for what is planned in the range.
func Agenda() *Question { return list(query.Agenda) }

// Timeline asks for what happened with the customer of the dashboard's filter.
func Timeline() *Question { return list(query.Timeline) }

// Check asks what of the mapping can be read, and what the data are like.
func Check(about query.About) *Question {
	return &Question{Question: query.Question{Version: query.CurrentVersion, Type: query.Check, About: about}}
}

func list(kind query.Type) *Question {
	return &Question{Question: query.Question{Version: query.CurrentVersion, Type: kind, Rows: 500}}
}

// By groups by dimensions.
func (q *Question) By(dimensions ...string) *Question {
	q.GroupBy = dimensions
	return q
}

// Over asks for a time series with a value for each bucket of a grain.
func (q *Question) Over(grain calendar.Grain) *Question {
	q.Grain, q.Format = grain, query.TimeSeries
	return q
}

// As changes the shape of the answer.
func (q *Question) As(format query.Format) *Question {
	q.Format = format
	return q
}

// Where adds filters of its own.
func (q *Question) Where(filters ...query.Filter) *Question {
	q.Filters = append(q.Filters, filters...)
	return q
}

// Having keeps the groups that meet conditions.
func (q *Question) Having(conditions ...query.Having) *Question {
	q.Question.Having = append(q.Question.Having, conditions...)
	return q
}

// Top keeps the n groups with the highest values of a KPI, in their order; 0 keeps all.
func (q *Question) Top(n int, by string) *Question {
	q.Limit = &query.Limit{Top: n, By: by}
	return q
}

// Lowest keeps the n groups with the lowest values of a KPI, in their order; 0 keeps all.
func (q *Question) Lowest(n int, by string) *Question {
	q.Limit = &query.Limit{Top: n, By: by, Ascending: true}
	return q
}

// Then orders groups with the same value by a second KPI, from its highest value on.
func (q *Question) Then(by string) *Question {
	q.Limit.Then, q.Limit.ThenAscending = by, to(false)
	return q
}

// ThenLowest orders groups with the same value by a second KPI, from its lowest value on.
func (q *Question) ThenLowest(by string) *Question {
	q.Limit.Then, q.Limit.ThenAscending = by, to(true)
	return q
}

// Every has a group for each member of a dimension, also for those without a row.
func (q *Question) Every() *Question {
	q.Groups = query.AllGroups
	return q
}

// Against compares with another period.
func (q *Question) Against(period query.Compare, as ...query.CompareAs) *Question {
	q.Compare, q.CompareAs = period, as
	return q
}

// AgainstYearBefore is the field of a comparison with the previous year.
func AgainstYearBefore(kpi string, as query.CompareAs) string {
	return kpi + "_" + string(query.PreviousYear) + "_" + string(as)
}

// RunningTotal adds up from the start of the range.
func (q *Question) RunningTotal() *Question {
	q.Transform = query.RunningTotal
	return q
}

// With sets a parameter.
func (q *Question) With(name, value string) *Question {
	if q.Parameters == nil {
		q.Parameters = map[string]string{}
	}
	q.Parameters[name] = value
	return q
}

// Assuming also answers with what the KPIs assume, in columns named assumed_ and the KPI.
func (q *Question) Assuming() *Question {
	q.Details = true
	return q
}

// Whatever makes it independent of filters of the dashboard, which the panel's description has to say.
func (q *Question) Whatever(dimensions ...string) *Question {
	q.without = dimensions
	return q
}

// target is the question as a panel keeps it.
func (q *Question) target(refID string) (variants.Dataquery, error) {
	text, err := json.Marshal(q.Question)
	if err != nil {
		return nil, err
	}
	fields := variants.UnknownDataquery{}
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	fields["refId"] = refID
	fields["datasource"] = map[string]any{"type": dashboards.PluginID, "uid": "${datasource}"}
	return fields, nil
}
