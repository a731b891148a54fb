package frames

import (
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/palette"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Style has the looks of figures follow their KPI: colours, where bars begin, and a link to the rows. Grafana takes what a data source sets
// before what the panel does, so that only questions have it that ask for it.
type Style struct {
	DataSource string         // uid
	Question   query.Question // whose rows are linked
}

// nearly is from which part of a target on it is only missed by little.
const nearly = 0.9

var rowsTitle = i18n.T("frames.rows")

// allGroups is the group of a column that has the figures of all of them.
const allGroups = -1

// style sets the looks of a column, which has the figures of a group.
func (l layout) style(config *data.FieldConfig, column, group int) {
	if l.Styled == nil {
		return
	}
	c := l.Columns[column]
	if steps := l.steps(c, group); steps != nil {
		config.Thresholds = &data.ThresholdsConfig{Mode: data.ThresholdsModeAbsolute, Steps: steps}
		config.Color = map[string]any{"mode": "thresholds"}
	} else if colour := l.colour(column, group); colour != "" {
		config.Color = map[string]any{"mode": "fixed", "fixedColor": colour}
	}
	l.aim(config, column, group)
	if l.Grain == calendar.None && len(l.Groups) > 1 && !l.negative[column] { // bars of which the least would else have no length
		config.SetMin(0)
	}
	if link, ok := l.rows(c, group); ok {
		config.Links = append(config.Links, link)
	}
}

// colour is that of what is neither good nor bad; "" leaves it to the panel, whose palette tells more lines or bars apart than have a meaning.
func (l layout) colour(column, group int) string {
	c := l.Columns[column]
	own := colourOf(c)
	overTime := l.Grain != calendar.None
	switch {
	case slices.ContainsFunc(l.Columns, func(other answer.Column) bool { return isTargetOf(c, other) }):
		return own // of each group: lines of their values are told apart
	case overTime && len(l.Groups) > 1:
		return ""
	case own == palette.Plain && (overTime || group == allGroups):
		return l.toldApart(column, group)
	}
	return own
}

// toldApart is the colour of one of several plain columns of a chart; "" from the third on.
func (l layout) toldApart(column, group int) string {
	before := 0
	for _, c := range l.Columns[:column] {
		if l.steps(c, group) == nil && colourOf(c) == palette.Plain {
			before++
		}
	}
	if colours := []string{palette.Plain, palette.Second}; before < len(colours) {
		return colours[before]
	}
	return ""
}

func colourOf(c answer.Column) string {
	switch {
	case c.Compare != "" || isTarget(c):
		return palette.Muted
	case c.KPI != nil && c.KPI.Horizon == catalog.Future:
		return palette.Ahead
	}
	return palette.Plain
}

// steps are from which values on a figure is good or bad; nil where it is neither.
func (l layout) steps(c answer.Column, group int) []data.Threshold {
	switch {
	case c.KPI == nil || c.KPI.Better == "":
		return nil
	case c.As == query.AsDifference || c.As == query.AsRatio:
		return judged(c.KPI.Better, 0, 0)
	case c.Compare != "":
		return nil
	case c.KPI.Goal == catalog.Attainment && l.running(c.KPI.Of):
		if c.KPI.Of.Better == catalog.Lower { // which begins above 1, and sinks
			return split(palette.Bad, 1, palette.Plain)
		}
		return split(palette.Plain, 1, palette.Good)
	case c.KPI.Goal == catalog.Attainment || c.KPI.Goal == catalog.Pace:
		return judged(catalog.Higher, nearly, 1)
	}
	if target := l.targetOf(c, group); target != nil {
		if l.running(c.KPI) {
			return unfinished(c.KPI.Better, *target)
		}
		if c.KPI.Better == catalog.Higher {
			return judged(catalog.Higher, nearly*(*target), *target)
		}
		return judged(catalog.Lower, *target, (2-nearly)*(*target))
	}
	return nil
}

// running reports whether the range is not over by whose target a KPI would be judged that adds up over time: what is still missing of it is
// not missed.
func (l layout) running(k *catalog.KPI) bool {
	return k.AddsUpOverTime() && slices.ContainsFunc(l.Buckets, func(b answer.Bucket) bool { return b.Incomplete })
}

// unfinished are the steps of what goes on until the range is over: it has reached its target or, where less is better, exceeded it, or neither.
func unfinished(better catalog.Better, target float64) []data.Threshold {
	if better == catalog.Lower {
		return split(palette.Plain, above(target), palette.Bad)
	}
	return split(palette.Plain, target, palette.Good)
}

// lowest is where the first step begins. It is a number because -∞ is none in JSON, and Grafana puts the first step of the panel, which is green,
// before steps that have none: what is below 0 would be green.
const lowest = -math.MaxFloat64

// split are the steps of a figure with a colour below a value and one from it on.
func split(below string, at float64, from string) []data.Threshold {
	return []data.Threshold{data.NewThreshold(lowest, below, ""), data.NewThreshold(at, from, "")}
}

// above is the least value above another: what is met exactly is good.
func above(v float64) float64 { return math.Nextafter(v, math.Inf(1)) }

// judged are the steps of a figure which is a warning between two values.
func judged(better catalog.Better, from, to float64) []data.Threshold {
	below, beyond := palette.Bad, palette.Good
	if better == catalog.Lower {
		below, beyond, from, to = palette.Good, palette.Bad, above(from), above(to)
	}
	steps := split(below, to, beyond)
	if from < to {
		steps = slices.Insert(steps, 1, data.NewThreshold(from, palette.Warning, ""))
	}
	return steps
}

// targetOf is the target of a KPI that the answer has beside it, for all of the range; nil for none. A column of all groups has the one that
// they share.
func (l layout) targetOf(c answer.Column, group int) *float64 {
	if l.Grain != calendar.None {
		return nil
	}
	i := slices.IndexFunc(l.Columns, func(other answer.Column) bool { return isTargetOf(other, c) })
	switch {
	case i < 0 || len(l.Groups) == 0:
		return nil
	case group != allGroups:
		return l.Values[i][group][0]
	}
	shared := l.Values[i][0][0]
	for _, target := range l.Values[i] {
		if shared == nil || target[0] == nil || *target[0] != *shared {
			return nil
		}
	}
	return shared
}

// negative reports for each column whether it has a figure below 0.
func negative(r *answer.Result) []bool {
	below := make([]bool, len(r.Columns))
	for c, groups := range r.Values {
		below[c] = slices.ContainsFunc(groups, func(values []*float64) bool {
			return slices.ContainsFunc(values, func(v *float64) bool { return v != nil && *v < 0 })
		})
	}
	return below
}

// rows links a KPI with the rows behind it, in the range that is shown: those of the group, which Grafana fills in.
func (l layout) rows(c answer.Column, group int) (data.DataLink, bool) {
	k := c.KPI
	if k == nil || c.Compare != "" || k.Of != nil || k.Operands != nil || len(k.Measures()) == 0 {
		return data.DataLink{}, false
	}
	asked := l.Styled.Question
	of := query.Question{
		Version: query.CurrentVersion, Type: query.Records, KPIs: query.Entries{k.ID}, Filters: slices.Clone(asked.Filters), Parameters: asked.Parameters,
		Dashboard: asked.Dashboard,
	}
	for _, d := range l.Dimensions {
		value := "${__data.fields[\"" + d.ID + "\"]}"
		if group != allGroups {
			value = "${__field.labels[\"" + d.ID + "\"]}"
		}
		of.Filters = append(of.Filters, query.Filter{Dimension: d.ID, Operator: query.In, Values: []string{value}})
	}
	return data.DataLink{
		Title:    rowsTitle.In(l.Language),
		Internal: &data.InternalDataLink{DatasourceUID: l.Styled.DataSource, Query: of},
	}, true
}
