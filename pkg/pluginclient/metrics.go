package pluginclient

import (
	"context"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// Metrics are the metrics of a process, by name.
type Metrics map[string]*dto.MetricFamily

// Metrics returns what [Client.CollectMetrics] does, read.
func (c *Client) Metrics(ctx context.Context) (Metrics, error) {
	text, err := c.CollectMetrics(ctx)
	if err != nil {
		return nil, err
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(strings.NewReader(text))
}

// Sum is a metric's value, those of all labels together; of a histogram how much it has counted. It is 0 where there is none.
func (m Metrics) Sum(name string) (sum float64) {
	for _, one := range m[name].GetMetric() {
		sum += one.GetCounter().GetValue() + one.GetGauge().GetValue() + one.GetUntyped().GetValue() + float64(one.GetHistogram().GetSampleCount())
	}
	return sum
}
