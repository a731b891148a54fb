package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/table"
)

// Table shows rows. On a phone its first two columns are seen: put what matters there.
func Table(title, description string) *Panel {
	p := newPanel(title, description, table.NewPanelBuilder().CellHeight(common.TableCellHeightSm).ShowHeader(true).MinWidth(70))
	p.panel.FieldConfig.Defaults.Custom = map[string]any{
		"align": "auto", "cellOptions": map[string]any{"type": "auto"}, "filterable": false, "inspect": false, "minWidth": 70, "wrapHeaderText": true,
	}
	p.panel.FieldConfig.Defaults.Mappings = []dashboard.ValueMapping{nothing()}
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

// OutOfSight leaves a column out that links or titles need.
func OutOfSight() Look { return look("custom.hidden", true) }
