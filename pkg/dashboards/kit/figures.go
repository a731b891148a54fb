package kit

import (
	"errors"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
)

// Figures shows each KPI of its questions as a large number under its name: at most four, to be readable on a phone.
func Figures(title, description string) *Panel {
	p := newPanel(title, description, stat.NewPanelBuilder().Orientation(common.VizOrientationAuto).
		ColorMode(common.BigValueColorModeValue).GraphMode(common.BigValueGraphModeNone).JustifyMode(common.BigValueJustifyModeCenter).
		TextMode(common.BigValueTextModeValueAndName).WideLayout(false).ReduceOptions(last()).Orientation(common.VizOrientationAuto).
		Text(common.NewVizTextDisplayOptionsBuilder().TitleSize(13)))
	p.panel.FieldConfig.Defaults.Color = fixed(Muted)
	p.panel.FieldConfig.Defaults.Mappings = []dashboard.ValueMapping{nothing()}
	return p
}

// last takes the last value of a series, the only one of a table.
func last() cog.Builder[common.ReduceDataOptions] {
	return common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}).Fields("").Values(false)
}

// each takes every row of a table.
func each() cog.Builder[common.ReduceDataOptions] {
	return common.NewReduceDataOptionsBuilder().Calcs([]string{"lastNotNull"}).Fields("").Values(true)
}

func fixed(colour string) *dashboard.FieldColor {
	return &dashboard.FieldColor{Mode: dashboard.FieldColorModeIdFixed, FixedColor: &colour}
}

// Counted shows how many values the fields of some names have: how many rows a table has.
func (p *Panel) Counted(fields string) *Panel {
	return p.reduced("count", fields)
}

// Added shows the sum of the fields of some names.
func (p *Panel) Added(fields string) *Panel {
	return p.reduced("sum", fields)
}

func (p *Panel) reduced(calculation, fields string) *Panel {
	options, ok := p.panel.Options.(*stat.Options)
	if !ok {
		p.err = errors.New("only figures can be counted or added")
		return p
	}
	options.ReduceOptions.Calcs, options.ReduceOptions.Fields = []string{calculation}, &fields
	return p
}
