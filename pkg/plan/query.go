package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Request is when, over what range and for whom a question is asked.
type Request struct {
	Range     calendar.Range
	Now       time.Time     // zero means the clock's
	Interval  time.Duration // the panel's, for grain auto
	MaxPoints int           // the panel's, for grain auto; 0 for no bound
	Viewer    Viewer
}

// Viewer is who asks, as Grafana's backend says: nothing of it comes from a browser. All is "" for nobody: a public dashboard, a terminal.
type Viewer struct {
	Login, Email, Name string
	// Role is that in Grafana's organisation: Viewer, Editor or Admin.
	Role string
	// Alerts says that the answer is looked at by an alert rule.
	Alerts bool
}

// scheduler is the login with which Grafana runs alert rules. It gives it the role Admin, but it is nobody, and its errors go into mails.
const scheduler = "grafana_scheduler"

// Nobody reports whether no person asks: an alert rule, or a public dashboard.
func (v Viewer) Nobody() bool { return v.Login == scheduler || v.Login == "" && v.Email == "" }

// Alerting reports whether an alert rule asks.
func (v Viewer) Alerting() bool { return v.Alerts || v.Login == scheduler }

// Administers reports whether a person asks who may edit data sources, and reads the answer.
func (v Viewer) Administers() bool { return v.Role == "Admin" && v.Login != scheduler && !v.Alerts }

// Exact is the request with a now, at PostgreSQL's precision.
func (r Request) Exact() Request {
	if r.Now.IsZero() {
		r.Now = time.Now()
	}
	r.Now = r.Now.Truncate(time.Microsecond)
	r.Range.From, r.Range.To = r.Range.From.Truncate(time.Microsecond), r.Range.To.Truncate(time.Microsecond)
	return r
}

// ahead is by how much the clock of who asks may be ahead of ours.
const ahead = 5 * time.Minute

// Begun is an exact request whose range has begun, if it begins now: that of the next days does, also by a browser's clock that is a
// little ahead. There are states in it, and nothing else has happened yet.
func (r Request) Begun() Request {
	if early := r.Range.From.Sub(r.Now); early >= 0 && early <= ahead {
		r.Now = r.Range.From.Add(time.Microsecond)
	}
	return r
}

// ResolvedKPI is a KPI of the question with the values of its parameters.
type ResolvedKPI struct {
	*catalog.KPI
	Entry     query.Entry // of the question
	Arguments map[string]string
	// Operands are those of a formula of the question, by their numbers; nil for a KPI of the catalogue.
	Operands []ResolvedKPI
	// Unavailable is why the company's mapping does not have what the KPI needs; nil for nothing.
	Unavailable error
}

// Key is that of the entry: no two KPIs of a question share it.
func (k ResolvedKPI) Key() string { return k.Entry.Key() }

// same reports whether two KPIs of a question are one, however they are written.
func (k ResolvedKPI) same(o ResolvedKPI) bool {
	return k.ID == o.ID && k.Entry.Window == o.Entry.Window && maps.Equal(k.Arguments, o.Arguments)
}

// Query is a question whose names have their meaning and which has no fault that can be known without the database.
type Query struct {
	Question query.Question
	Request  Request
	// Asked are the KPIs of the question, in its order. KPIs are those of them that can be answered: at least one.
	Asked, KPIs []ResolvedKPI
	Axes        *axis.Set
	// Having are the conditions on groups, by KPIs that need not be among those asked.
	Having []GroupCondition
	// Conditions are the dimensions of the filters that hold for all rows.
	Conditions []string
}

// Single reports whether a KPI has one figure for the question: by its definition, or because a horizon is asked for.
func (q *Query) Single(k ResolvedKPI) bool {
	if k.SingleFigure() {
		return true
	}
	return slices.ContainsFunc(k.Parts(), func(p ResolvedKPI) bool {
		_, understood := p.Parameters["horizon"]
		return understood && (q.Question.Parameters["horizon"] != "" || p.Arguments["hours"] == "business")
	})
}

// Begun reports whether a bucket has begun.
func (q *Query) Begun(bucket int) bool {
	return q.Axes.Buckets[bucket].Range.From.Before(q.Request.Now)
}

// KnownAhead reports whether a KPI has values in buckets that have not begun: targets and forecasts do, and what is made of whole
// target periods, of which all is still to be done. A formula has values where all of its operands have.
func (k ResolvedKPI) KnownAhead() bool {
	if k.Operands != nil {
		return !slices.ContainsFunc(k.Operands, func(o ResolvedKPI) bool { return !o.KnownAhead() })
	}
	return k.Kind == catalog.TargetKind || k.Horizon == catalog.Future || k.Uses(catalog.WholePeriods)
}
