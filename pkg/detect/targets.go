package detect

import (
	"context"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// scopes are whose target a row may be, by the names of the column that says so. A row that names a user is the user's, whatever
// else it names.
var scopes = []struct {
	scope   string
	columns []string
}{
	{"user", []string{"user", "employee", "owner", "sales rep", "salesperson", "sales person", "rep", "seller", "staff", "agent", "manager", "mitarbeiter", "verkäufer", "сотрудник", "менеджер"}},
	{"team", []string{"team", "sales team", "department", "abteilung", "отдел", "команда"}},
	{"channel", []string{"channel", "kanal", "канал"}},
	{"campaign", []string{"campaign", "kampagne", "кампания"}},
	{"pipeline", []string{"pipeline", "funnel", "воронка"}},
	{"region", []string{"region", "регион"}},
}

// targets completes targets, whose tables hold a person, a month and an amount, and leave the rest to those who know.
func (f *finder) targets(context.Context) error {
	s := f.suggestion("targets")
	if s == nil || s.field("value") == nil {
		return nil
	}
	if s.field("metric") == nil {
		s.offer(Field{Name: "metric", SQL: "'revenue'", Confidence: 0.55, Reason: i18n.T("detect.metric_unknown")})
	}
	s.period()
	f.scope(s)
	return nil
}

// scope finds whose targets they are.
func (f *finder) scope(s *Suggestion) {
	if s.field("scope") != nil && s.field("scope_id") != nil {
		return
	}
	entities := map[string]string{} // that the ids of each scope are keys of
	for _, scope := range f.model.TargetScopes() {
		entities[scope.Name] = scope.Entity
	}
	for _, known := range scopes {
		entity := entities[known.scope]
		for _, col := range s.table.columns {
			tokens := col.tokens
			refers := withoutReference(tokens)
			if !col.readable || !of(whole, decimal, words, uuid)(col) || col.sample.empty() {
				continue
			}
			for len(refers) > 1 && !isAny(refers, known.columns) {
				refers = refers[1:] // odoo_user_id
			}
			target := f.chosen[entity]
			points := target != nil && col.leads(target.table)
			if !points && (!isAny(refers, known.columns) || entity != "" && len(withoutReference(tokens)) == len(tokens)) {
				continue
			}
			sql := col.as("t")
			if col.kind != words {
				sql += "::text"
			}
			why := i18n.T("detect.scope_by", "column", col.name)
			s.offer(Field{Name: "scope", SQL: literal(known.scope), Confidence: 0.65, Reason: why})
			s.offer(Field{Name: "scope_id", SQL: sql, Confidence: 0.65, Reason: why, column: col})
			return
		}
	}
	why, sure := i18n.T("detect.scope_company"), 0.5
	if start := s.field("period_start"); start == nil || start.column == nil || s.table.repeats(start.column) {
		sure = refusal
		why = i18n.T("detect.scope_unknown")
	}
	s.offer(Field{Name: "scope", SQL: "'company'", Confidence: sure, Reason: why})
	s.offer(Field{Name: "scope_id", SQL: "null::text", Confidence: sure, Reason: why})
}

// period finds the days from which and until which a target holds. The model's end is the day after the last one.
func (s *Suggestion) period() {
	if start, end := s.field("period_start"), s.field("period_end"); start != nil && end != nil && end.column != nil {
		if end.column.kind == day && end.column.sample.all(isLastOfMonth) {
			end.reads(plain(end.SQL + " + 1"))
			end.Reason = joined(end.Reason, i18n.T("detect.last_days"))
		}
		return
	}
	year, month := s.table.like(of(whole), names().Years...), s.table.like(of(whole), names().Months...)
	quarter := s.table.like(of(whole), names().Quarters...)
	start, length := "", ""
	var why i18n.Text
	switch {
	case year != nil && month != nil && month.sample.between(1, 13):
		start, length = fmt.Sprintf("make_date(%s::int, %s::int, 1)", year.as("t"), month.as("t")), "1 month"
		why = i18n.T("detect.by_both", "first", year.name, "second", month.name)
	case year != nil && quarter != nil && quarter.sample.between(1, 5):
		start, length = fmt.Sprintf("make_date(%s::int, 3 * %s::int - 2, 1)", year.as("t"), quarter.as("t")), "3 months"
		why = i18n.T("detect.by_both", "first", year.name, "second", quarter.name)
	case s.field("period_start") == nil && year != nil && year.sample.between(1990, 2100):
		start, length = fmt.Sprintf("make_date(%s::int, 1, 1)", year.as("t")), "1 year"
		why = i18n.T("detect.by_column", "column", year.name)
	}
	if start != "" {
		s.offer(Field{Name: "period_start", SQL: start, Confidence: 0.7, Reason: why})
		s.offer(Field{Name: "period_end", SQL: fmt.Sprintf("(%s + interval '%s')::date", start, length), Confidence: 0.7, Reason: why})
		return
	}
	from := s.field("period_start")
	if from == nil || from.column == nil {
		return
	}
	if length, ok := periods(from.column.sample.values); ok {
		s.offer(Field{Name: "period_end", SQL: fmt.Sprintf("(%s + interval '%s')::date", from.SQL, length), Confidence: 0.55, Reason: i18n.T("detect.period_by", "column", from.column.name, "length", lengths[length])})
	}
}

var lengths = map[string]i18n.Text{"1 month": i18n.T("detect.month"), "3 months": i18n.T("detect.quarter"), "1 year": i18n.T("detect.year")}

// periods tells how long periods are of which each begins on one of some days: false unless they begin months, quarters or years.
func periods(days []string) (string, bool) {
	months, years := map[time.Month]bool{}, map[int]bool{}
	for _, d := range days {
		t, err := time.Parse(time.DateOnly, d[:min(len(d), len(time.DateOnly))])
		if err != nil || t.Day() != 1 {
			return "", false
		}
		months[t.Month()], years[t.Year()] = true, true
	}
	quarters := len(months) > 1
	for m := range months {
		quarters = quarters && m%3 == 1
	}
	switch {
	case len(months) == 1 && len(years) > 1:
		return "1 year", true
	case quarters:
		return "3 months", true
	}
	return "1 month", len(months) > 1
}

func isLastOfMonth(v string) bool {
	t, err := time.Parse(time.DateOnly, v)
	return err == nil && t.AddDate(0, 0, 1).Day() == 1
}
