package kit

import (
	"errors"
	"maps"
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/common"
)

// Members draws one horizontal bar for each value of a dimension, made of the values of another one in their order. Its question asks
// for a KPI by both as a time series without a grain, which keeps them as labels.
func Members(title, description, row, part string) *Panel {
	return columns(title, description, common.StackingModeNormal, common.VizOrientationHorizontal).
		Shape("joinByLabels", map[string]any{"value": part, "join": []string{row}})
}

// Lives draws the states of things over time, a line for each: rows with a time, the thing, and the state that it had from then on.
func Lives(title, description, time, thing, state string) *Panel {
	return States(title, description).
		Shape("organize", map[string]any{
			"includeByName": map[string]bool{time: true, thing: true, state: true}, "indexByName": map[string]int{},
			"excludeByName": map[string]bool{}, "renameByName": map[string]string{},
		}).
		Shape("partitionByValues", map[string]any{"fields": []string{thing}, "keepFields": false, "naming": map[string]any{"asLabels": true}}).
		Field(state, Named("${__field.labels."+thing+"}"))
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

// Worded names the fields that are called by words of the data.
func (p *Panel) Worded(words map[string]string) *Panel {
	for _, word := range slices.Sorted(maps.Keys(words)) {
		p.Field(word, Named(words[word]))
	}
	return p
}
