package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// The bars of a waterfall of the pipeline, by the columns that they come in. Formulas give each its own column, above zero.
const (
	opened  = "pipeline_opening"
	added   = "=max(pipeline_change, 0)"
	reduced = "=max(0 - pipeline_change, 0)"
	won     = "=0 - pipeline_change"
	lost    = "=0 - (pipeline_change)"
	closed  = "pipeline_closing"
	base    = opened + " + rest"
	step    = "pipeline_move"
)

// Waterfall leads from the opening pipeline over what moved it to the closing one: each bar begins where the one before ends.
// The bars lie, so that all names fit on a phone. Grafana has no such chart, so the bars stand on others that are not seen: the lower of what was before and after each step.
func Waterfall(title, description string, steps map[string]string) *Panel {
	p := newPanel(title, description, barchart.NewPanelBuilder().
		Orientation(common.VizOrientationHorizontal).Stacking(common.StackingModeNormal).ShowValue(common.VisibilityModeNever).
		XField(step).BarWidth(0.9).GroupWidth(0.9).BarRadius(0.05).XTickLabelRotation(0).XTickLabelMaxLength(24).FillOpacity(85).LineWidth(0).Min(0).
		Legend(legend()).Tooltip(common.NewVizTooltipOptionsBuilder().Mode(common.TooltipDisplayModeMulti).Sort(common.SortOrderNone).HideZeros(true)))
	moves := func(move ...string) query.Filter { return Is(step, move...) }
	p.Asks(
		Ask(opened),
		Ask(added, reduced).By(step).Where(moves("new", "resized", "pushed_in", "pushed_out")),
		Ask(won).By(step).Where(moves("won")),
		Ask(lost).By(step).Where(moves("lost")),
		Ask(closed),
	)
	// The opening and the closing have no move, but are steps as well: the numbers 0 and 1, which have words as the moves do. Each
	// shape of some frames puts these before all others.
	text := map[string]any{"conversions": []any{map[string]any{"targetField": step, "destinationType": "string"}}}
	p.calculated("row", "index", "", nil).only("E").
		calculated(step, "binary", "binary", binary("row", "+", map[string]any{"fixed": "1"})).only("E").
		Shape("convertFieldType", text).only("E")
	for _, letter := range []string{"D", "C", "B"} {
		p.Shape("organize", map[string]any{}).only(letter)
	}
	// A figure is at its own step alone. To convert it to a number makes null of what it does not have at others, and once more, nothing of that.
	figures := map[string]any{"conversions": numbers(opened, added, reduced, won, lost, closed)}
	p.calculated(step, "index", "", nil).only("A").
		Shape("convertFieldType", text).only("A").
		Shape("merge", map[string]any{}).
		Shape("convertFieldType", figures).Shape("convertFieldType", figures).
		calculated("up", "reduceRow", "reduce", sum(opened, added)).
		calculated("down", "reduceRow", "reduce", sum(reduced, won, lost, closed)).
		calculated("change", "binary", "binary", binary("up", "-", operand("down"))).
		calculated("after", "cumulativeFunctions", "cumulative", map[string]any{"field": "change", "reducer": "sum"}).
		calculated("before", "binary", "binary", binary("after", "-", operand("change"))).
		calculated("floor", "reduceRow", "reduce", map[string]any{"include": []string{"before", "after"}, "reducer": "min"}).
		calculated("start", "reduceRow", "reduce", sum(opened)).
		calculated("rest", "binary", "binary", binary("floor", "-", operand("start")))
	// What Grafana calculates has no unit, and bars of two units stand on two axes. Only what it calculates of all numbers at once keeps that
	// of each: the base is the currency's, as the bars are, by adding to the opening what is left of the floor.
	p.Shape("calculateField", map[string]any{"mode": "binary", "replaceFields": false, "binary": map[string]any{
		"left": map[string]any{"matcher": map[string]any{"id": "byType", "options": "number"}}, "operator": "+", "right": operand("rest"),
	}})
	bars := []struct {
		name, column, colour string
		legend               bool
	}{{"Opening", opened, Plain, false}, {"Added", added, Ahead, true}, {"Smaller or later", reduced, Warning, true}, {"Won", won, Good, true}, {"Lost", lost, Bad, true}, {"Closing", closed, Plain, false}}
	shown := []string{step, base}
	for _, b := range bars {
		p.Field(b.column, Named(b.name), In(b.colour), hiddenFrom(!b.legend, false))
		shown = append(shown, b.column)
	}
	return p.Columns(shown...).
		Field(step, Words(steps)).
		Field(base, In("transparent"), look("custom.fillOpacity", 0), hiddenFrom(true, true))
}

func numbers(fields ...string) (conversions []any) {
	for _, field := range fields {
		conversions = append(conversions, map[string]any{"targetField": field, "destinationType": "number"})
	}
	return conversions
}

func sum(fields ...string) map[string]any {
	return map[string]any{"include": fields, "reducer": "sum"}
}

func hiddenFrom(legend, tooltip bool) Look {
	return look("custom.hideFrom", map[string]any{"viz": false, "legend": legend, "tooltip": tooltip})
}

// calculated adds a field that Grafana calculates from others of its frame.
func (p *Panel) calculated(name, mode, key string, options map[string]any) *Panel {
	all := map[string]any{"mode": mode, "alias": name, "replaceFields": false}
	if key != "" {
		all[key] = options
	}
	return p.Shape("calculateField", all)
}

// only makes the last shape one of the frames of a question.
func (p *Panel) only(refID string) *Panel {
	last := len(p.panel.Transformations) - 1
	p.panel.Transformations[last].Filter = &dashboard.MatcherConfig{Id: "byRefId", Options: refID}
	return p
}

func binary(left, operator string, right map[string]any) map[string]any {
	return map[string]any{"left": operand(left), "operator": operator, "right": right}
}

func operand(name string) map[string]any {
	return map[string]any{"matcher": map[string]any{"id": "byName", "options": name}}
}
