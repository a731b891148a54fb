package catalog

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// choices gives the values of the parameters that choose from a list.
var choices = map[string][]string{
	"statistic":   {"median", "p90", "mean"},
	"attribution": {"last", "first", "linear", "position", "time_decay"},
	"hours":       {"calendar", "business"},
}

// readers check the parameters that are written freely.
var readers = map[string]func(string) error{
	"window":          func(v string) error { _, err := ParseSpan(v); return err },
	"horizon":         func(v string) error { _, err := ParseSpan(v); return err },
	"threshold":       func(v string) error { _, err := ParseNumber(v); return err },
	"segment_weights": func(v string) error { _, err := ParseWeights(v); return err },
}

// forms say what the values look like of the parameters that are written freely.
var forms = map[string]i18n.Text{
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
	return forms[parameter]
}

// Computes reports whether a parameter stands for the value of another KPI, which is computed unless it is given.
func (k *KPI) Computes(parameter string) bool {
	_, has := k.Parameters[parameter]
	return has && !slices.Contains(ParameterNames(), parameter)
}

// Options returns the values a parameter chooses from; nil for one that is written freely.
func Options(parameter string) []string { return slices.Clone(choices[parameter]) }

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
		read, ok = func(v string) error { _, err := ParseNumber(v); return err }, true
	}
	if !ok {
		return "", fault.New("catalog.unknown_parameter", "parameter", name, "known", ParameterNames()).In("parameters." + name)
	}
	if value == "" {
		return "", nil
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

var span = regexp.MustCompile(`^([1-9][0-9]{0,4})(m|h|d|w)$`)

// ParseSpan reads a length of time such as 90d, 4h, 2w or 30m. A day is 24 hours.
func ParseSpan(text string) (time.Duration, error) {
	parts := span.FindStringSubmatch(text)
	if parts == nil {
		return 0, fault.New("catalog.not_a_span", "text", text)
	}
	n, _ := strconv.Atoi(parts[1])
	unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[parts[2]]
	return time.Duration(n) * unit, nil
}

var number = regexp.MustCompile(`^([0-9]{1,15}(?:\.[0-9]{1,9})?) ?(%?)$`)

// ParseNumber reads a number that is not negative, such as 250000, 0.8 or 80%.
func ParseNumber(text string) (float64, error) {
	parts := number.FindStringSubmatch(text)
	if parts == nil {
		return 0, fault.New("catalog.not_a_number", "text", text)
	}
	value, err := strconv.ParseFloat(parts[1], 64)
	if parts[2] == "%" {
		value /= 100
	}
	return value, err
}

// ParseWeights reads weights by name, such as Enterprise=2,SMB=0.5; a semicolon separates, too. "" is no weights.
func ParseWeights(text string) (map[string]float64, error) {
	weights := map[string]float64{}
	for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' }) {
		name, value, ok := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		weight, err := ParseNumber(strings.TrimSpace(value))
		if !ok || name == "" || err != nil {
			return nil, fault.New("catalog.not_a_weight", "text", pair)
		}
		if _, twice := weights[name]; twice {
			return nil, fault.New("catalog.two_weights", "name", name)
		}
		weights[name] = weight
	}
	return weights, nil
}
