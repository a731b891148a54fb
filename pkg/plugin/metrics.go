package plugin

import (
	"cmp"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// The metrics of the process; Grafana serves those of the default registerer. Labels have few values, and none that people chose.
var (
	buckets = []float64{.01, .03, .1, .3, 1, 3, 10, 30, 100} // seconds

	questionSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "crmkpi_question_duration_seconds", Buckets: buckets,
		Help: "How long questions took, by query type and outcome: ok, asker (a fault of the question or the settings), database, cancelled, timeout, defect.",
	}, []string{"type", "outcome"})
	refused = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "crmkpi_refused_total",
		Help: "Questions that a bound has ended: cells, groups, list_rows, rows, memory, question_time, statement_time, connections.",
	}, []string{"bound"})
	errorsTotal = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "crmkpi_errors_total",
		Help: "Questions that were not answered, by the code of the error, which viewers read, too.",
	}, []string{"code"})
	answerCells = promauto.NewCounter(prometheus.CounterOpts{
		Name: "crmkpi_answer_cells_total", Help: "Cells of answers: rows times columns.",
	})
	answerBytes = promauto.NewCounter(prometheus.CounterOpts{
		Name: "crmkpi_answer_bytes_total", Help: "Memory that answers took until they were sent, in bytes, estimated as the bound on memory does.",
	})
	healthState = promauto.NewGaugeVec(prometheus.GaugeOpts{
		Name: "crmkpi_health_state", Help: "What the last check of a data source found: 2 up, 1 degraded, 0 down. None before the first one.",
	}, []string{"datasource_uid"})
	statementSeconds = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "crmkpi_statement_duration_seconds", Buckets: buckets,
		Help: "How long SQL statements took until their last row was read, by outcome: ok, or the kind of the error.",
	}, []string{"outcome"})
	statementRows = promauto.NewCounter(prometheus.CounterOpts{
		Name: "crmkpi_statement_rows_total", Help: "Rows that were read from databases.",
	})
)

// countStatement is what the pools tell of each statement.
func countStatement(run postgres.Run) {
	statementSeconds.WithLabelValues(cmp.Or(string(run.Fault), string(answered))).Observe(run.Duration.Seconds())
	statementRows.Add(float64(run.Rows))
}

// cellsOf are the rows times the columns of an answer.
func cellsOf(frames data.Frames) (cells float64) {
	for _, f := range frames {
		cells += float64(f.Rows() * len(f.Fields))
	}
	return cells
}
