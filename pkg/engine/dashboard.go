package engine

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/lists"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// Declined is something that a dashboard adds to a question which cannot have it, and why.
type Declined struct {
	Reason i18n.Text
	text   i18n.Text // of the notice
}

// Fitted is a question with what the dashboard adds to it, as far as it can have that. What it cannot have is by its place in the dashboard.
type Fitted struct {
	Question query.Question
	Filters  map[int]Declined
	GroupBy  map[int]Declined
	Wrong    error // with the question itself, which then has nothing of the dashboard
}

// Fit fits a question into its dashboard. All numbers of a question are of the same rows, so that they can be compared: what one of its
// KPIs cannot have, none of them gets.
func (e *Engine) Fit(q query.Question, r plan.Request) Fitted {
	q, added := q.Without()
	fit := Fitted{Question: q, Filters: map[int]Declined{}, GroupBy: map[int]Declined{}}
	if len(added.Filters)+len(added.GroupBy) == 0 {
		return fit
	}
	fit.Wrong = e.takes(q, r)
	for i, f := range added.Filters {
		with := fit.Question
		with.Filters = append(slices.Clip(with.Filters), f)
		err := fit.Wrong
		if err == nil {
			err = e.takes(with, r)
		}
		if err == nil && f.Validate() == nil {
			fit.Question = with
			continue
		}
		reason := e.whyNotFiltered(q, f, err)
		fit.Filters[i] = Declined{reason, i18n.T("notice.dashboard_filter", "filter", e.written(q, f), "reason", reason)}
	}
	for i, id := range added.GroupBy {
		with := fit.Question
		with.GroupBy = append(slices.Clip(with.GroupBy), id)
		if q.Type != query.KPI || slices.Contains(fit.Question.GroupBy, id) { // rows are in no groups
			continue
		}
		err := fit.Wrong
		if err == nil {
			err = e.takes(with, r)
		}
		if err == nil {
			fit.Question = with
			continue
		}
		reason := e.whyNotGrouped(q, id, err)
		fit.GroupBy[i] = Declined{reason, i18n.T("notice.dashboard_group", "dimension", e.dimensionTitle(id), "reason", reason)}
	}
	return fit
}

// fitted is the question as it is to be answered, and what to tell of the rest of its dashboard. An alert rule shows notices to nobody, and
// so is refused what it cannot have.
func (e *Engine) fitted(q query.Question, r plan.Request) (query.Question, []answer.Notice, error) {
	fit := e.Fit(q, r)
	var notices []answer.Notice
	for _, declined := range []map[int]Declined{fit.Filters, fit.GroupBy} {
		for _, i := range slices.Sorted(maps.Keys(declined)) {
			notices = append(notices, answer.Notice{Warning: true, Text: declined[i].text})
		}
	}
	if len(notices) > 0 && r.Viewer.Alerting() {
		return q, nil, fault.New("plan.not_of_dashboard", "reason", notices[0].Text).In("dashboard")
	}
	return fit.Question, notices, nil
}

// takes finds what is wrong with a question, as far as it can be known without the database.
func (e *Engine) takes(q query.Question, r plan.Request) error {
	if err := types.Validate(q); err != nil {
		return err
	}
	switch {
	case q.Type == query.KPI:
		_, err := e.Resolve(q, r)
		return err
	case q.Type == query.Explain, q.Type == query.Records && len(q.KPIs) > 0:
		_, err := e.Resolve(query.Question{Type: query.KPI, KPIs: q.KPIs[:1], Filters: q.Filters, Parameters: q.Parameters, Grain: calendar.None}, r)
		return err
	}
	return lists.CheckFilters(e.Business, q)
}

// whyNotFiltered is why a question cannot have a filter of the dashboard, in the words of who reads it.
func (e *Engine) whyNotFiltered(q query.Question, f query.Filter, err error) i18n.Text {
	for _, f := range query.Comparisons([]query.Filter{f}) {
		if f.Field == "" {
			if _, unknown := e.Dimension(f.Dimension); unknown != nil {
				return i18n.T("notice.no_such_dimension", "dimension", f.Dimension)
			}
			if slices.Contains(query.Comparators(), f.Operator) {
				return i18n.T("notice.compares_numbers", "operator", f.Operator, "dimension", e.dimensionTitle(f.Dimension))
			}
			if why, ok := e.whyNot(q, f.Dimension, e.dimensionTitle(f.Dimension), e.Dimensions); ok {
				return why
			}
			continue
		}
		if why, ok := e.whyNot(q, f.Field, e.fieldTitle(q, f.Field), e.Fields); ok {
			return why
		}
	}
	return i18n.Of(err)
}

