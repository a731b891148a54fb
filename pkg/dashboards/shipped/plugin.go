package shipped

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
)

// What expressions select: the servers and the data sources that the reader chooses.
const (
	onServers = `instance=~"$server"`
	ofSources = onServers + `,datasource_uid=~"$source"`
)

// rateOf is how fast a counter grows, of all processes together, by labels.
func rateOf(counter, by, where string) string {
	if by != "" {
		by = "by (" + by + ") "
	}
	return fmt.Sprintf("sum %s(rate(%s{%s}[$__rate_interval]))", by, counter, where)
}

// quantile is the time within which a share of what a histogram counts ends.
func quantile(share float64, histogram string) string {
	return fmt.Sprintf("histogram_quantile(%g, %s)", share, rateOf(histogram+"_bucket", "le", onServers))
}

// ofPlugin is a metric of processes, of which those of the plugin count.
func ofPlugin(metric string) string {
	return fmt.Sprintf("%s{%s} and on (job, instance) crmkpi_statement_rows_total", metric, onServers)
}

func byLabel(expression, label string) kit.Measured {
	return kit.Measured{Expression: expression, Legend: "{{" + label + "}}"}
}

// durations are the time within which half ends, and nearly all.
func durations(histogram string) []kit.Measured {
	return []kit.Measured{{Expression: quantile(0.5, histogram), Legend: "p50"}, {Expression: quantile(0.95, histogram), Legend: "p95"}}
}

