package dashboards

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// What a narrow screen shows.
const (
	mostFigures   = 4 // side by side
	firstColumns  = 2 // of a table
	mostColumns   = 14
	mostVariables = 1 // in one line with the menu of the others
)

// questions are those of a panel that can be read, without those that say only how others look.
func (p Panel) questions() (all []query.Question) {
	for _, t := range p.Targets {
		looks := !p.Shows(t.RefID)
		if q, err := types.Parse(t.JSON); err == nil && t.Datasource.Type == PluginID && !looks {
			all = append(all, q)
		}
	}
	return all
}

func (p Panel) asksKPIs() bool {
	return slices.ContainsFunc(p.questions(), func(q query.Question) bool { return q.Type == query.KPI })
}

// ids finds the KPIs of an entry, those of a formula as well.
var ids = regexp.MustCompile(`[a-z][a-z0-9_]*(\.[a-z]+)?`)

// horizons checks that what was, what is and what is to come are all there, on a dashboard of KPIs.
func (l *linter) horizons() {
	seen := map[string]bool{}
	for _, p := range l.d.All() {
		ahead := strings.HasPrefix(p.TimeFrom, "+")
		for _, q := range p.questions() {
			seen["kpis"] = seen["kpis"] || q.Type == query.KPI
			seen["check"] = seen["check"] || q.Type == query.Check
			seen["future"] = seen["future"] || ahead || q.Type == query.Agenda
			for _, text := range q.KPIs {
				for _, id := range ids.FindAllString(text, -1) {
					if l.known.KPI(id) {
						seen[l.known.Horizon(id)] = true
					}
				}
			}
		}
	}
	if !seen["kpis"] || seen["check"] { // one of the data has no future
		return
	}
	for _, horizon := range []string{"past", "current", "future"} {
		if !seen[horizon] {
			l.dashboard("none of its KPIs is of the horizon %s; readers want to see what was, what is and what is to come", horizon)
		}
	}
}

// controls checks that a phone shows numbers soon.
func (l *linter) controls() {
	visible := 0
	for _, v := range l.d.Templating.List {
		if v.Hide == 0 {
			visible++
		}
	}
	if visible > mostVariables {
		l.dashboard("%d variables stand in several lines on a phone, more than %d; put the less important ones into the menu of controls", visible, mostVariables)
	}
}

// read checks what a reader of a panel needs.
func (l *linter) read(p Panel) {
	l.words(p)
	l.columns(p)
	l.cut(p)
	l.bars(p)
	lists := slices.ContainsFunc(p.questions(), func(q query.Question) bool {
		return q.Type == query.Records || q.Type == query.Agenda || q.Type == query.Timeline
	})
	if len(p.questions()) > 0 && !lists && len(p.Links()) == 0 {
		l.panel(p, "a click leads nowhere; link its values to the rows behind them")
	}
	if !p.asksKPIs() {
		return
	}
	l.compared(p)
	for _, q := range p.questions() {
		if p.Type == "timeseries" && p.TimeFrom == "" && slices.Contains([]string{"week", "month", "quarter", "year"}, string(q.Grain)) {
			l.panel(p, "its grain %s is longer than the shortest range, over which Grafana would show no data; take the grain auto", q.Grain)
		}
		if slices.Contains(q.GroupBy, "campaign") && slices.ContainsFunc(q.KPIs, func(k string) bool { return k == "roi" || k == "net_roi" || k == "margin_roi" }) {
			l.panel(p, "%s by campaign leaves out what a campaign cost before the range; take campaign_roi", strings.Join(q.KPIs, ", "))
		}
	}
}

// reason finds the words by which a description says what to compare with, or why there is nothing.
var reason = regexp.MustCompile(`(?i)\b(target|goal|compare|limit|plan|against|nothing to|beside the|aim|whole team|orange|red|median)|план|цел|сравн|предел|норм|порог|границ|рядом|оранж|красн|медиан|всей команды`)

// compared checks that a number has a target or a comparison beside it, or that the description says why not.
func (l *linter) compared(p Panel) {
	for _, q := range p.questions() {
		if q.Compare != "" {
			return
		}
		for _, text := range q.KPIs {
			if slices.ContainsFunc(ids.FindAllString(text, -1), func(id string) bool { return l.known.KPI(id) && l.known.Goal(id) }) {
				return
			}
		}
	}
	if p.Description != "" && !reason.MatchString(p.Description) {
		l.panel(p, "it shows no target and no comparison; add one, or say in the description why there is none")
	}
}

// columns checks that the first columns of a table, which a phone shows, have a number, and that a list that chooses columns chooses few.
func (l *linter) columns(p Panel) {
	if p.Type != "table" {
		return
	}
	included, first := 0, map[string]int{}
	for _, t := range p.Transformations {
		if t.ID == "organize" {
			included, first = max(included, len(t.Options.IncludeByName)), t.Options.IndexByName
		}
	}
	number := slices.ContainsFunc(p.questions(), func(q query.Question) bool {
		return slices.ContainsFunc(q.KPIs, func(k string) bool { at, ok := first[called(k)]; return ok && at < firstColumns })
	})
	for _, q := range p.questions() {
		switch {
		case q.Type == query.Records && !variable.MatchString(q.Entity):
			if included > mostColumns {
				l.panel(p, "%d columns of a list are more than %d; choose those that matter", included, mostColumns)
			}
		case q.Type == query.KPI && len(q.GroupBy) >= firstColumns && q.Format == query.Table && !number:
			l.panel(p, "its first %d columns, which a phone shows, have no number; put a KPI among them", firstColumns)
		}
	}
}

// called is what the column of an entry is called: by itself, or by the label of its formula.
func called(text string) string {
	if e, err := query.ParseEntry(text); err == nil {
		return cmp.Or(e.Formula.Label, text)
	}
	return text
}

// id finds words that are names of the data.
var id = regexp.MustCompile(`\b[a-z]+_[a-z_]+\b`)

// coded are the dimensions whose values are codes of the CRM, not names that people gave.
var coded = []string{"priority", "ticket_kind", "ticket_channel", "ticket_status", "deal_status", "deal_type", "forecast_category", "pipeline_move", "commitment_kind", "feedback_kind", "sla_metric", "survey_kind", "check_category"}

// words checks that a reader finds words where the data have names.
func (l *linter) words(p Panel) {
	texts := []string{p.Title, variable.ReplaceAllString(p.Description, "")}
	mapped := map[string]bool{}
	for _, override := range p.FieldConfig.Overrides {
		var field string
		_ = json.Unmarshal(override.Matcher.Options, &field)
		for _, property := range override.Properties {
			var name string
			if property.ID == "displayName" && json.Unmarshal(property.Value, &name) == nil {
				texts = append(texts, name)
			}
			mapped[field] = mapped[field] || property.ID == "mappings"
		}
	}
	for _, text := range texts {
		if found := id.FindString(variable.ReplaceAllString(text, "")); found != "" {
			l.panel(p, "%q is a name of the data; write it as people say it", found)
		}
	}
	if p.Type != "table" && p.Type != "barchart" && p.Type != "bargauge" {
		return
	}
	for _, q := range p.questions() {
		for _, dimension := range q.GroupBy {
			if q.Format == query.Table && slices.Contains(coded, dimension) && !mapped[dimension] {
				l.panel(p, "it shows the values of %s as the data have them; map them to words", dimension)
			}
		}
	}
}
