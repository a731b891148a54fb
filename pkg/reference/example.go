package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Asked is a question about one KPI, over a range as Grafana and the command line write it.
type Asked struct {
	query.Question
	From, To string
	over     i18n.Text // the range in words
	kpi      *catalog.KPI
}

// span is a range with its words.
type span struct {
	from, to string
	words    i18n.Text
}

var (
	lastYear     = span{"now-1y/M", "now", i18n.T("reference.span_year")}
	lastQuarters = span{"now-1y/Q", "now", i18n.T("reference.span_quarters")}
	thisMonth    = span{"now/M", "now/M", i18n.T("reference.span_month")}
	nextMonths   = span{"now/M", "now+2M/M", i18n.T("reference.span_next_months")}
	asOfNow      = span{"now-90d/d", "now", i18n.T("reference.span_now")}
	nextWeek     = span{"now", "now+7d", i18n.T("reference.span_week")}
	ahead        = span{"now", "now+8h", i18n.T("reference.span_ahead")}
)

// usual are the dimensions that people of a department look at, for KPIs that do not say.
var usual = map[string][]string{"sales": {"team", "region"}, "marketing": {"channel", "segment", "platform"}, "support": {"support_team", "segment", "team"}}

// Example is a question that shows a KPI the way it is usually looked at.
func Example(k *catalog.KPI, e *engine.Engine) Asked {
	q := query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{k.ID}, Grain: usualGrain(k)}
	possible := e.Dimensions(k)
	for _, d := range slices.Concat(k.GroupBy, usual[k.Department]) {
		if slices.Contains(possible, d) {
			q.GroupBy = []string{d}
			break
		}
	}
	if slices.Contains(q.GroupBy, "account") {
		q.Limit = &query.Limit{Top: 5, By: k.ID}
	}
	if name, value := toShow(k); name != "" {
		q.Parameters = map[string]string{name: value}
	}
	q.Details = plans(k) || k.Kind == catalog.EffectKind || k.Report == catalog.Health
	if q.Grain == calendar.None {
		q.Format = query.Table
	}
	r := usualSpan(k, q.Grain)
	return Asked{Question: q, From: r.from, To: r.to, over: r.words, kpi: k}
}

func usualGrain(k *catalog.KPI) calendar.Grain {
	switch {
	case k.Kind == catalog.PresentKind:
		return calendar.None
	case k.SingleFigure() || k.Kind == catalog.EffectKind || k.Uses(catalog.Previous):
		return calendar.None
	case k.Grain != "":
		return k.Grain
	case k.Kind == catalog.FutureKind:
		return calendar.None
	}
	return calendar.Month
}

func usualSpan(k *catalog.KPI, g calendar.Grain) span {
	state := measured(k, snapshot)
	switch {
	case k.Kind == catalog.PresentKind:
		return asOfNow
	case k.Kind == catalog.FutureKind && g == calendar.None:
		return ahead
	case k.Kind == catalog.FutureKind:
		return nextWeek
	case k.Horizon == catalog.Future:
		return nextMonths
	case k.Uses(catalog.WholePeriods), k.Uses(catalog.Opening), k.Uses(catalog.Closing), k.Uses(catalog.Previous), slices.Contains(k.GroupBy, "pipeline_move"):
		return thisMonth
	case g == calendar.Quarter:
		return lastQuarters
	case (state || k.Kind == catalog.ReportKind) && g == calendar.None:
		return asOfNow
	}
	return lastYear
}

// shown are values of parameters that are not their defaults, in the order in which one is chosen to be shown.
var shown = []struct{ name, value string }{
	{"attribution", "linear"}, {"segment_weights", "Enterprise=2;SMB=0.5"}, {"threshold", "60%"}, {"statistic", "p90"}, {"window", "60d"},
	{"horizon", "8h"}, // makes it one figure
}