func (e *Engine) whyNotGrouped(q query.Question, id string, err error) i18n.Text {
	if why, ok := e.whyNot(q, id, e.dimensionTitle(id), e.Dimensions); ok {
		return why
	}
	return i18n.Of(err)
}

// whyNot names the KPIs of a question that lack something; false for none.
func (e *Engine) whyNot(q query.Question, id string, title i18n.Text, of func(*catalog.KPI) []string) (i18n.Text, bool) {
	var lacking []i18n.Text
	having := false
	for _, entry := range q.KPIs {
		for _, k := range e.Asked(entry) {
			switch {
			case e.Available(k) != nil:
			case slices.Contains(of(k), id):
				having = true
			case !slices.Contains(lacking, k.Title):
				lacking = append(lacking, k.Title)
			}
		}
	}
	switch {
	case len(lacking) == 0:
		return i18n.Text{}, false
	case having:
		return i18n.T("notice.some_lack", "kpis", lacking, "what", title), true
	}
	return i18n.T("notice.all_lack", "kpis", lacking, "what", title), true
}

// written is a filter with the names that people see.
func (e *Engine) written(q query.Question, f query.Filter) i18n.Text {
	return i18n.Each(func(l i18n.Language) string { return e.namedIn(l, q, f).String() })
}

func (e *Engine) namedIn(l i18n.Language, q query.Question, f query.Filter) query.Filter {
	switch {
	case f.Any != nil:
		f.Any = e.namedAll(l, q, f.Any)
	case f.All != nil:
		f.All = e.namedAll(l, q, f.All)
	case f.Field != "":
		f.Field = e.fieldTitle(q, f.Field).In(l)
	default:
		f.Dimension = e.dimensionTitle(f.Dimension).In(l)
	}
	return f
}

func (e *Engine) namedAll(l i18n.Language, q query.Question, filters []query.Filter) []query.Filter {
	named := make([]query.Filter, len(filters))
	for i, f := range filters {
		named[i] = e.namedIn(l, q, f)
	}
	return named
}

func (e *Engine) dimensionTitle(id string) i18n.Text {
	if d, err := e.Dimension(id); err == nil {
		return d.Title
	}
	return i18n.Same(id)
}

// fieldTitle is that of a number or a time of the rows that a question asks for; its id where they have none.
func (e *Engine) fieldTitle(q query.Question, path string) i18n.Text {
	if slices.Contains(e.FieldsOf(q.Entity), path) {
		title, _ := e.FieldOfEntity(q.Entity, path)
		return title
	}
	for _, entry := range q.KPIs {
		for _, k := range e.Asked(entry) {
			if slices.Contains(e.Fields(k), path) {
				title, _ := e.FieldOfRows(k.ID, path)
				return title
			}
		}
	}
	return i18n.Same(path)
}

// Keys are the ids of the dimensions, and of the numbers and times of rows, by which a question can be filtered, sorted. Where it asks for
// several kinds of rows side by side, they are those that any of them has.
func (e *Engine) Keys(q query.Question) (dimensions, fields []string) {
	if q.Type == query.KPI || q.Type == query.Explain || q.Type == query.Records && q.Entity == "" {
		return e.shared(q, e.Dimensions), e.shared(q, e.Fields)
	}
	for _, entity := range lists.Entities(e.Business, q) {
		dimensions = append(dimensions, e.DimensionsOf(entity)...)
		if q.Type == query.Records || q.Type == query.Values { // others are of several kinds
			fields = append(fields, e.FieldsOf(entity)...)
		}
	}
	slices.Sort(dimensions)
	slices.Sort(fields)
	return slices.Compact(dimensions), slices.Compact(fields)
}

// shared are what all KPIs of a question have that can be answered.
func (e *Engine) shared(q query.Question, of func(*catalog.KPI) []string) []string {
	var all []string
	first := true
	for _, entry := range q.KPIs {
		for _, k := range e.Asked(entry) {
			if e.Available(k) != nil {
				continue
			}
			own := of(k)
			if first {
				all, first = slices.Clone(own), false
			}
			all = slices.DeleteFunc(all, func(id string) bool { return !slices.Contains(own, id) })
		}
	}
	return all
}
