package plan

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Fields returns the numbers, amounts and times by which the rows of a KPI can be filtered under the mapping, sorted: those that every
// entity in its formula has under that name, and those of what all of these refer to, as account.created_at. A target has none.
func (b *Business) Fields(k *catalog.KPI) []string {
	if k.Kind == catalog.ReportKind || HasTarget(k.Formula) || len(k.Measures()) == 0 {
		return nil
	}
	var common []string
	for i, m := range k.Measures() {
		m = b.Effective(m)
		if m.Timing.Dimensions() != nil { // its rows are put together before they can be told apart
			return nil
		}
		if own := b.FieldsOf(m.Entity); i == 0 {
			common = own
		} else {
			first := b.Effective(k.Measures()[0]).Entity
			common = slices.DeleteFunc(common, func(path string) bool {
				return !slices.Contains(own, path) || isTime(b.typeOf(first, path)) != isTime(b.typeOf(m.Entity, path))
			})
		}
	}
	return common
}

// FieldsOf returns the numbers, amounts and times of an entity under the mapping, and of what it refers to, sorted.
func (b *Business) FieldsOf(entity string) []string {
	e, err := b.Mapping.Model.Entity(entity)
	if err != nil {
		return nil
	}
	var paths []string
	for _, name := range e.Fields() {
		paths = append(paths, name)
		if f, _ := e.Field(name); f.To != "" {
			if to, err := b.Mapping.Model.Entity(f.To); err == nil {
				for _, further := range to.Fields() {
					paths = append(paths, name+"."+further)
				}
			}
		}
	}
	paths = slices.DeleteFunc(paths, func(path string) bool {
		kind := b.typeOf(entity, path)
		return kind != crm.Number && kind != crm.Money && !isTime(kind) || b.Mapping.Available(entity, path) != nil
	})
	slices.Sort(paths)
	return paths
}

// FieldOfRows returns the title of a field of [Business.Fields], and whether it is a time, which is compared by day.
func (b *Business) FieldOfRows(kpi, path string) (title i18n.Text, time bool) {
	k, err := b.Catalog.KPI(kpi)
	if err != nil || len(k.Measures()) == 0 {
		return i18n.Same(path), false
	}
	return b.FieldOfEntity(b.Effective(k.Measures()[0]).Entity, path)
}

// FieldOfEntity is [Business.FieldOfRows] for a field of [Business.FieldsOf].
func (b *Business) FieldOfEntity(entity, path string) (title i18n.Text, time bool) {
	owner, name := entity, path
	relation, further, deep := strings.Cut(path, ".")
	if deep {
		if f, err := b.Mapping.Model.Resolve(entity, relation); err == nil {
			owner, name = f.To, further
		}
	}
	title = b.Mapping.Model.FieldTitle(owner, name)
	if deep {
		title = i18n.T("answer.field_of", "of", b.Mapping.Model.FieldTitle(entity, relation), "field", title)
	}
	return title, isTime(b.typeOf(entity, path))
}

func isTime(t crm.Type) bool { return t == crm.Time || t == crm.Date }

// typeOf is the type of the field at the end of a path; "" where there is none.
func (b *Business) typeOf(entity, path string) crm.Type {
	f, err := b.Mapping.Model.Resolve(entity, path)
	if err != nil {
		return ""
	}
	return f.Type
}

// checkField refuses a comparison of a field that not every entity of a KPI's formula has, or with what it cannot be compared with.
func (b *Business) checkField(k *catalog.KPI, f query.Filter) error {
	if possible := b.Fields(k); !slices.Contains(possible, f.Field) {
		if len(possible) == 0 {
			return fault.New("plan.no_fields", "kpi", k.ID, "field", f.Field).In("filters")
		}
		return fault.New("plan.no_field", "name", k.ID, "field", f.Field, "possible", possible).In("filters")
	}
	_, err := b.comparison(b.Effective(k.Measures()[0]).Entity, f)
	return err
}

// CheckField refuses a comparison of a field that an entity does not have, or with what it cannot be compared with.
func (b *Business) CheckField(entity string, f query.Filter) error {
	if possible := b.FieldsOf(entity); !slices.Contains(possible, f.Field) {
		return fault.New("plan.no_field", "name", entity, "field", f.Field, "possible", possible).In("filters")
	}
	_, err := b.comparison(entity, f)
	return err
}

// comparison is the condition of a field, its values written as PostgreSQL reads them.
func (b *Business) comparison(entity string, f query.Filter) (sqlgen.Condition, error) {
	c := sqlgen.Condition{Key: sqlgen.Key{Path: f.Field}, Filter: f}
	c.Filter.Values = make([]string, len(f.Values))
	if isTime(b.typeOf(entity, f.Field)) {
		var days []calendar.Date
		for i, value := range f.Values {
			day, err := calendar.ParseDate(value)
			if err != nil {
				return c, fault.New("plan.not_a_day", "field", f.Field, "value", value).In("filters")
			}
			days, c.Filter.Values[i] = append(days, day), day.String()
		}
		if len(days) == 2 && days[1].Before(days[0]) {
			return c, fault.New("plan.wrong_way_round", "field", f.Field, "values", f.Values).In("filters")
		}
		return c, nil
	}
	numbers, err := comparedWith(f.Field, f.Values, "filters")
	if err != nil {
		return c, err
	}
	for i, value := range f.Values {
		c.Filter.Values[i] = value // with all of its digits
		if strings.Contains(value, "%") {
			c.Filter.Values[i] = strconv.FormatFloat(numbers[i], 'f', -1, 64)
		}
	}
	return c, nil
}

// comparedWith reads the numbers with which a field or a KPI is compared; in is the field of the question that has them.
func comparedWith(what string, values []string, in string) ([]float64, error) {
	var numbers []float64
	for _, value := range values {
		number, err := signed(value)
		if err != nil {
			return nil, fault.New("plan.not_a_number", "field", what, "value", value).In(in)
		}
		numbers = append(numbers, number)
	}
	if !slices.IsSorted(numbers) {
		return nil, fault.New("plan.wrong_way_round", "field", what, "values", values).In(in)
	}
	return numbers, nil
}

// signed reads a number that may be negative, such as -1000, 0.8 or 80%.
func signed(text string) (float64, error) {
	positive, negative := strings.CutPrefix(text, "-")
	number, err := measure.ParseNumber(positive)
	if negative {
		number = -number
	}
	return number, err
}

// ownCurrencies tell that amounts of rows in several currencies are compared as they are.
func (b *Business) ownCurrencies(q *Query) []answer.Notice {
	var all []answer.Notice
	var told []string
	for _, f := range query.Comparisons(q.Question.Filters) {
		if f.Field == "" || slices.Contains(told, f.Field) {
			continue
		}
		currency := f.Field[:strings.LastIndex(f.Field, ".")+1] + "currency"
		if slices.ContainsFunc(b.filtered(q.KPIs[0].KPI, f.Of), func(entity string) bool {
			return b.typeOf(entity, f.Field) == crm.Money && b.Mapping.Available(entity, currency) == nil
		}) {
			all = append(all, answer.Notice{Text: i18n.T("notice.own_currency", "field", f.Field)})
			told = append(told, f.Field)
		}
	}
	return all
}
