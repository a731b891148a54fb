package showcase

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

const (
	// mostRows is how many rows of a table are printed.
	mostRows = 8
	// mostWidth is how wide a column may be, and lineWidth a whole table: columns beyond it are left out.
	mostWidth = 36
	lineWidth = 118
)

func (s Show) writeTable(f *data.Frame) {
	rows := min(f.Rows(), mostRows)
	columns, width := 0, 0
	for _, field := range f.Fields {
		widest := length(name(field))
		for row := range rows {
			widest = max(widest, text.StringWidthWithoutEscSequences(s.cell(field, row)))
		}
		if width += min(widest, mostWidth) + 2; width > lineWidth && columns > 0 {
			break
		}
		columns++
	}
	t := newTable(f.Fields[:columns])
	for row := range rows {
		cells := make(table.Row, columns)
		for i, field := range f.Fields[:columns] {
			cells[i] = s.cell(field, row)
		}
		t.AppendRow(cells)
	}
	for line := range strings.Lines(t.Render() + "\n") {
		fmt.Fprintln(s.Out, indent[1:]+strings.TrimRight(line, " \n"))
	}
	var more []string
	if n := f.Rows() - rows; n > 0 {
		more = append(more, fmt.Sprintf("%d more rows", n))
	}
	if n := len(f.Fields) - columns; n > 0 {
		more = append(more, fmt.Sprintf("%d more columns", n))
	}
	if len(more) > 0 {
		fmt.Fprintln(s.Out, indent+faint.Sprint("and "+strings.Join(more, ", ")))
	}
}

func newTable(fields []*data.Field) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	header := make(table.Row, len(fields))
	columns := make([]table.ColumnConfig, len(fields))
	for i, field := range fields {
		header[i] = faint.Sprint(name(field))
		columns[i] = table.ColumnConfig{Number: i + 1, WidthMax: mostWidth, WidthMaxEnforcer: snip}
		if field.Type().Numeric() {
			columns[i].Align, columns[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	t.AppendHeader(header)
	t.SetColumnConfigs(columns)
	return t
}

func snip(cell string, width int) string { return text.Snip(cell, width, "…") }

func (s Show) cell(field *data.Field, row int) string {
	if field.Type().Numeric() {
		return figure(field, row)
	}
	switch v, ok := field.ConcreteAt(row); v := v.(type) {
	case time.Time:
		if !ok {
			return ""
		}
		return v.In(s.Now.Location()).Format("2006-01-02 15:04")
	case string:
		return plain(v)
	default:
		return fmt.Sprint(v)
	}
}

// join makes one table of those that have the same dimensions, as the dashboards do: a row for each group of any of them.
func join(frames []*data.Frame) []*data.Frame {
	var joined []*data.Frame
	for _, f := range frames {
		i := slices.IndexFunc(joined, func(other *data.Frame) bool {
			keys := keysOf(f)
			return typeOf(f) == data.FrameTypeNumericLong && typeOf(other) == typeOf(f) && slices.Equal(keysOf(other), keys)
		})
		if i < 0 {
			joined = append(joined, f)
			continue
		}
		joined[i] = merge(joined[i], f)
	}
	return joined
}

// keysOf are the names of the fields that tell the rows apart.
func keysOf(f *data.Frame) []string {
	var names []string
	for _, field := range f.Fields {
		if !field.Type().Numeric() {
			names = append(names, field.Name)
		}
	}
	return names
}

// merge adds the figures of b to the rows of a with the same keys.
func merge(a, b *data.Frame) *data.Frame {
	rows := map[string]int{}
	out := a.EmptyCopy()
	for i, field := range a.Fields {
		out.Fields[i].Config = field.Config
	}
	keys := len(keysOf(a)) // the fields of groups come first
	for i := range a.Rows() {
		rows[key(a, keys, i)] = i
		out.AppendRow(a.RowCopy(i)...)
	}
	for _, field := range b.Fields[keys:] {
		more := data.NewFieldFromFieldType(field.Type(), out.Rows())
		more.Name, more.Config = field.Name, field.Config
		out.Fields = append(out.Fields, more)
	}
	for i := range b.Rows() {
		row, ok := rows[key(b, keys, i)]
		if !ok {
			row = out.Rows()
			out.Extend(1)
			for k := range keys {
				out.Set(k, row, b.CopyAt(k, i))
			}
		}
		for n := range b.Fields[keys:] {
			out.Set(len(a.Fields)+n, row, b.CopyAt(keys+n, i))
		}
	}
	out.Meta = a.Meta
	return out
}

func key(f *data.Frame, keys, row int) string {
	var parts []string
	for k := range keys {
		v, _ := f.ConcreteAt(k, row)
		parts = append(parts, fmt.Sprintf("%q", v))
	}
	return strings.Join(parts, ",")
}