// toShow returns a parameter of a KPI with a value that is not its default: what is assumed first, if anything is.
func toShow(k *catalog.KPI) (name, value string) {
	for _, name := range slices.Sorted(maps.Keys(k.Parameters)) {
		if plans(k) && k.Computes(name) && name != "revenue_target" {
			return name, assumedValue(k, name)
		}
	}
	for _, p := range shown {
		_, ok := k.Parameters[p.name]
		if ok && (p.name != "statistic" || isDuration(k)) && (p.name != "horizon" || usualGrain(k) == calendar.None) {
			if p.name == "window" && strings.HasSuffix(k.Parameters[p.name], "h") {
				return p.name, "72h" // of hours, not of months
			}
			return p.name, p.value
		}
	}
	return "", ""
}

// assumedValue is a value for what a KPI assumes: a rate or an amount.
func assumedValue(k *catalog.KPI, name string) string {
	value := "25%"
	catalog.Walk(k.Formula, func(n catalog.Node) {
		if a, ok := n.(catalog.Assumed); ok && a.KPI.ID == name && a.KPI.Unit != catalog.Percent {
			value = "20000"
		}
	})
	return value
}

// Panel is the question as the JSON of a panel's query.
func (a Asked) Panel() (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(a.Question)
	return strings.TrimSpace(out.String()), err
}

// Command is the question on the command line.
func (a Asked) Command(language i18n.Language) string {
	words := []string{"crmkpi query --kpis", strings.Join(a.KPIs, ",")}
	if len(a.GroupBy) > 0 {
		words = append(words, "--group-by", strings.Join(a.GroupBy, ","))
	}
	if a.Limit != nil {
		words = append(words, "--top", fmt.Sprint(a.Limit.Top))
	}
	if a.Grain != calendar.None {
		words = append(words, "--grain", string(a.Grain))
	}
	words = append(words, "--from", a.From, "--to", a.To)
	for _, name := range slices.Sorted(maps.Keys(a.Parameters)) {
		argument := name + "=" + a.Parameters[name]
		if strings.Contains(argument, ";") {
			argument = "'" + argument + "'" // to the shell it ends a command
		}
		words = append(words, "--param", argument)
	}
	if a.Details {
		words = append(words, "--details")
	}
	if language != i18n.English {
		words = append(words, "--lang", string(language))
	}
	return strings.Join(words, " ")
}

// everyGrain says into what a series is cut.
var everyGrain = map[calendar.Grain]i18n.Text{
	calendar.Day: i18n.T("reference.by_day"), calendar.Week: i18n.T("reference.by_week"), calendar.Month: i18n.T("reference.by_month"),
	calendar.Quarter: i18n.T("reference.by_quarter"), calendar.Year: i18n.T("reference.by_year"),
}

// inside writes a title in small letters, as within an English sentence; abbreviations keep theirs.
func inside(title string, language i18n.Language) string {
	if language != i18n.English || title[:2] == strings.ToUpper(title[:2]) {
		return title
	}
	return strings.ToLower(title[:1]) + title[1:]
}

// Words is the question as people ask it, with the names that dimensions have in a model.
func (a Asked) Words(model *crm.Model, language i18n.Language) string {
	parts := []string{a.kpi.Title.In(language)}
	for _, id := range a.GroupBy {
		if d, err := model.Dimension(id); err == nil {
			parts = append(parts, i18n.T("reference.grouped_by", "dimension", inside(d.Title.In(language), language)).In(language))
		}
	}
	if a.Limit != nil {
		parts = append(parts, i18n.T("reference.highest", "top", a.Limit.Top).In(language))
	}
	if text, ok := everyGrain[a.Grain]; ok {
		parts = append(parts, text.In(language))
	}
	parts = append(parts, a.over.In(language))
	for _, name := range slices.Sorted(maps.Keys(a.Parameters)) {
		parts = append(parts, i18n.T("reference.with_value", "parameter", code(name+"="+a.Parameters[name])).In(language))
	}
	return strings.Join(parts, ", ")
}
