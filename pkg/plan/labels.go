package plan

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Labels are the values of a dimension that are known beforehand, in the order of the business, whose week begins on a day of its
// choice; nil where the rows tell.
func (b *Business) Labels(d *crm.Dimension) []crm.Label {
	if !d.Weekdays {
		return d.Labels
	}
	first := (int(b.Settings.Calendar.WeekStart) + 6) % 7 // from Monday
	return slices.Concat(d.Labels[first:], d.Labels[:first])
}

// valueOrder is how the values of a dimension are put.
func (b *Business) valueOrder(d *crm.Dimension) crm.Order {
	if d.Labels == nil {
		return d.Order
	}
	var order crm.Order
	for _, l := range b.Labels(d) {
		order.Values = append(order.Values, l.Key)
	}
	return order
}

// byKey turns a filter on values that are known beforehand into one on their keys: values are named by their keys, or as they are shown
// in any language. Other filters are returned as they are.
func byKey(d *crm.Dimension, f query.Filter) query.Filter {
	if d.Labels == nil {
		return f
	}
	f = f.Normal()
	out := query.Filter{Dimension: f.Dimension, Operator: query.In}
	positive := f
	switch f.Operator {
	case query.NotIn:
		positive.Operator = query.In
	case query.NotContains:
		positive.Operator = query.Contains
	case query.NotMatches:
		positive.Operator = query.Matches
	}
	if positive.Operator != f.Operator {
		out.Operator = query.NotIn
	}
	for _, l := range d.Labels {
		if matches(positive, l) {
			out.Values = append(out.Values, l.Key)
		}
	}
	if positive.Operator == query.In && slices.Contains(f.Values, query.None) {
		out.Values = append(out.Values, query.None)
	}
	return out
}

// matches reports whether a filter keeps a value as it is shown in any language, or its key where values are named one by one.
func matches(f query.Filter, l crm.Label) bool {
	shown := func(text string) bool { return f.Matches(l.Key, &text) }
	return slices.ContainsFunc(l.Text.All(), shown) || f.Operator == query.In && slices.Contains(f.Values, l.Key)
}

// Unlisted are the values of a filter that a dimension whose values are known beforehand does not have.
func Unlisted(d *crm.Dimension, f query.Filter) []string {
	return slices.DeleteFunc(slices.Clone(f.Values), func(value string) bool {
		one := query.Filter{Dimension: f.Dimension, Operator: f.Operator, Values: []string{value}}
		return value == query.None || len(byKey(d, one).Values) > 0
	})
}

// Listed are the values of a dimension, known beforehand, that contain a text in any language.
func (b *Business) Listed(d *crm.Dimension, search string) []crm.Label {
	search = strings.ToLower(search)
	return slices.DeleteFunc(slices.Clone(b.Labels(d)), func(l crm.Label) bool {
		return !slices.ContainsFunc(l.Text.All(), func(text string) bool { return strings.Contains(strings.ToLower(text), search) })
	})
}

// members writes the statement of the values of a dimension, known beforehand, that the filters on it keep.
func (b *Business) members(d *crm.Dimension, filters []query.Filter) sqlgen.Statement {
	var keys []string
	known := query.Known(filters, func(f query.Filter) bool { return f.Dimension == d.ID })
	for _, l := range b.Labels(d) {
		if query.Pass(known, func(f query.Filter) bool { return byKey(d, f).Matches(l.Key, &l.Key) }) {
			keys = append(keys, l.Key)
		}
	}
	return sqlgen.Constants(keys)
}

// unconverted tells of dimensions that are made of amounts, where these may be in several currencies.
func (b *Business) unconverted(q *Query) []answer.Notice {
	var all []answer.Notice
	used := slices.Clone(q.Question.GroupBy)
	for _, f := range query.Comparisons(q.Question.Filters) {
		used = append(used, f.Dimension)
	}
	for _, id := range used {
		d, err := b.Dimension(id)
		if err != nil || !d.Amounts {
			continue
		}
		notice := answer.Notice{Text: i18n.T("notice.buckets_of_money", "dimension", d.Title)}
		mixed := func(home string) bool { return b.Mapping.Available(home, string(crm.Currency)) == nil }
		if slices.ContainsFunc(d.Homes(), mixed) && !slices.Contains(all, notice) {
			all = append(all, notice)
		}
	}
	return all
}
