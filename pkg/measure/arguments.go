package measure

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Business is the value of the parameter hours that measures time by business hours.
const Business = "business"

// Arguments are the values of the parameters that measures read, "" for what is not asked for. They are comparable: measures with
// equal arguments are read once.
type Arguments struct{ Statistic, Attribution, Hours, Window, Horizon, Threshold, Weights string }

// fields are the arguments by the names of their parameters.
func (a *Arguments) fields() map[string]*string {
	return map[string]*string{"statistic": &a.Statistic, "attribution": &a.Attribution, "hours": &a.Hours, "window": &a.Window,
		"horizon": &a.Horizon, "threshold": &a.Threshold, "segment_weights": &a.Weights}
}

// ArgumentsOf takes the arguments that measures know from those of a KPI.
func ArgumentsOf(values map[string]string) Arguments {
	var a Arguments
	for name, field := range a.fields() {
		*field = values[name]
	}
	return a
}

// Only leaves the arguments of some parameters.
func (a Arguments) Only(names []string) Arguments {
	var kept Arguments
	from, into := a.fields(), kept.fields()
	for _, name := range names {
		if field := into[name]; field != nil {
			*field = *from[name]
		}
	}
	return kept
}

// SQL reads the arguments that statements know.
func (a Arguments) SQL() (sqlgen.Arguments, error) {
	parsed := sqlgen.Arguments{Attribution: a.Attribution}
	var errs [3]error
	if a.Window != "" {
		parsed.Window, errs[0] = ParseWindow(a.Window)
	}
	if a.Threshold != "" {
		parsed.Threshold, errs[1] = ParseNumber(a.Threshold)
	}
	parsed.Weights, errs[2] = ParseWeights(a.Weights)
	return parsed, errors.Join(errs[:]...)
}

// Column is one value of a reading: a measure with the arguments that it reads. It is comparable.
type Column struct {
	*Measure
	Arguments
}

// ColumnOf leaves out the arguments that the measure does not read.
func ColumnOf(m *Measure, a Arguments) Column {
	c := Column{m, a.Only(m.Parameters())}
	if m.Future && c.Arguments.Hours == Business {
		c.Horizon = a.Horizon // within which the schedules are open
	}
	return c
}

// Name tells the columns of one statement apart, for people; what is equal is decided by the column itself.
func (c Column) Name() string {
	id := []string{c.ID}
	fields := c.fields()
	for _, name := range c.Parameters() {
		if field := fields[name]; field != nil && *field != "" {
			id = append(id, name+"="+*field)
		}
	}
	return strings.Join(id, " ")
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

// Ever is the window of cohorts that has no end: they are never mature.
const Ever = sqlgen.Ever

// CheckFinite checks a window that must have an end.
func CheckFinite(text string) error {
	if window, err := ParseWindow(text); err == nil && window == Ever {
		return fault.New("catalog.window_without_end")
	}
	_, err := ParseSpan(text)
	return err
}

// ParseWindow reads the window of cohorts: a length of time as of [ParseSpan], or ever.
func ParseWindow(text string) (time.Duration, error) {
	if text == "ever" {
		return Ever, nil
	}
	d, err := ParseSpan(text)
	if err != nil {
		return 0, fault.New("catalog.not_a_window", "text", text)
	}
	return d, nil
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
