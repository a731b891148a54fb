package showcase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// name is what Grafana shows for a field.
func name(f *data.Field) string {
	if f.Config != nil && f.Config.DisplayNameFromDS != "" {
		return plain(f.Config.DisplayNameFromDS)
	}
	return f.Name
}

// number is a figure; nil is null.
func number(f *data.Field, row int) *float64 {
	if f.NilAt(row) {
		return nil
	}
	v, err := f.FloatAt(row)
	if err != nil {
		return nil
	}
	return &v
}

// units are the catalogue's units by Grafana's ids, which the answers carry.
var units = map[string]catalog.Unit{
	"percentunit": catalog.Percent, "percent": catalog.Score, "suffix:×": catalog.Times, "none": catalog.Points, "suffix:★": catalog.Rating,
	"d": catalog.Days, "h": catalog.Hours, "m": catalog.Minutes,
}

// figure writes a figure with its unit, coloured where one can tell good from bad.
func figure(f *data.Field, row int) string {
	var id string
	if f.Config != nil {
		id = f.Config.Unit
	}
	value := number(f, row)
	unit, currency := units[id], ""
	if code, ok := strings.CutPrefix(id, "currency"); ok {
		unit, currency = catalog.Money, strings.Trim(code, ": ")
	}
	if code, ok := strings.CutSuffix(currency, "/d"); ok {
		unit, currency = catalog.MoneyPerDay, code
	}
	text := terminal.Format(value, unit, currency)
	if c := colour(f.Name, value); c != nil {
		return c.Sprint(text)
	}
	return text
}

// colour tells how good the figure of a column is: nil when that cannot be said. A target is reached at 1; a comparison is good
// when it went the better way.
func colour(column string, value *float64) *color.Color {
	if value == nil {
		return nil
	}
	goal := func(suffix string) bool { return strings.HasSuffix(column, suffix) }
	if slices.ContainsFunc([]string{"_attainment", "_pace", ".attainment", ".pace"}, goal) {
		switch {
		case *value >= 1:
			return good
		case *value >= 0.8:
			return fair
		}
		return bad
	}
	for _, suffix := range []string{"_previous_year_ratio", "_previous_period_ratio", "_previous_year_difference", "_previous_period_difference"} {
		id, ok := strings.CutSuffix(column, suffix)
		if !ok {
			continue
		}
		k, err := catalog.Default().KPI(id)
		switch {
		case err != nil || k.Better == "" || *value == 0:
			return nil
		case (*value > 0) == (k.Better == catalog.Higher):
			return good
		}
		return bad
	}
	return nil
}

// plain keeps what a database holds from steering the terminal.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

func length(text string) int { return utf8.RuneCountInString(text) }

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-length(text)))
}
