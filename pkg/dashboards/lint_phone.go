package dashboards

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What is how wide, in pixels: of a screen of 1920 and of a phone of 390.
const (
	PhoneTable = 340 // of a table
	ScrollBar  = 8

	phoneTitle = 221 // of a panel's title, beside its icons
	figureGap  = 10  // of a figure, around its name

	cellPadding = 12 // of a cell, on both sides

	gridColumn, panelFrame = 79, 26 // a panel of n columns of the grid has n times the first less the second for a table
	defaultWidth           = 150    // of a column
)

// Column is how wide a column of a table is: so many pixels, or at least so many.
type Column struct {
	Pixels int
	Fixed  bool
}

// Wide is how wide columns become together where there are so many pixels: as Grafana has it, those without a width share what the others leave.
func Wide(columns []Column, there int) int {
	free := 0
	for _, c := range columns {
		if c.Fixed {
			there -= c.Pixels
		} else {
			free++
		}
	}
	sum := 0
	for _, c := range columns {
		if !c.Fixed {
			c.Pixels = max(c.Pixels, there/free)
		}
		sum += c.Pixels
	}
	return sum
}

// Whole reports whether a phone, which is too narrow for all columns, cuts none behind the second: one ends where the screen does.
func Whole(columns []Column) bool {
	end := 0
	for i, c := range columns {
		if end += c.Pixels; end > PhoneTable {
			return i == 0
		}
		if i >= firstColumns-1 && end > PhoneTable-ScrollBar {
			return true
		}
	}
	return false
}

// ColumnsOf are the columns of the table that answers a question for KPIs.
func ColumnsOf(q query.Question) []string {
	names := slices.Clone(q.GroupBy)
	for _, text := range q.KPIs {
		names = append(names, called(text))
		compared := q.CompareAs
		if q.Compare != "" && len(compared) == 0 {
			compared = []query.CompareAs{query.AsValue}
		}
		for _, as := range compared {
			name := called(text) + "_" + string(q.Compare)
			if as != query.AsValue {
				name += "_" + string(as)
			}
			names = append(names, name)
		}
	}
	return names
}

// narrow checks that a phone shows whole columns of a table, and that a desk shows all of them.
func (l *linter) narrow(p Panel) {
	names, all := p.columnNames()
	if len(names) <= firstColumns {
		return
	}
	columns := make([]Column, len(names))
	for i, name := range names {
		columns[i], _ = p.FieldConfig.column(name)
		for word := range strings.FieldsSeq(p.FieldConfig.called(name)) { // lines break between words
			if wide := long(word, 7.2, 8.6) + cellPadding; columns[i].Fixed && wide > columns[i].Pixels {
				l.panel(p, "the head %q of a column is cut: %q takes %d pixels, more than %d", p.FieldConfig.called(name), word, wide, columns[i].Pixels)
			}
		}
	}
	if fits := all && Wide(columns, PhoneTable-ScrollBar) <= PhoneTable-ScrollBar; !fits && !Whole(columns) {
		first := columns[0].Pixels + columns[1].Pixels
		l.panel(p, "a phone shows a part of a column: the first two, %s and %s, are %d pixels wide; make them %d, or all columns %d", names[0], names[1], first, PhoneTable, PhoneTable-ScrollBar)
	}
	there := gridColumn*p.GridPos.W - panelFrame
	if wide := Wide(columns, there); all && wide > there {
		l.panel(p, "its columns are %d pixels wide, more than the %d that it has on a screen of 1920; leave one without a width, and make others narrower", wide, there)
	}
}

