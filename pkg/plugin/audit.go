package plugin

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Audit says what is noted of each question.
type Audit string

// What is noted of a question: nothing, what it is about, or all that was asked, with the values of its filters.
const (
	NoAudit        Audit = ""
	AuditQuestions Audit = "questions"
	AuditValues    Audit = "values"
)

// auditMessage is that of all lines of the audit log. They also have the field audit=true, by which they are told from others.
const auditMessage = "Data were asked for"

// mostOfQuestion bounds what is noted of a question in full, in bytes.
const mostOfQuestion = 8 << 10

// auditor keeps the audit log of a data source.
type auditor struct {
	source  string // the data source's uid
	notes   Audit
	model   *crm.Model       // nil where the settings are wrong
	catalog *catalog.Catalog // nil where the settings are wrong
}

// auditEntry is a line of the audit log to be, of one question; nil where none is kept, which all of its methods bear.
type auditEntry struct {
	id     string // by which the question is known
	began  time.Time
	fields []any
	found  []any
	err    error
}

// entry begins a line: of the question of an id, who asks it, by way of what, and for which type of answer.
func (a *auditor) entry(id string, v plan.Viewer, via, kind string) *auditEntry {
	if a == nil || a.notes == NoAudit {
		return nil
	}
	who := v.Login
	switch {
	case v.Nobody():
		who = "nobody"
	case who == "":
		who = v.Email
	}
	return &auditEntry{id: id, began: time.Now(), fields: []any{"audit", true, "datasource", a.source, "queryId", id, "who", who, "alert", v.Alerts, "via", via, "type", kind}}
}

// question begins the line of a query. What it names is noted only where the catalogue and the model know it: any other text may be
// somebody's name that was typed into the wrong field.
func (a *auditor) question(asked asking) *auditEntry {
	kind := string(asked.question.Type)
	if asked.wrong != nil {
		kind = unreadable
	}
	e := a.entry(asked.origin.QueryID, asked.viewer, "query", kind)
	if e == nil {
		return nil
	}
	q, added := asked.question.Without()
	q.Filters, q.GroupBy = slices.Concat(q.Filters, added.Filters), slices.Concat(q.GroupBy, added.GroupBy)
	var kpis, having, filters []string
	for _, text := range q.KPIs {
		kpis = append(kpis, a.kpis(text)...)
	}
	for _, h := range q.Having {
		having = append(having, a.kpis(h.KPI)...)
	}
	for _, f := range query.Comparisons(q.Filters) {
		filters = append(filters, a.dimension(f.Dimension), a.field(f.Field))
	}
	groups := []string{a.dimension(q.Dimension)}
	for _, id := range q.GroupBy {
		groups = append(groups, a.dimension(id))
	}
	e.note("kpis", list(kpis), "entity", a.entity(q.Entity), "groupBy", list(groups), "filters", list(filters),
		"having", list(having), "from", asked.TimeRange.From.UTC().Format(time.RFC3339), "to", asked.TimeRange.To.UTC().Format(time.RFC3339))
	if a.notes == AuditValues {
		e.note("question", cut(string(asked.JSON)))
	}
	return e
}

// audited writes the line of a resource call that reaches data.
func (d *Datasource) audited(kind string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		e := d.audit.entry(newQueryID(), viewerOf(backend.UserFromContext(r.Context())), "resource", kind)
		defer e.write()
		if e != nil {
			asked := r.URL.Query()
			if r.Method == http.MethodGet {
				e.note("groupBy", d.audit.dimension(asked.Get("dimension")))
			}
			if d.audit.notes == AuditValues {
				e.note("question", cut(r.URL.RawQuery))
			}
		}
		next(w, r.WithContext(withAudit(r.Context(), e)))
	}
}

// note adds fields to a line.
func (e *auditEntry) note(fields ...any) {
	if e != nil {
		e.fields = append(e.fields, fields...)
	}
}

// answered notes how much was answered, and by which right.
func (e *auditEntry) answered(a *answer.Answer) {
	if e == nil {
		return
	}
	scope := "everything"
	switch {
	case a.Exempt:
		scope = "exempt"
	case a.Restricted:
		scope = "restricted"
	}
	rows, cells := 0, 0
	if r := a.Figures(); r != nil {
		rows = len(r.Groups) * len(r.Buckets)
		cells = rows * len(r.Columns)
	}
	for _, t := range a.Tables {
		rows += len(t.Rows)
		cells += len(t.Rows) * len(t.Columns)
	}
	e.found = []any{"scope", scope, "rule", a.Rule, "rows", rows, "cells", cells}
}

// failed notes why nothing was answered.
func (e *auditEntry) failed(err error) {
	if e != nil {
		e.err = err
	}
}

// write writes the line, without what the SDK adds to others: the name of the person is among that.
func (e *auditEntry) write() {
	if e == nil {
		return
	}
	fields := e.fields
	code := ""
	if e.err == nil {
		fields = append(fields, e.found...)
	} else {
		code = kindOf(e.err)
	}
	fields = append(fields, "outcome", string(outcomeOf(e.err)), "code", code, "seconds", time.Since(e.began).Seconds())
	backend.Logger.Info(auditMessage, fields...)
}

type auditKey struct{}

// withAudit is the context of what a line is written of.
func withAudit(ctx context.Context, e *auditEntry) context.Context {
	return context.WithValue(ctx, auditKey{}, e)
}

// audited is the line of what is answered in a context; nil for none.
func audited(ctx context.Context) *auditEntry {
	e, _ := ctx.Value(auditKey{}).(*auditEntry)
	return e
}

// queryID is the id of what is asked in a context: that of its line of the audit log, or a new one.
func queryID(ctx context.Context) string {
	if e := audited(ctx); e != nil {
		return e.id
	}
	return newQueryID()
}

// stranger stands for a name that nothing has.
const stranger = "(unknown)"

var words = regexp.MustCompile(`[a-z][a-z0-9_.]*`)

// kpis are the ids of the KPIs that an entry of a question names, those of a formula one by one.
func (a *auditor) kpis(text string) []string {
	entry, err := query.ParseEntry(text)
	if err != nil || a.catalog == nil {
		return []string{stranger}
	}
	named := []string{entry.KPI}
	if entry.Formula.Text != "" {
		named = words.FindAllString(entry.Formula.Text, -1)
	}
	named = slices.DeleteFunc(named, func(id string) bool { _, err := a.catalog.KPI(id); return err != nil })
	if len(named) == 0 {
		return []string{stranger}
	}
	return named
}

func (a *auditor) dimension(id string) string {
	return a.known(id, func() bool { _, err := a.model.Dimension(id); return err == nil })
}

func (a *auditor) entity(name string) string {
	return a.known(name, func() bool { _, err := a.model.Entity(name); return err == nil })
}

func (a *auditor) field(path string) string {
	return a.known(path, func() bool {
		return slices.ContainsFunc(a.model.Entities(), func(entity string) bool { _, err := a.model.Resolve(entity, path); return err == nil })
	})
}

func (a *auditor) known(name string, is func() bool) string {
	if name == "" || a.model != nil && is() {
		return name
	}
	return stranger
}

// list writes names, each once.
func list(names []string) string {
	var all []string
	for _, name := range names {
		if name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ",")
}

func cut(text string) string {
	return strings.ToValidUTF8(text[:min(len(text), mostOfQuestion)], "\uFFFD")
}
