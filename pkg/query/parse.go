package query

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// MaxTop bounds the groups that a limit may keep, MaxKPIs and MaxGroupBy the columns of one question.
const (
	MaxTop     = 1000
	MaxKPIs    = 50
	MaxGroupBy = 6
)

// Parse reads a question's JSON, migrates it to [CurrentVersion], fills in the defaults and validates it. Fields that are
// not the question's own (Grafana adds refId, datasource and others) are ignored.
func Parse(text []byte) (Question, error) {
	var q Question
	if err := json.Unmarshal(text, &q); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return q, fault.New("question.wrong_type", "field", wrong.Field, "type", wrong.Type.String(), "given", wrong.Value).In(wrong.Field)
		}
		return q, fault.New("question.not_json", "reason", err)
	}
	if q.Version > CurrentVersion {
		return q, fault.New("question.newer_version", "version", q.Version, "newest", CurrentVersion).In("version")
	}
	q.Version = CurrentVersion // version 0 is a question written by hand without one; it has the shape of version 1
	q = q.WithDefaults()
	return q, q.Validate()
}

// WithDefaults fills in what a question leaves open.
func (q Question) WithDefaults() Question {
	if q.Type == "" {
		q.Type = KPI
	}
	if q.Type == Check && q.About == "" {
		q.About = Entities
	}
	if q.Grain == "" {
		q.Grain = Auto
		if q.Format == Table {
			q.Grain = calendar.None
		}
	}
	if q.Compare != "" && len(q.CompareAs) == 0 {
		q.CompareAs = []CompareAs{AsValue}
	}
	if q.Limit != nil && q.Limit.By == "" && len(q.KPIs) > 0 {
		limit := *q.Limit
		limit.By = q.KPIs[0]
		q.Limit = &limit
	}
	return q
}

// Validate checks what can be checked without the catalogue; the error says what would be right.
func (q Question) Validate() error {
	switch q.Type {
	case KPI:
		if err := q.validateKPI(); err != nil {
			return err
		}
	case Records:
		if q.Entity == "" && len(q.KPIs) == 0 {
			return fault.New("question.no_entity").In("entity")
		}
	case Values:
		if q.Dimension == "" {
			return fault.New("question.no_dimension").In("dimension")
		}
	case Explain:
		if len(q.KPIs) != 1 {
			return fault.New("question.explain_needs_one_kpi", "count", len(q.KPIs)).In("kpis")
		}
	case Annotations:
		if err := q.validateEvents(); err != nil {
			return err
		}
	case Agenda, Timeline:
	case Check:
		if !slices.Contains(abouts, q.About) {
			return fault.New("question.unknown_about", "about", q.About, "known", join(abouts)).In("about")
		}
	default:
		return fault.New("question.unknown_type", "type", q.Type, "known", join(types)).In("queryType")
	}
	for _, f := range q.Filters {
		if err := f.Validate(); err != nil {
			return err
		}
	}
	if q.Rows < 0 {
		return fault.New("question.negative_rows", "rows", q.Rows).In("rows")
	}
	return nil
}

func (q Question) validateEvents() error {
	for i, event := range q.Events {
		if !slices.Contains(Events(), event) {
			return fault.New("question.unknown_event", "event", event, "known", Events()).In("events")
		}
		if slices.Contains(q.Events[:i], event) {
			return fault.New("question.repeated", "name", event, "field", "events").In("events")
		}
	}
	return nil
}

func (q Question) validateKPI() error {
	switch {
	case len(q.KPIs) == 0:
		return fault.New("question.no_kpi").In("kpis")
	case len(q.KPIs) > MaxKPIs:
		return fault.New("question.too_many_kpis", "have", len(q.KPIs), "most", MaxKPIs).In("kpis")
	case len(q.GroupBy) > MaxGroupBy:
		return fault.New("question.too_many_dimensions", "have", len(q.GroupBy), "most", MaxGroupBy).In("groupBy")
	}
	for list, items := range map[string][]string{"kpis": q.KPIs, "groupBy": q.GroupBy} {
		for i, item := range items {
			if slices.Contains(items[:i], item) {
				return fault.New("question.repeated", "name", item, "field", list).In(list)
			}
		}
	}
	if q.Grain != Auto {
		if _, err := calendar.ParseGrain(string(q.Grain)); err != nil {
			return fault.New("question.unknown_grain", "reason", err).In("grain")
		}
	}
	if q.Compare != "" && q.Compare != PreviousPeriod && q.Compare != PreviousYear {
		return fault.New("question.unknown_comparison", "comparison", q.Compare).In("compare")
	}
	for _, as := range q.CompareAs {
		if as != AsValue && as != AsDifference && as != AsRatio {
			return fault.New("question.unknown_compare_as", "as", as).In("compareAs")
		}
	}
	if q.Transform != "" && q.Transform != RunningTotal {
		return fault.New("question.unknown_transform", "transform", q.Transform, "known", RunningTotal).In("transform")
	}
	if q.Format != "" && q.Format != TimeSeries && q.Format != Table {
		return fault.New("question.unknown_format", "format", q.Format).In("format")
	}
	return q.validateLimit()
}

func (q Question) validateLimit() error {
	switch l := q.Limit; {
	case l == nil:
		return nil
	case len(q.GroupBy) == 0:
		return fault.New("question.limit_without_groups").In("groupBy")
	case l.Top < 1 || l.Top > MaxTop:
		return fault.New("question.limit_out_of_bounds", "top", l.Top, "most", MaxTop).In("limit.top")
	case !slices.Contains(q.KPIs, l.By):
		return fault.New("question.limit_by_other_kpi", "kpi", l.By, "kpis", q.KPIs).In("limit.by")
	}
	return nil
}
