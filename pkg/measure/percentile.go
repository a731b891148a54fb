package measure

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() {
	named(Median, percentile{percent: 50})
	ofValues(Median)
	aggregations.add("percentile", func() Aggregation { return &Percentile{} })
}

// Median is the statistic that is taken unless another one is asked for.
const Median = "median"

// percentile is the value below which so much of the values lies: between the two next to it or, a discrete one, the least value that
// at least so many do not exceed.
type percentile struct {
	position
	percent  float64
	discrete bool
}

var percentileForm = regexp.MustCompile(`^p((?:[1-9]?[0-9])(?:\.[0-9]{1,2})?|100)(_disc)?$`)

// parsePercentile reads a percentile as p90, p99.5 or, a discrete one, p90_disc.
func parsePercentile(name string) (percentile, bool) {
	parts := percentileForm.FindStringSubmatch(name)
	if parts == nil {
		return percentile{}, false
	}
	percent, err := strconv.ParseFloat(parts[1], 64)
	return percentile{percent: percent, discrete: parts[2] != ""}, err == nil
}

// text writes the percentile without how it is found.
func (p percentile) text() string { return "p" + strconv.FormatFloat(p.percent, 'f', -1, 64) }

// Call is SQL's.
func (p percentile) Call(w sqlgen.Writer, operand string) string {
	function, part := "percentile_cont", p.percent/100
	if p.discrete {
		// The row is found by rounding part × rows up, which a part that is a hair above what is meant would take to the next one.
		function, part = "percentile_disc", math.Max(0, part-1e-12)
	}
	return fmt.Sprintf("%s(%s) within group (order by %s)", function, w.Arg(part, "float8"), operand)
}

// Percentile is the aggregation of a percentile of any number or amount.
type Percentile struct {
	valueStatistic
	Value    expression.Expression `yaml:"of"`
	Percent  *float64              `yaml:"percent"`
	Discrete bool                  `yaml:"discrete"`
}

// Fields are the value, the percentage and whether it is discrete.
func (p *Percentile) Fields() any { return p }

// Check wants a number or an amount, and a percentage.
func (p *Percentile) Check(m *Measure) error {
	if p.Value.Empty() || p.Percent == nil {
		return in("percentile", fault.New("catalog.both_fields", "one", "of", "another", "percent"))
	}
	if math.IsNaN(*p.Percent) || *p.Percent < 0 || *p.Percent > 100 {
		return in("percentile.percent", fault.New("catalog.not_a_percentile", "percent", strconv.FormatFloat(*p.Percent, 'f', -1, 64)))
	}
	found := percentile{percent: *p.Percent, discrete: p.Discrete}
	p.Statistic, p.of, p.name = found, p.Value, found.text()
	if p.Discrete {
		p.name += "_disc"
	}
	return m.fits("percentile.of", p.Value, "catalog.an_amount", crm.Number, crm.Money)
}

// Expressions are the value, which is asked for before it has been checked.
func (p *Percentile) Expressions() []expression.Expression { return []expression.Expression{p.Value} }

// Amount is the value.
func (p *Percentile) Amount() expression.Expression { return p.Value }
