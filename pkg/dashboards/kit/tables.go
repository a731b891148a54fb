package kit

import (
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
)

// leastColumn is how narrow a column becomes, in pixels, unless it says otherwise.
const leastColumn = 70

// Table shows rows. On a phone its first two columns are seen: put what matters there.
func Table(title, description string) *Panel {
	p := newPanel(title, description, table.NewPanelBuilder().CellHeight(common.TableCellHeightSm).ShowHeader(true).MinWidth(leastColumn))
	p.panel.FieldConfig.Defaults.Custom = map[string]any{
		"align": "auto", "cellOptions": map[string]any{"type": "auto"}, "filterable": false, "inspect": false, "minWidth": leastColumn, "wrapHeaderText": true,
	}
	p.panel.FieldConfig.Defaults.Mappings = []dashboard.ValueMapping{nothing(), withoutValue()}
	return p.toTheMinute()
}

// nothing shows a dash where there is no value.
func nothing() dashboard.ValueMapping {
	return dashboard.ValueMapping{SpecialValueMap: &dashboard.SpecialValueMap{
		Type: dashboard.MappingTypeSpecialValue,
		Options: dashboard.DashboardSpecialValueMapOptions{
			Match: dashboard.SpecialValueMatchNull, Result: dashboard.ValueMappingResult{Text: to(absent), Color: to(Muted), Index: to(int32(0))},
		},
	}}
}

// First shows the first n rows, also where more of them share the last place of [Question.Top].
func (p *Panel) First(n int) *Panel { return p.Shape("limit", map[string]any{"limitField": n}) }

// Wrapped shows a long text in several lines.
func Wrapped() Look {
	return look("custom.cellOptions", map[string]any{"type": "auto", "wrapText": true})
}

// OutOfSight leaves a column out that links or titles need, with its values as the data source has them.
func OutOfSight() Look { return slices.Concat(look("custom.hidden", true), look("mappings", []any{})) }
