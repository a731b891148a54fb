package kit

import (
	"errors"

	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// Series draws KPIs over time, each as a line unless its look says otherwise.
func Series(title, description string) *Panel {
	return newPanel(title, description, timeseries.NewPanelBuilder().
		LineWidth(2).FillOpacity(0).PointSize(5).BarAlignment(common.BarAlignmentAfter).BarWidthFactor(0.8).ShowPoints(common.VisibilityModeAuto).
		Min(0).Legend(legend()).Tooltip(tooltip(common.TooltipDisplayModeMulti)))
}

// Zoomed begins the axis at a value instead of 0, or lower where a value is: for shares that differ little.
func (p *Panel) Zoomed(from float64) *Panel {
	p.panel.FieldConfig.Defaults.Min = nil
	custom, ok := p.panel.FieldConfig.Defaults.Custom.(*timeseries.FieldConfig)
	if !ok {
		p.err = errors.New("only a series can be zoomed")
		return p
	}
	custom.AxisSoftMin = &from
	return p
}

// Stacked draws KPIs over time as bars on top of one another: parts of a whole.
func Stacked(title, description string) *Panel {
	return newPanel(title, description, timeseries.NewPanelBuilder().
		DrawStyle(common.GraphDrawStyleBars).LineWidth(0).FillOpacity(85).BarAlignment(common.BarAlignmentAfter).BarWidthFactor(0.8).
		Stacking(common.NewStackingConfigBuilder().Mode(common.StackingModeNormal).Group("A")).
		Min(0).Legend(legend()).Tooltip(tooltip(common.TooltipDisplayModeMulti)))
}

// Columns draws a bar for each group and KPI of a table, side by side, with the groups along the axis.
func Columns(title, description string) *Panel {
	return columns(title, description, common.StackingModeNone, common.VizOrientationVertical)
}

// Bands draws a horizontal bar for each group, side by side for each KPI.
func Bands(title, description string) *Panel {
	return columns(title, description, common.StackingModeNone, common.VizOrientationHorizontal)
}

// Piled draws the KPIs of a group on top of one another.
func Piled(title, description string) *Panel {
	return columns(title, description, common.StackingModeNormal, common.VizOrientationVertical)
}

func columns(title, description string, stacking common.StackingMode, orientation common.VizOrientation) *Panel {
	return newPanel(title, description, barchart.NewPanelBuilder().
		Orientation(orientation).Stacking(stacking).ShowValue(common.VisibilityModeNever).BarWidth(0.8).GroupWidth(0.8).BarRadius(0.05).
		XTickLabelRotation(0).XTickLabelMaxLength(24).FillOpacity(85).LineWidth(0).Legend(legend()).
		Tooltip(tooltip(common.TooltipDisplayModeMulti)))
}

// Ranking draws a bar with its value for each row of a table, in the order of the rows: a funnel, the best five.
func Ranking(title, description string) *Panel {
	p := newPanel(title, description, bargauge.NewPanelBuilder().
		DisplayMode(common.BarGaugeDisplayModeBasic).ValueMode(common.BarGaugeValueModeText).NamePlacement(common.BarGaugeNamePlacementLeft).
		ShowUnfilled(true).Sizing(common.BarGaugeSizingManual).MinVizHeight(14).MaxVizHeight(56).MinVizWidth(8).
		Orientation(common.VizOrientationHorizontal).ReduceOptions(each()).Min(0).
		Text(common.NewVizTextDisplayOptionsBuilder().TitleSize(13).ValueSize(13)))
	p.panel.FieldConfig.Defaults.Color = fixed(Plain)
	return p
}

// States draws how a state changes over time, one line for each series.
func States(title, description string) *Panel {
	return newPanel(title, description, statetimeline.NewPanelBuilder().ShowValue(common.VisibilityModeAuto).RowHeight(0.8).MergeValues(true).FillOpacity(70).
		Legend(legend()).Tooltip(tooltip(common.TooltipDisplayModeSingle)))
}

func legend() cog.Builder[common.VizLegendOptions] {
	return common.NewVizLegendOptionsBuilder().ShowLegend(true).DisplayMode(common.LegendDisplayModeList).Placement(common.LegendPlacementBottom).Calcs([]string{})
}

func tooltip(mode common.TooltipDisplayMode) cog.Builder[common.VizTooltipOptions] {
	return common.NewVizTooltipOptionsBuilder().Mode(mode).Sort(common.SortOrderNone)
}