// columnNames are the columns of a table that are seen, in their order, as far as its questions and transformations tell; all reports whether
// these are all of them.
func (p Panel) columnNames() (names []string, all bool) {
	if p.Type != "table" {
		return nil, false
	}
	asked := p.questions()
	if len(asked) > 0 && asked[0].Type == query.KPI && asked[0].Format == query.Table {
		names, all = ColumnsOf(asked[0]), len(asked) == 1
	}
	for _, t := range p.Transformations {
		if t.ID != "organize" {
			continue
		}
		at := t.Options.IndexByName
		if all = len(t.Options.IncludeByName) > 0; all {
			names = sorted(t.Options.IncludeByName)
		} else {
			names = slices.DeleteFunc(names, func(name string) bool { _, placed := at[name]; return !placed })
		}
		slices.SortFunc(names, func(a, b string) int { return at[a] - at[b] })
	}
	return slices.DeleteFunc(names, func(name string) bool { _, hidden := p.FieldConfig.column(name); return hidden }), all
}

// column finds how wide a column is, by its own settings, else by those of all; hidden is one that is not seen.
func (c FieldConfig) column(name string) (column Column, hidden bool) {
	column.Pixels = defaultWidth
	if c.Defaults.Custom.MinWidth > 0 {
		column.Pixels = c.Defaults.Custom.MinWidth
	}
	for _, override := range c.Overrides {
		if !override.matches(name) {
			continue
		}
		for _, property := range override.Properties {
			switch property.ID {
			case "custom.width":
				column.Fixed = json.Unmarshal(property.Value, &column.Pixels) == nil
			case "custom.minWidth":
				if !column.Fixed {
					_ = json.Unmarshal(property.Value, &column.Pixels)
				}
			case "custom.hidden":
				_ = json.Unmarshal(property.Value, &hidden)
			}
		}
	}
	return column, hidden
}

// head checks that a phone shows the title of a panel or row as a whole, and that Grafana adds no words of its own.
func (l *linter) head(p Panel) {
	if wide := long(filled(p.Title), 6.9, 7.8); wide > phoneTitle {
		l.panel(p, "a phone cuts its title, which is %d pixels wide, more than %d; shorten it", wide, phoneTitle)
	}
	if (p.TimeFrom != "" || p.TimeShift != "") && !p.HideTimeOverride {
		l.panel(p, "Grafana tells its own range beside the title, in English; hide that, and tell it in the title or the description")
	}
}

// figures checks that a phone shows the names of figures side by side: each word as a whole, in at most two lines, or one in a low panel.
func (l *linter) figures(p Panel, side int) {
	if p.Type != "stat" || p.Options.Orientation == "horizontal" || side < 2 {
		return
	}
	lines := 2
	if p.GridPos.H < stripHeight {
		lines = 1
	}
	there := PhoneTable/side - figureGap
	for _, name := range p.FieldConfig.names() {
		used, at := 1, 0
		for word := range strings.FieldsSeq(name) {
			wide := long(word, 7, 7.9)
			if wide > there {
				l.panel(p, "a phone cuts the name %q: %q is wider than the %d pixels that each of %d figures has", name, word, there, side)
			}
			if at > 0 && at+wide > there {
				used, at = used+1, 0
			}
			at += wide + 4
		}
		if used > lines {
			l.panel(p, "a phone writes the name %q in %d lines, more than %d; shorten it, or make the panel higher", name, used, lines)
		}
	}
}

// names are the names that fields are given.
func (c FieldConfig) names() (all []string) {
	for _, override := range c.Overrides {
		if name := override.name(); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// called is the name that a field is given; "" for none.
func (c FieldConfig) called(field string) (name string) {
	for _, override := range c.Overrides {
		if given := override.name(); given != "" && override.matches(field) {
			name = given
		}
	}
	return name
}

// long estimates how wide a text is from what a letter of each alphabet takes.
func long(text string, latin, cyrillic float64) int {
	wide := 0.
	for _, r := range text {
		if unicode.Is(unicode.Cyrillic, r) {
			wide += cyrillic
		} else {
			wide += latin
		}
	}
	return int(wide)
}

// dated finds a time in a title, with the way that it is written.
var dated = regexp.MustCompile(`\$\{__(?:from|to):date:([^}]*)\}`)

// filled puts something as long as a value into the place of each variable.
func filled(text string) string {
	text = dated.ReplaceAllString(text, "$1")
	return variable.ReplaceAllString(text, strings.Repeat("n", 20))
}
