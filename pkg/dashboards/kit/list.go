package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
)

// List shows each KPI of its questions in a line of its own, the name on the left and the value on the right.
func List(title, description string) *Panel {
	p := newPanel(title, description, stat.NewPanelBuilder().
		ColorMode(common.BigValueColorModeValue).GraphMode(common.BigValueGraphModeNone).JustifyMode(common.BigValueJustifyModeAuto).
		TextMode(common.BigValueTextModeValueAndName).WideLayout(true).ReduceOptions(last()).Orientation(common.VizOrientationHorizontal).
		Text(common.NewVizTextDisplayOptionsBuilder().TitleSize(14).ValueSize(20)))
	p.panel.FieldConfig.Defaults.Color = fixed(Muted)
	p.panel.FieldConfig.Defaults.Mappings = []dashboard.ValueMapping{nothing()}
	return p
}
