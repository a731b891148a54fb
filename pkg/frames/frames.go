// Package frames turns answers into data frames after Grafana's dataplane contract, with units, display names, the statements
// that were run and what the reader must know. It knows no SQL and decides nothing about numbers.
package frames

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Options say how an answer is to be shown.
type Options struct {
	Language i18n.Language
	Currency string       // ISO 4217 code of the amounts; "" shows plain numbers
	Format   query.Format // "" means a time series, and a table when there is no time axis
	AsOf     time.Time    // when the question was asked
	// Restricted is [answer.Answer.Restricted].
	Restricted bool
	Styled     *Style // nil leaves the looks to the panel
}

// Of returns an answer's frames; there is always at least one, even if it is empty. The first one carries the statements, the
// notices and the custom metadata of the whole answer.
//
// With a time axis, a table is one frame in the long format, and a time series a frame for each column and group. Without one,
// a table of groups is one frame in the long format, a row of figures one wide frame, and anything else a frame for each figure.
// Periods that begin before 1678 or after 2261, which a frame cannot hold, are left out, and said to be.
func Of(r *answer.Result, o Options) data.Frames {
	r = withoutFar(r).In(o.Language)
	l := layout{Result: r, Options: o}
	if o.Styled != nil {
		l.negative, l.wordings = negative(r), wordings(r)
	}
	var frames data.Frames
	var kind data.FrameType
	switch series := o.Format != query.Table; {
	case r.Grain != calendar.None && series:
		frames, kind = l.each(l.series), data.FrameTypeTimeSeriesMulti
	case r.Grain != calendar.None:
		frames, kind = l.long(), data.FrameTypeTimeSeriesLong
	case o.Format == query.TimeSeries, o.Format == query.Figures:
		frames, kind = l.each(l.figure), data.FrameTypeNumericMulti
	case len(r.Dimensions) == 0:
		frames, kind = l.wide(), data.FrameTypeNumericWide
	default:
		frames, kind = l.long(), data.FrameTypeNumericLong
	}
	if len(r.Groups) == 0 {
		frames = data.Frames{data.NewFrame("")} // without fields, which means no data
	}
	shown, panel := shownAs(kind)
	for _, f := range frames {
		f.Meta = &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}, PreferredVisualization: shown, PreferredVisualizationPluginID: panel}
	}
	first := frames[0].Meta
	first.Custom = customOf(r, o)
	first.Notices = notices(r.Notices, o.Language)
	first.ExecutedQueryString = executed(r.Statements, o.Language)
	return frames
}

// shownAs is how Explore shows frames, and what Grafana suggests first for a panel of them: a graph or a table or, by its plugin, what has no kind
// of its own. Figures that are called a table would be suggested as one first.
func shownAs(kind data.FrameType) (as data.VisType, plugin string) {
	switch kind {
	case data.FrameTypeTimeSeriesMulti:
		return data.VisTypeGraph, ""
	case data.FrameTypeNumericMulti:
		return "", "stat"
	}
	return data.VisTypeTable, ""
}

// layout lays an answer out as fields.
type layout struct {
	*answer.Result
	Options
	// Where figures are styled: whether columns have one below 0, and how people write the values of dimensions.
	negative []bool
	wordings []map[string]i18n.Text
}

// each makes a frame for each column and group.
func (l layout) each(frame func(column, group int) *data.Frame) data.Frames {
	var frames data.Frames
	for c := range l.Columns {
		for g := range l.Groups {
			frames = append(frames, frame(c, g))
		}
	}
	return frames
}

// stamp is where a period stands on the axis of time: at its beginning or, where the range cuts that off, at that of the range, outside of
// which Grafana draws nothing.
func stamp(b answer.Bucket) time.Time { return b.Range.From }

func (l layout) series(column, group int) *data.Frame {
	times := make([]time.Time, len(l.Buckets))
	for i, b := range l.Buckets {
		times[i] = stamp(b)
	}
	return data.NewFrame("", data.NewField(data.TimeSeriesTimeFieldName, nil, times), l.figures(column, group))
}

func (l layout) figure(column, group int) *data.Frame {
	return data.NewFrame("", l.figures(column, group))
}

// wide is one row of figures.
func (l layout) wide() data.Frames {
	frame := data.NewFrame("")
	for c := range l.Columns {
		for g := range l.Groups {
			frame.Fields = append(frame.Fields, l.figures(c, g))
		}
	}
	return data.Frames{frame}
}

// figures are the values of a column and group, a row for each bucket.
func (l layout) figures(column, group int) *data.Field {
	f := data.NewField(l.Columns[column].ID, l.labels(group), append([]*float64{}, l.Values[column][group]...))
	config := l.config(column, l.name(column, group))
	config.Custom = l.keys(group)
	l.style(config, column, group)
	return f.SetConfig(config)
}

// long has a row for each bucket and group: the time if there is an axis, the groups as text, then the figures.
func (l layout) long() data.Frames {
	rows := len(l.Buckets) * len(l.Groups)
	frame := data.NewFrame("")
	add := func(name string, values any, config *data.FieldConfig) {
		frame.Fields = append(frame.Fields, data.NewField(name, nil, values).SetConfig(config))
	}
	if l.Grain != calendar.None {
		times := make([]time.Time, 0, rows)
		for _, b := range l.Buckets {
			for range l.Groups {
				times = append(times, b.Start)
			}
		}
		add(data.TimeSeriesTimeFieldName, times, &data.FieldConfig{DisplayNameFromDS: timeTitle.In(l.Language)})
	}
	for d, dimension := range l.Dimensions {
		labels := make([]string, 0, rows)
		for range l.Buckets {
			for _, g := range l.Groups {
				labels = append(labels, g.Labels[d])
			}
		}
		config := &data.FieldConfig{DisplayNameFromDS: dimension.Title.In(l.Language), Custom: l.keysOf(d), Mappings: l.mappings(d)}
		add(dimension.ID, labels, config.SetFilterable(true))
	}
	for c, column := range l.Columns {
		values := make([]*float64, 0, rows)
		for b := range l.Buckets {
			for g := range l.Groups {
				values = append(values, l.Values[c][g][b])
			}
		}
		config := l.config(c, column.Title.In(l.Language))
		l.style(config, c, allGroups)
		add(column.ID, values, config)
	}
	return data.Frames{frame}
}
