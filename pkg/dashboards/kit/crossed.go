package kit

import (
	"errors"
	"maps"
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Members draws one horizontal bar for each value of a dimension, made of the values of another one in their order. The
// bars have no axis: they are compared with one another. Its question asks
// for a KPI by both as a time series without a grain, which keeps them as labels.
func Members(title, description, row, part string) *Panel {
	p := columns(title, description, common.StackingModeNormal, common.VizOrientationHorizontal).
		Shape("joinByLabels", map[string]any{"value": part, "join": []string{row}})
	p.panel.FieldConfig.Defaults.Color = &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdShades, FixedColor: to(Plain)}
	return p.valued(common.VisibilityModeNever)
}

// Lives draws the states of things over time, a line for each: rows with a time, the thing, and the state that it had from then on.
// Grafana tells things apart by the title of their column, which is another one in each language: so does the line's name, a text that
// is translated. The legend says what colour a state has: Grafana cuts names that are longer than their bar.
func Lives(title, description, time, thing, state string) *Panel {
	p := States(title, description).OnOnePage().unlabelled().Columns(time, thing, state).
		Shape("partitionByValues", map[string]any{"fields": titlesOf(thing), "keepFields": false, "naming": map[string]any{"asLabels": true}}).
		Field(state, Named("${__field.labels."+crm.Reference().Model.Title(thing).In(i18n.English)+"}"))
	p.panel.FieldConfig.Defaults.Color = fixed(Plain)
	return p
}

// AsShares makes all bars as long as one another.
func (p *Panel) AsShares() *Panel {
	if options, ok := p.panel.Options.(*barchart.Options); ok {
		options.Stacking = common.StackingModePercent
	} else {
		p.err = errors.New("only bars can be shares")
	}
	return p
}

// Valued writes the value at the end of each bar, in the place of an axis.
func (p *Panel) Valued() *Panel { return p.valued(common.VisibilityModeAlways) }

func (p *Panel) valued(when common.VisibilityMode) *Panel {
	if options, ok := p.panel.Options.(*barchart.Options); ok {
		options.ShowValue = when
	} else {
		p.err = errors.New("only bars can have a value at their end")
	}
	return p.matched("byType", "number", []Look{look("custom.axisPlacement", "hidden")})
}

// parts tell the parts of a whole apart, none of which is good or bad: hues that mean nothing elsewhere, neighbours of different
// lightness for those who do not see some hues.
var parts = []string{Plain, Second, "#1a7f8e", "#b9a3e3", "#8f3b76", "#6ed0e0", "#a0724a", "#f2a7c3", "#5c6b7a"}

// Worded names the parts that are called by words of the data, and tells them apart. What has no value is muted.
func (p *Panel) Worded(words map[string]string) *Panel {
	next := 0
	for _, word := range slices.Sorted(maps.Keys(words)) {
		colour := Muted
		if word != query.None {
			colour, next = parts[next%len(parts)], next+1
		}
		p.Field(word, Named(words[word]), In(colour))
	}
	return p
}

// unlabelled writes no names into the bars of states.
func (p *Panel) unlabelled() *Panel {
	if options, ok := p.panel.Options.(*statetimeline.Options); ok {
		options.ShowValue = common.VisibilityModeNever
	} else {
		p.err = errors.New("only states can have no names")
	}
	return p
}

// OnOnePage shows all states, however many things have some.
func (p *Panel) OnOnePage() *Panel {
	if options, ok := p.panel.Options.(*statetimeline.Options); ok {
		options.PerPage = to(0.0)
	}
	return p
}
