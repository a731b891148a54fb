package frames

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var timeTitle = i18n.T("frames.time")

// separator stands between the parts of a series' name.
const separator = " · "

// name tells the figures of a column and group apart from the others: by the column, the group, or both.
func (l layout) name(column, group int) string {
	title := l.Columns[column].Title.In(l.Language)
	labels := strings.Join(l.Groups[group].Labels, separator)
	switch {
	case labels == "":
		return title
	case len(l.Columns) == 1:
		return labels
	}
	return title + separator + labels
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
