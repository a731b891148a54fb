package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/common"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// The data source of a board that asks Prometheus, and the variable by which the reader chooses it.
const (
	prometheusType     = "prometheus"
	prometheusVariable = "prometheus"
)

// prometheusSource refers to the Prometheus that the reader chooses.
func prometheusSource() *common.DataSourceRef {
	return &common.DataSourceRef{Type: to(prometheusType), Uid: to("${" + prometheusVariable + "}")}
}

func prometheusChoice() Variable {
	return Variable{
		Name: prometheusVariable, Label: "Prometheus", Description: "The Prometheus that scrapes the plugin's metrics", kind: dashboard.VariableTypeDatasource, text: prometheusType,
	}
}

// Label is a choice among the values that a label of a metric has, all of them at first. Expressions name the variable: instance=~"$server".
func Label(name, label, description, metric, of string) Variable {
	return Variable{Name: name, Label: label, Description: description, kind: dashboard.VariableTypeQuery, expression: "label_values(" + metric + ", " + of + ")"}
}

// Measured is an expression that Prometheus is asked, and what its series are called, as {{outcome}}, in all languages.
type Measured struct{ Expression, Legend string }

// Measures has Prometheus answer the panel, of a board of metrics.
func (p *Panel) Measures(all ...Measured) *Panel {
	p.measured = append(p.measured, all...)
	return p
}

// Unit says what the values are, in Grafana's words: what Prometheus answers has no unit.
func (p *Panel) Unit(id string) *Panel {
	p.panel.FieldConfig.Defaults.Unit = &id
	return p
}

// target is the expression as a panel keeps it.
func (m Measured) target(refID string) *prometheus.Dataquery {
	return &prometheus.Dataquery{
		RefId: &refID, Datasource: prometheusSource(), Expr: m.Expression, LegendFormat: &m.Legend, Range: to(true), EditorMode: to(prometheus.QueryEditorModeCode),
	}
}
