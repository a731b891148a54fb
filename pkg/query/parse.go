package query

import (
	"encoding/json"
	"errors"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// MaxTop bounds the groups that a limit may keep, MaxKPIs and MaxGroupBy the columns of one question.
const (
	MaxTop     = 1000
	MaxKPIs    = 50
	MaxGroupBy = 6
)

// Parse reads a question's JSON, migrates it to [CurrentVersion], fills in the defaults and validates what all types of questions
// share; what is right for its type, the package types knows. Fields that are not the question's own (Grafana adds refId,
// datasource and others) are ignored.
func Parse(text []byte) (Question, error) {
	var q Question
	if err := json.Unmarshal(text, &q); err != nil {
		if _, ok := errors.AsType[*fault.Error](err); ok {
			return q, err
		}
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return q, fault.New("question.wrong_type", "field", wrong.Field, "type", wrong.Type.String(), "given", wrong.Value).In(wrong.Field)
		}
		return q, fault.New("question.not_json", "reason", i18n.Untranslated(err.Error())).Because(err)
	}
	if q.Version > CurrentVersion {
		return q, fault.New("question.newer_version", "version", q.Version, "newest", CurrentVersion).In("version")
	}
	q.Version = CurrentVersion // version 0 is a question written by hand without one; it has the shape of version 1
	q = q.WithDefaults()
	return q, q.Validate()
}

// WithDefaults fills in what a question leaves open, whatever its type.
func (q Question) WithDefaults() Question {
	if q.Type == "" {
		q.Type = KPI
	}
	if q.Alert == AlertMissed {
		q = q.judged()
	}
	if q.Format == FittingFormat {
		q.Format, q.Grain = fitting(q.Fits, q.Grain)
	}
	if q.Grain == "" {
		q.Grain = Auto
		if q.Format == Table {
			q.Grain = calendar.None
		}
	}
	if q.Format == Figures && q.Grain == Auto {
		q.Grain = calendar.None
	}
	if q.Compare != "" && len(q.CompareAs) == 0 {
		q.CompareAs = []CompareAs{AsValue}
	}
	q.CompareAs = once(q.CompareAs)
	q.KPIs, q.Having = normalEach(q.KPIs), normalHaving(q.Having)
	if q.Limit != nil {
		limit := *q.Limit
		limit.By, limit.Then = keyOf(limit.By), keyOf(limit.Then)
		if limit.By == "" && limit.Top != 0 && len(q.KPIs) > 0 {
			limit.By = keyOf(q.KPIs[0])
		}
		q.Limit = &limit
	}
	return q
}

// judged is the question whose answer says of each group whether its target is missed: of all members, also those without a row, and over the whole
// range.
func (q Question) judged() Question {
	q.Format, q.Grain = Table, calendar.None
	q.Compare, q.CompareAs, q.Transform, q.Limit, q.Details = "", nil, "", nil, false
	if len(q.GroupBy) > 0 {
		q.Groups = AllGroups
	}
	return q
}

// fitting is what the format that fits means: the one that fitted when the question was saved, if that is known. A table is of the whole
// range, unless a grain is named.
func fitting(saved Format, grain calendar.Grain) (Format, calendar.Grain) {
	open := grain == "" || grain == Auto
	switch {
	case saved == Figures && (open || grain == calendar.None):
		return Figures, calendar.None
	case grain == calendar.None, open && saved != TimeSeries:
		return Table, calendar.None
	case saved == Table:
		return Table, grain
	}
	return TimeSeries, grain
}

// normalEach writes entries in their one form; the list it is given stays as it is.
func normalEach(entries []string) []string {
	if entries == nil {
		return nil
	}
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = normal(e)
	}
	return all
}

// once leaves each item where it first stands.
func once[T comparable](items []T) []T {
	var kept []T
	seen := map[T]bool{}
	for _, item := range items {
		if !seen[item] {
			kept, seen[item] = append(kept, item), true
		}
	}
	return kept
}

// Validate checks what all types of questions share; the error says what would be right.
func (q Question) Validate() error {
	if len(q.KPIs) > MaxKPIs {
		return fault.New("question.too_many_kpis", "have", len(q.KPIs), "most", MaxKPIs).In("kpis")
	}
	if n := len(Comparisons(q.Filters)); n > MaxFilters {
		return fault.New("question.too_many_filters", "have", n, "most", MaxFilters).In("filters")
	}
	if err := q.Dashboard.Validate(); err != nil {
		return err
	}
	if unreadable(q.Search) {
		return fault.New("question.unreadable", "field", "search").In("search")
	}
	if unreadable(q.Prefer) {
		return fault.New("question.unreadable", "field", "prefer").In("prefer")
	}
	for name, value := range q.Parameters {
		if unreadable(value) {
			return fault.New("question.unreadable", "field", name).In("parameters")
		}
	}
	for _, f := range q.Filters {
		if err := f.Validate(); err != nil {
			return err
		}
	}
	if n := len(q.Having); n > MaxFilters {
		return fault.New("question.too_many_conditions", "have", n, "most", MaxFilters).In("having")
	}
	for _, h := range q.Having {
		if err := h.Validate(); err != nil {
			return err
		}
	}
	for _, entry := range q.KPIs {
		if unreadable(entry) {
			return fault.New("question.unreadable", "field", "kpis").In("kpis")
		}
		if _, err := ParseEntry(entry); err != nil {
			return err
		}
	}
	if q.Rows < 0 {
		return fault.New("question.negative_rows", "rows", q.Rows).In("rows")
	}
	return nil
}
