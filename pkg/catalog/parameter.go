package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// choices gives the values of the parameters that choose from a list.
var choices = map[string][]string{
	"attribution": {"last", "first", "linear", "position", "time_decay"},
	"hours":       {"calendar", "business"},
	// of planning: whether the open deals that are expected to close are taken off what is missing
	"count_pipeline": {"yes", "no"},
}

// readers check the parameters that are written freely.
var readers = map[string]func(string) error{
	"statistic":       func(v string) error { _, err := measure.ParseStatistic(v); return err },
	"window":          func(v string) error { _, err := measure.ParseWindow(v); return err },
	"horizon":         func(v string) error { _, err := measure.ParseSpan(v); return err },
	"threshold":       func(v string) error { _, err := measure.ParseNumber(v); return err },
	"segment_weights": func(v string) error { _, err := measure.ParseWeights(v); return err },
}

// forms say what the values look like of the parameters that are written freely.
var forms = map[string]i18n.Text{
	"statistic":       i18n.T("catalog.form_of_statistic", "known", measure.Statistics()),
	"window":          i18n.T("catalog.form_of_window"),
	"horizon":         i18n.T("catalog.form_of_horizon"),
	"threshold":       i18n.T("catalog.form_of_threshold"),
	"segment_weights": i18n.T("catalog.form_of_segment_weights"),
}

// computed says what the values of a parameter are that replaces a KPI.
var computed = i18n.T("catalog.form_computed")

// Form says what the values of one of the KPI's parameters look like: a list to choose from, a way to write them, or that the
// value is computed unless it is given.
func (k *KPI) Form(parameter string) i18n.Text {
	if options := strings.Join(choices[parameter], ", "); options != "" {
		return i18n.Same(options)
	}
	if k.Computes(parameter) {
		return computed
	}
	if parameter == "window" && k.countsFromWindow() {
		return i18n.T("catalog.form_of_window_with_end")
	}
	return forms[parameter]
}

// countsFromWindow reports whether a row of the KPI counts only once the window is over, which must have an end then.
func (k *KPI) countsFromWindow() bool {
	return slices.ContainsFunc(k.Measures(), func(m *Measure) bool { return slices.Contains(m.RowParameters(), "window") })
}

// Computes reports whether a parameter stands for the value of another KPI, which is computed unless it is given.
func (k *KPI) Computes(parameter string) bool {
	_, has := k.Parameters[parameter]
	return has && !slices.Contains(ParameterNames(), parameter)
}

// Options returns the values a parameter chooses from, of a statistic those that people mostly want; nil for one that is written freely.
func Options(parameter string) []string {
	if parameter == "statistic" {
		return measure.Statistics()
	}
	return slices.Clone(choices[parameter])
}

// Options returns the values that one of the KPI's parameters chooses from, without the statistics that it does not have.
func (c *Catalog) Options(k *KPI, parameter string) []string {
	all := Options(parameter)
	if parameter != "statistic" {
		return all
	}
	return slices.DeleteFunc(all, func(option string) bool {
		if !measure.Gathers(option) {
			return false
		}
		_, err := c.Taking(k, option)
		return err != nil
	})
}

// Arguments returns the values of the KPI's parameters: those given, else its defaults. A value that the parameter cannot
// have is an error; a parameter that the KPI does not know is left to the other KPIs of the question.
func (k *KPI) Arguments(given map[string]string) (map[string]string, error) {
	values := maps.Clone(k.Parameters)
	for name := range values {
		if v := strings.TrimSpace(given[name]); v != "" {
			v, err := k.argument(name, v)
			if err != nil {
				return nil, fault.At(i18n.Same(k.ID), err)
			}
			values[name] = v
		}
	}
	return values, nil
}

// argument checks the value of a parameter. One that is named like a KPI replaces that KPI's value.
func (k *KPI) argument(name, value string) (string, error) {
	if options, ok := choices[name]; ok {
		if !slices.Contains(options, value) {
			return "", fault.New("catalog.unknown_choice", "parameter", name, "value", value, "known", options).In("parameters." + name)
		}
		return value, nil
	}
	read, ok := readers[name]
	if _, replaces := k.Parameters[name]; !ok && replaces {
		read, ok = func(v string) error { _, err := measure.ParseNumber(v); return err }, true
	}
	if !ok {
		return "", fault.New("catalog.unknown_parameter", "parameter", name, "known", ParameterNames()).In("parameters." + name)
	}
	if value == "" {
		return "", nil
	}
	if name == "window" && k.countsFromWindow() {
		read = measure.CheckFinite
	}
	if err := read(value); err != nil {
		return "", fault.New("catalog.wrong_parameter", "parameter", name, "reason", err).In("parameters." + name)
	}
	return value, nil
}

// ParameterNames lists the parameters of the catalogue, without the KPIs that can be replaced.
func ParameterNames() []string {
	return slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(choices)), slices.Collect(maps.Keys(readers)))))
}
