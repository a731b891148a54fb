package showcase

import (
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

const (
	indent = "  "
	// mostBars is how long a sparkline may be; longer series show their end.
	mostBars = 60
)

// writeFrames prints series and single figures as lines, everything else as tables.
func (s Show) writeFrames(frames data.Frames) {
	var lines []line
	var tables []*data.Frame
	for _, f := range frames {
		switch kind := typeOf(f); {
		case f.Rows() == 0:
		case kind == data.FrameTypeTimeSeriesMulti:
			lines = append(lines, s.seriesLine(f))
		case kind == data.FrameTypeNumericWide || kind == data.FrameTypeNumericMulti:
			for _, field := range f.Fields {
				lines = append(lines, line{name: name(field), value: figure(field, 0)})
			}
		default:
			tables = append(tables, f)
		}
	}
	s.writeLines(lines)
	for _, f := range join(tables) {
		s.writeTable(f)
	}
}

func typeOf(f *data.Frame) data.FrameType {
	if f.Meta == nil {
		return data.FrameTypeUnknown
	}
	return f.Meta.Type
}

// line is a figure, or a series with its latest figure.
type line struct {
	name, sparkline, value, when string
}

func (s Show) writeLines(lines []line) {
	var names, sparklines int
	for _, l := range lines {
		names, sparklines = max(names, length(l.name)), max(sparklines, length(l.sparkline))
	}
	for _, l := range lines {
		text := indent + pad(l.name, names) + "  "
		if sparklines > 0 {
			text += heading.Sprint(pad(l.sparkline, sparklines)) + "  "
		}
		fmt.Fprintln(s.Out, strings.TrimRight(text+l.value+faint.Sprint(l.when), " "))
	}
}

// seriesLine draws a series of a time and a figure. Its value is that of the last period that has begun and has one.
func (s Show) seriesLine(f *data.Frame) line {
	times, figures := f.Fields[0], f.Fields[1]
	l := line{name: name(figures)}
	values := make([]*float64, figures.Len())
	latest := -1
	for i := range values {
		values[i] = number(figures, i)
		if at, ok := times.ConcreteAt(i); ok && values[i] != nil && !at.(time.Time).After(s.Now) {
			latest = i
		}
	}
	l.sparkline = terminal.Sparkline(values[max(0, len(values)-mostBars):])
	if latest < 0 {
		l.value = terminal.Null
		return l
	}
	at, _ := times.ConcreteAt(latest)
	l.value, l.when = figure(figures, latest), " from "+s.day(at.(time.Time))
	return l
}

// day writes when a period begins, in the business time zone.
func (s Show) day(t time.Time) string {
	t = t.In(s.Now.Location())
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}