func pluginItself() *kit.Board {
	const questions, statements = "crmkpi_question_duration_seconds", "crmkpi_statement_duration_seconds"
	all := rateOf(questions+"_count", "", onServers)
	failed := rateOf(questions+"_count", "", onServers+`,outcome=~"database|timeout|defect"`)
	return &kit.Board{
		UID: "crm-plugin", Title: "CRM Plugin", Department: dashboards.Admin, From: "now-6h", To: "now", Refresh: "1m", Metrics: true,
		Description: "For administrators of Grafana: how many questions the plugin is asked, how long they take, what they cost the database, and what goes wrong, by the plugin's metrics in Prometheus (docs/metrics.md).",
		Variables: []kit.Variable{
			kit.Label("server", "Server", "Server of Grafana, as Prometheus calls it", "crmkpi_statement_rows_total", "instance"),
			kit.Label("source", "CRM", "Data source, by its uid", "crmkpi_pool_max_open_connections", "datasource_uid"),
		},
		Panels: []*kit.Panel{
			kit.Figures("State", "What the last check of each data source has found: whether all questions are answered, some or none. Nothing where nobody has checked since the plugin was started: have GET /api/datasources/uid/UID/health asked every few minutes.").
				At(0, 0, 6, 4).
				Measures(byLabel(`min by (datasource_uid) (crmkpi_health_state{`+ofSources+`})`, "datasource_uid")).
				Of("A", kit.Signs(map[string]kit.Sign{"2": {Text: "Up", Colour: kit.Good}, "1": {Text: "Degraded", Colour: kit.Warning}, "0": {Text: "Down", Colour: kit.Bad}})),
			kit.Figures("Questions a second", "How many questions are asked: by panels, alert rules, variables and annotations.").
				At(6, 0, 4, 4).Unit("reqps").
				Measures(kit.Measured{Expression: all, Legend: "all"}).
				Of("A", kit.Named("Questions")),
			kit.Figures("Questions that fail", "The share that ends in an error of the database, a timeout or a defect. Faults of who asks, and what readers close, are left out. Orange from 1 %, red from 5 %.").
				At(10, 0, 4, 4).Unit("percentunit").
				Measures(kit.Measured{Expression: "(" + failed + " or vector(0)) / " + all, Legend: "failed"}).
				Of("A", kit.Named("Failed"), kit.Decimals(1), kit.Steps(kit.Good, kit.Step{From: 0.01, Colour: kit.Warning}, kit.Step{From: 0.05, Colour: kit.Bad}), kit.ByStep()),
			kit.Figures("Nearly all within", "The time within which 95 of 100 questions end. Orange from 5 seconds, when people begin to wait, red from 30, a usual timeout of proxies.").
				At(14, 0, 5, 4).Unit("s").
				Measures(kit.Measured{Expression: quantile(0.95, questions), Legend: "p95"}).
				Of("A", kit.Steps(kit.Good, kit.Step{From: 5, Colour: kit.Warning}, kit.Step{From: 30, Colour: kit.Bad}), kit.ByStep()),
			kit.Figures("Waiting for a turn", "Questions that wait now, because connections, memory or the turns of a person are used up. None is usual.").
				At(19, 0, 5, 4).
				Measures(kit.Measured{Expression: `sum(crmkpi_pool_waiting{` + ofSources + `})`, Legend: "waiting"}).
				Of("A", kit.Named("Waiting"), kit.Steps(kit.Good, kit.Step{From: 10, Colour: kit.Warning}, kit.Step{From: 100, Colour: kit.Bad}), kit.ByStep()),

			kit.Series("Questions by type", "Questions a second by their type: KPIs, rows, values of variables, annotations, checks.").
				At(0, 4, 8, 9).Unit("reqps").
				Measures(byLabel(rateOf(questions+"_count", "type", onServers), "type")),
			kit.Series("Questions by outcome", "What becomes of questions: answered (ok), a fault of the question or the settings (asker), of the database, a timeout, closed by the reader (cancelled), or a defect of the plugin, which its log tells.").
				At(8, 4, 8, 9).Unit("reqps").
				Measures(byLabel(rateOf(questions+"_count", "outcome", onServers), "outcome")).
				Field("ok", kit.In(kit.Good)).Field("asker", kit.In(kit.Plain)).Field("cancelled", kit.In(kit.Muted)).
				Field("timeout", kit.In(kit.Warning)).Field("database", kit.In(kit.Bad)).Field("defect", kit.In("dark-red")),
			kit.Series("How long questions take", "The time within which half of the questions end, and 95 of 100, waiting for a turn included.").
				At(16, 4, 8, 9).Unit("s").
				Measures(durations(questions)...),

			kit.Series("Errors by code", "Questions a second that are not answered, by the code that readers are told; docs/operations.md says what to do.").
				At(0, 13, 8, 10).Unit("reqps").
				Measures(byLabel(rateOf("crmkpi_errors_total", "code", onServers), "code")),
			kit.Series("Ended by a bound", "Questions a second that a bound of the settings has ended, by the bound. Often the same one: a panel asks for too much, or the bound is too tight.").
				At(8, 13, 8, 10).Unit("reqps").
				Measures(byLabel(rateOf("crmkpi_refused_total", "bound", onServers), "bound")),
			kit.Series("Statements by outcome", "SQL statements a second: ok, or the kind of the error.").
				At(16, 13, 8, 10).Unit("ops").
				Measures(byLabel(rateOf(statements+"_count", "outcome", onServers), "outcome")),

			kit.Series("Time in the database", "Seconds of statements in each second: how many statements the database works on, on average.").
				At(0, 23, 8, 9).
				Measures(kit.Measured{Expression: rateOf(statements+"_sum", "", onServers), Legend: "statements"}).
				Of("A", kit.Named("Statements at work"), kit.Decimals(2)),
			kit.Series("How long statements take", "The time within which half of the statements end, and 95 of 100, until the last row was read.").
				At(8, 23, 8, 9).Unit("s").
				Measures(durations(statements)...),
			kit.Series("Rows and cells", "Rows a second that are read from databases, and cells of answers that are made of them.").
				At(16, 23, 8, 9).Unit("short").
				Measures(kit.Measured{Expression: rateOf("crmkpi_statement_rows_total", "", onServers), Legend: "rows"}, kit.Measured{Expression: rateOf("crmkpi_answer_cells_total", "", onServers), Legend: "cells"}).
				Of("A", kit.Named("Rows read")).Of("B", kit.Named("Cells answered")),

			kit.Series("Memory of answers", "Bytes a second that answers take until they are sent, as the bound on memory estimates them.").
				At(0, 32, 8, 9).Unit("Bps").
				Measures(kit.Measured{Expression: rateOf("crmkpi_answer_bytes_total", "", onServers), Legend: "answers"}).
				Of("A", kit.Named("Answers")),
			kit.Series("Connections", "Connections of the pools: those on which questions are answered, those that are kept, and the most that may be open.").
				At(8, 32, 8, 9).
				Measures(kit.Measured{Expression: `sum(crmkpi_pool_in_use_connections{` + ofSources + `})`, Legend: "used"}, kit.Measured{Expression: `sum(crmkpi_pool_idle_connections{` + ofSources + `})`, Legend: "idle"},
					kit.Measured{Expression: `sum(crmkpi_pool_max_open_connections{` + ofSources + `})`, Legend: "most"}).
				Of("A", kit.Named("In use")).Of("B", kit.Named("Idle")).Of("C", kit.Named("Most"), kit.StepLine()),
			kit.Series("Turns", "Questions that wait for a turn, by data source.").
				At(16, 32, 8, 9).
				Measures(byLabel(`sum by (datasource_uid) (crmkpi_pool_waiting{`+ofSources+`})`, "datasource_uid")),

			kit.Series("How long turns are waited for", "The mean time that a question waits for its turn, of those that wait, by data source.").
				At(0, 41, 8, 9).Unit("s").
				Measures(byLabel(rateOf("crmkpi_pool_wait_seconds_total", "datasource_uid", ofSources)+" / "+rateOf("crmkpi_pool_waits_total", "datasource_uid", ofSources), "datasource_uid")),
			kit.Series("Memory of the process", "What the plugin's process has of the host's memory, what lives in it, and from where on it tidies up harder.").
				At(8, 41, 8, 9).Unit("bytes").
				Measures(kit.Measured{Expression: "sum(" + ofPlugin("process_resident_memory_bytes") + ")", Legend: "resident"}, kit.Measured{Expression: "sum(" + ofPlugin("go_memstats_heap_inuse_bytes") + ")", Legend: "heap"},
					kit.Measured{Expression: "sum(" + ofPlugin("go_gc_gomemlimit_bytes") + ")", Legend: "limit"}).
				Of("A", kit.Named("Resident")).Of("B", kit.Named("Heap")).Of("C", kit.Named("Limit"), kit.StepLine()),
			kit.Series("Goroutines", "What the plugin's process does at once. What grows for days without more questions is a leak: report it.").
				At(16, 41, 8, 9).
				Measures(byLabel(ofPlugin("go_goroutines"), "instance")),

			kit.Series("Answers given again", "Answers a second that were made, that were given to others who asked while they were made, and that were kept and given again: the more of these, the less work for the database.").
				At(0, 50, 12, 9).Unit("reqps").
				Measures(kit.Measured{Expression: rateOf("crmkpi_answers_made_total", "", ofSources), Legend: "made"}, kit.Measured{Expression: rateOf("crmkpi_answers_joined_total", "", ofSources), Legend: "joined"},
					kit.Measured{Expression: rateOf("crmkpi_answers_kept_total", "", ofSources), Legend: "kept"}).
				Of("A", kit.Named("Made")).Of("B", kit.Named("Given to several")).Of("C", kit.Named("Given again")),
			kit.Series("Memory of kept answers", "What the answers take that are kept for whoever asks the same, as estimated, by data source.").
				At(12, 50, 12, 9).Unit("bytes").
				Measures(byLabel(`sum by (datasource_uid) (crmkpi_answers_bytes{`+ofSources+`})`, "datasource_uid")),
		},
	}
}
