package kit

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Named shows the field under a shorter or clearer name.
func Named(name string) Look { return look("displayName", name) }

// Decimals rounds what is shown.
func Decimals(n int) Look { return look("decimals", n) }

// From is where bars and gauges begin.
func From(least float64) Look { return look("min", least) }

// UpTo is the end of bars and gauges.
func UpTo(most float64) Look { return look("max", most) }

// OwnScale ends bars at the highest value of the field, not of all fields of the panel.
func OwnScale() Look { return look("fieldMinMax", true) }

// Wide gives a column a width in pixels.
func Wide(pixels int) Look { return look("custom.width", pixels) }

// Centred puts a column's text in the middle, so that of a name that is too long both ends are cut a little, not one of them much.
func Centred() Look { return look("custom.align", "center") }

// Least gives a column a least width in pixels.
func Least(pixels int) Look { return look("custom.minWidth", pixels) }

// Hidden hides the field, which others need.
func Hidden() Look {
	return look("custom.hideFrom", map[string]any{"viz": true, "legend": true, "tooltip": true})
}

// Words shows texts in the place of values, which are those of the data.
func Words(of map[string]string) Look {
	options := map[string]any{}
	for value, text := range of {
		options[value] = map[string]any{"text": text}
	}
	if options[query.None] == nil {
		options[query.None] = map[string]any{"text": query.None}
	}
	return look("mappings", []any{map[string]any{"type": "value", "options": options}})
}

// Leads gives a field links.
func Leads(links ...Link) Look {
	l := look("links", nil)
	l[0].links = links
	return l
}

// Bar shows a cell as a bar with its value behind.
func Bar() Look {
	return look("custom.cellOptions", map[string]any{"type": "gauge", "mode": "basic", "valueDisplayMode": "text"})
}

// Coloured shows a cell's value in its colour.
func Coloured() Look { return look("custom.cellOptions", map[string]any{"type": "color-text"}) }

// Filled fills a cell with its colour.
func Filled() Look {
	return look("custom.cellOptions", map[string]any{"type": "color-background", "mode": "basic"})
}

// Spark shows a cell's time series as a small line.
func Spark() Look {
	return look("custom.cellOptions", map[string]any{"type": "sparkline", "hideValue": true, "lineWidth": 2, "fillOpacity": 10})
}

// Bars draws a series as bars.
func Bars() Look {
	return slices.Concat(look("custom.drawStyle", "bars"), look("custom.fillOpacity", 85), look("custom.lineWidth", 0))
}

// Outline draws a target as an empty bar around the value.
func Outline() Look {
	return slices.Concat(In(Muted), look("custom.drawStyle", "bars"), look("custom.fillOpacity", 0), look("custom.lineWidth", 1))
}

// StepLine draws a target as a line that steps from bucket to bucket.
func StepLine() Look {
	return slices.Concat(In(Muted), look("custom.lineInterpolation", "stepAfter"), look("custom.fillOpacity", 0), look("custom.lineWidth", 1), look("custom.showPoints", "never"))
}

// Dashed draws what has not happened as a dashed line.
func Dashed() Look {
	return slices.Concat(In(Ahead), look("custom.lineStyle", map[string]any{"fill": "dash", "dash": []int{6, 6}}), look("custom.fillOpacity", 10), look("custom.showPoints", "never"))
}

// Points draws a series as points.
func Points() Look {
	return slices.Concat(look("custom.drawStyle", "points"), look("custom.pointSize", 8))
}

// Sign is what stands in the place of a value, in a colour.
type Sign struct{ Text, Colour string }

// Signs shows signs in the place of values.
func Signs(of map[string]Sign) Look {
	options := map[string]any{}
	for value, sign := range of {
		options[value] = map[string]any{"text": sign.Text, "color": sign.Colour}
	}
	return look("mappings", []any{map[string]any{"type": "value", "options": options}})
}

// Signals colours values that are words.
func Signals(colours map[string]string) Look {
	options := map[string]any{}
	for value, colour := range colours {
		options[value] = map[string]any{"color": colour}
	}
	return look("mappings", []any{map[string]any{"type": "value", "options": options}})
}

// Empty shows nothing where there is no value, as where that is good.
func Empty() Look { return look("noValue", "") }
