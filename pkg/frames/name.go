package frames

import (
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var timeTitle = i18n.T("frames.time")

// separator stands between the parts of a series' name.
const separator = " · "

// name tells the figures of a column and group apart from the others: by the column, the group, or both.
func (l layout) name(column, group int) string {
	title := l.Columns[column].Title.In(l.Language)
	labels := strings.Join(l.shown(group), separator)
	switch {
	case labels == "":
		return title
	case len(l.Columns) == 1:
		return labels
	}
	return title + separator + labels
}

// shown are the group's labels as people write them, where the looks are those of the KPI.
func (l layout) shown(group int) []string {
	labels := slices.Clone(l.Groups[group].Labels)
	for i, wordings := range l.wordings {
		if text, ok := wordings[labels[i]]; ok {
			labels[i] = text.In(l.Language)
		}
	}
	return labels
}

// wordings is how people write the values that an answer has, for each of its dimensions.
func wordings(r *answer.Result) []map[string]i18n.Text {
	all := make([]map[string]i18n.Text, len(r.Dimensions))
	for d, dimension := range r.Dimensions {
		all[d] = crm.Wordings(dimension.Wording, func(yield func(string) bool) {
			for _, g := range r.Groups {
				if !yield(g.Labels[d]) {
					return
				}
			}
		})
	}
	return all
}

// mappings show the values of a dimension as people write them; what is filtered by stays the value. They are nil where the looks are the panel's.
func (l layout) mappings(dimension int) data.ValueMappings {
	if l.wordings == nil || len(l.wordings[dimension]) == 0 {
		return nil
	}
	texts := data.ValueMapper{}
	for value, text := range l.wordings[dimension] {
		texts[value] = data.ValueMappingResult{Text: text.In(l.Language)}
	}
	return data.ValueMappings{texts}
}

// labels are the group's labels by dimension; nil without dimensions.
func (l layout) labels(group int) data.Labels {
	if len(l.Dimensions) == 0 {
		return nil
	}
	labels := data.Labels{}
	for i, d := range l.Dimensions {
		labels[d.ID] = l.Groups[group].Labels[i]
	}
	return labels
}

// keysConfig is the place of keys in the configuration of a field, which Grafana passes on and neither shows nor compares: labels
// would be told twice in legends and make other alerts.
const keysConfig = "keys"

// keys are the group's keys by dimension, those of its values; nil without any.
func (l layout) keys(group int) map[string]any {
	keys := map[string]string{}
	for i, d := range l.Dimensions {
		if key := l.Groups[group].Keys[i]; key != "" {
			keys[d.ID] = key
		}
	}
	return asConfig(keys)
}

// keysOf are the keys of a dimension by their labels, which are unique.
func (l layout) keysOf(dimension int) map[string]any {
	keys := map[string]string{}
	for _, g := range l.Groups {
		if key := g.Keys[dimension]; key != "" {
			keys[g.Labels[dimension]] = key
		}
	}
	return asConfig(keys)
}

func asConfig(keys map[string]string) map[string]any {
	if len(keys) == 0 {
		return nil
	}
	return map[string]any{keysConfig: keys}
}

// config is how a column is shown: under a name, with its unit and, on hovering, what the KPI means.
func (l layout) config(column int, name string) *data.FieldConfig {
	c := l.Columns[column]
	config := unitOf(c.Unit, l.Currency)
	config.DisplayNameFromDS = name
	if c.KPI != nil {
		config.Description = c.KPI.Description.In(l.Language)
	}
	return config
}
