package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/heatmap"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Calendar draws how much there is of a KPI on each day (across) and at each hour (down), the darker the more, with the number in the cell.
func Calendar(title, description, kpi string) *Panel {
	p := newPanel(title, description, heatmap.NewPanelBuilder().
		Calculate(false).ShowValue(common.VisibilityModeAlways).CellGap(2).CellRadius(3).HideLegend().
		Color(heatmap.NewHeatmapColorOptionsBuilder().Mode(heatmap.HeatmapColorModeOpacity).Fill(Ahead).Scale(heatmap.HeatmapColorScaleLinear).Steps(64).Min(0)).
		YAxis(heatmap.NewYAxisConfigBuilder().Reverse(true).AxisPlacement(common.AxisPlacementLeft)).
		CellValues(heatmap.NewCellValuesBuilder().Decimals(0)).
		FilterValues(heatmap.NewFilterValueRangeBuilder().Le(0.5)).
		Tooltip(heatmap.NewHeatmapTooltipBuilder().Mode(common.TooltipDisplayModeSingle)))
	// A time is the end of a cell to the panel, and the beginning of a day to us. All times are called Time: the other one goes first.
	return p.Asks(Ask(kpi).By("hour_of_day").Every().Over(calendar.Day).Where(Is("hour_of_day", hours...))).
		Shape("calculateField", map[string]any{"alias": ends, "mode": "binary", "replaceFields": false, "timeSeries": false, "binary": binary("Time", "+", map[string]any{"fixed": dayLong})}).
		Shape("filterFieldsByName", map[string]any{"exclude": map[string]any{"names": []string{"Time"}}}).
		Shape("convertFieldType", map[string]any{"conversions": []any{map[string]any{"targetField": ends, "destinationType": "time"}}})
}

// ends is the field with the ends of the days.
const ends = "Ends"

// dayLong is a day in milliseconds. Where clocks change, a cell is an hour longer or shorter than its day.
const dayLong = "86400000"

// hours are those that a calendar shows, by their names, which are the same in all languages.
var hours = []string{"07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00", "18:00", "19:00"}
