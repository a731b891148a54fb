package kit

import (
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/palette"
)

// What colours mean on every dashboard.
const (
	Good    = palette.Good
	Warning = palette.Warning
	Bad     = palette.Bad
	Plain   = palette.Plain
	Second  = palette.Second
	Ahead   = palette.Ahead
	Muted   = palette.Muted
)

// Step is from which value on a colour holds.
type Step struct {
	From   float64
	Colour string
}

// Steps colours a value by where it lies: in the first colour below the first step.
func Steps(below string, steps ...Step) Look {
	list := []map[string]any{{"color": below, "value": nil}}
	for _, s := range steps {
		list = append(list, map[string]any{"color": s.Colour, "value": s.From})
	}
	return look("thresholds", map[string]any{"mode": "absolute", "steps": list})
}

// ByStep colours the value by its [Steps].
func ByStep() Look { return look("color", map[string]any{"mode": "thresholds"}) }

// In shows the field in one colour.
func In(colour string) Look {
	return look("color", map[string]any{"mode": "fixed", "fixedColor": colour})
}

// Reached colours what is 1 when a goal is reached: a share of a target, a pace. nearly is from where on it is only behind. Both are
// judged as they are shown: what is rounded to 100 % is reached.
func Reached(nearly float64) Look {
	const half = 0.005
	return slices.Concat(Steps(Bad, Step{nearly - half, Warning}, Step{1 - half, Good}), ByStep(), Decimals(0))
}

// Change colours a change by which way is better.
func Change(higherIsBetter bool) Look {
	if higherIsBetter {
		return slices.Concat(Steps(Bad, Step{0, Good}), ByStep())
	}
	return slices.Concat(Steps(Good, Step{0.0000001, Bad}), ByStep())
}

func look(id string, value any) Look {
	return Look{{DynamicConfigValue: dashboard.DynamicConfigValue{Id: id, Value: value}}}
}
