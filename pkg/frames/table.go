package frames

import (
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// urlColumn holds the address of a record in the company's CRM.
const urlColumn = "url"

var openInCRM = i18n.T("frames.open")

// OfTable returns the frame of a list. The contract knows no version of tables. Days are text, which shows the same day in
// every time zone.
func OfTable(t *answer.Table, o Options) data.Frames {
	frame := data.NewFrame(t.Title.In(o.Language))
	for i, c := range t.Columns {
		frame.Fields = append(frame.Fields, column(t.Rows, i, c, o.Language))
	}
	said := t.Notices
	if far := farTimes(t); far > 0 {
		said = append(slices.Clip(said), answer.Notice{Text: i18n.T("notice.far_times", "count", far)})
	}
	frame.Meta = &data.FrameMeta{
		Type:                   data.FrameTypeTable,
		PreferredVisualization: data.VisTypeTable,
		Custom:                 readOf(t.Statements, o),
		Notices:                notices(said, o.Language),
		ExecutedQueryString:    executed(t.Statements, o.Language),
	}
	return data.Frames{frame}
}

func column(rows [][]any, i int, c answer.TableColumn, language i18n.Language) *data.Field {
	config := &data.FieldConfig{DisplayNameFromDS: c.Title.In(language)}
	if c.ID == urlColumn {
		config.Links = []data.DataLink{{Title: openInCRM.In(language), URL: "${__value.raw}", TargetBlank: true}}
	}
	var field *data.Field
	switch c.Type {
	case crm.Number:
		unit := unitOf(c.Unit, "")
		config.Unit, config.Decimals = unit.Unit, unit.Decimals
		field = data.NewField(c.ID, nil, cells[float64](rows, i))
	case crm.Money: // in the currency of the row
		config.Unit = "locale"
		config.SetDecimals(2)
		field = data.NewField(c.ID, nil, cells[float64](rows, i))
	case crm.Bool:
		field = data.NewField(c.ID, nil, cells[bool](rows, i))
	case crm.Time:
		field = data.NewField(c.ID, nil, times(rows, i))
	case crm.Date:
		field = data.NewField(c.ID, nil, days(rows, i))
	default:
		field = data.NewField(c.ID, nil, texts(rows, i, language))
	}
	return field.SetConfig(config)
}

// cells are the values of a column; nil is null.
func cells[T any](rows [][]any, column int) []*T {
	values := make([]*T, len(rows))
	for i, row := range rows {
		if v, ok := row[column].(T); ok {
			values[i] = &v
		}
	}
	return values
}

// times are the values of a column of times, null where the frame cannot hold one.
func times(rows [][]any, column int) []*time.Time {
	values := cells[time.Time](rows, column)
	for i, at := range values {
		if at != nil && far(*at) {
			values[i] = nil
		}
	}
	return values
}

// texts are the values of a column of text, the product's own words in a language.
func texts(rows [][]any, column int, language i18n.Language) []*string {
	values := cells[string](rows, column)
	for i, t := range cells[i18n.Text](rows, column) {
		if t != nil {
			text := t.In(language)
			values[i] = &text
		}
	}
	return values
}

func days(rows [][]any, column int) []*string {
	values := make([]*string, len(rows))
	for i, t := range cells[time.Time](rows, column) {
		if t != nil {
			day := t.Format(time.DateOnly)
			values[i] = &day
		}
	}
	return values
}
