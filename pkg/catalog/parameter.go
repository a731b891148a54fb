package catalog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// choices gives the values of the parameters that choose from a list.
var choices = map[string][]string{
	"statistic":   {"median", "p90", "mean"},
	"attribution": {"last"},
}

// spans are the parameters that are a length of time.
var spans = []string{"window", "horizon"}

// Options returns the values a parameter chooses from; nil for one that is a length of time.
func Options(parameter string) []string { return slices.Clone(choices[parameter]) }

// Arguments returns the values of the KPI's parameters: those given, else its defaults. A value that the parameter cannot
// have is an error; a parameter that the KPI does not know is left to the other KPIs of the question.
func (k *KPI) Arguments(given map[string]string) (map[string]string, error) {
	values := maps.Clone(k.Parameters)
	for name := range values {
		if v, ok := given[name]; ok && v != "" {
			if err := validateParameter(name, v); err != nil {
				return nil, fmt.Errorf("%s: %w", k.ID, err)
			}
			values[name] = v
		}
	}
	return values, nil
}

func validateParameter(name, value string) error {
	if options, ok := choices[name]; ok {
		if !slices.Contains(options, value) {
			return fmt.Errorf("parameter %s cannot be %q; it can be %s", name, value, strings.Join(options, ", "))
		}
		return nil
	}
	if slices.Contains(spans, name) {
		if _, err := ParseSpan(value); err != nil {
			return fmt.Errorf("parameter %s: %w", name, err)
		}
		return nil
	}
	return fmt.Errorf("there is no parameter %q; the parameters are %s", name, strings.Join(ParameterNames(), ", "))
}

// ParameterNames lists every parameter of the catalogue.
func ParameterNames() []string {
	return slices.Sorted(maps.Keys(mergeKeys(choices, spans)))
}

func mergeKeys(m map[string][]string, names []string) map[string]bool {
	all := map[string]bool{}
	for name := range m {
		all[name] = true
	}
	for _, name := range names {
		all[name] = true
	}
	return all
}

var span = regexp.MustCompile(`^([1-9][0-9]{0,4})(m|h|d|w)$`)

// ParseSpan reads a length of time such as 90d, 4h, 2w or 30m. A day is 24 hours.
func ParseSpan(text string) (time.Duration, error) {
	parts := span.FindStringSubmatch(text)
	if parts == nil {
		return 0, fmt.Errorf("%q is not a length of time; write a number and m, h, d or w, as in 90d or 4h", text)
	}
	n, _ := strconv.Atoi(parts[1])
	unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[parts[2]]
	return time.Duration(n) * unit, nil
}
