package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Remark is what must be told of rows that have been read, beside how many there are. It is comparable: the same is told once.
type Remark struct {
	Kind RemarkKind
	// KPI and Measure are whose value it is about; empty for what is about all that is counted of an entity.
	KPI     i18n.Text
	Measure string
	Entity  string
	Names   string // fields, as expressions, or scopes of targets; several are an enumeration
}

// RemarkKind is what is not known.
type RemarkKind string

// The kinds of remarks.
const (
	LevelsOfParts RemarkKind = "levels_of_parts" // the level of a whole, of which only parts have one
	Lacks         RemarkKind = "lacks"           // the value that is counted of a row
	Periodless    RemarkKind = "no_period"       // when a target holds
	Startless     RemarkKind = "startless"       // since when a row is there
	Inferred      RemarkKind = "inferred"        // what it was before: see [crm.Entity.Inferred]
)

// Found is how many rows a remark is about, and of how many; 0 where these are not counted.
type Found struct{ Rows, Of float64 }

// Text tells the remark; what is not about rows is about none.
func (r Remark) Text(f Found) i18n.Text {
	args := []any{"kpi", r.KPI, "entity", r.Entity, "names", r.Names}
	if f.Rows > 0 {
		args = append(args, "count", int64(f.Rows), "rows", int64(f.Of))
	}
	return i18n.T("notice."+string(r.Kind), args...)
}

// Warns reports whether nothing of what is asked for is known.
func (r Remark) Warns(f Found) bool {
	return r.Kind == LevelsOfParts || r.Kind == Lacks && f.Rows == f.Of
}

// remark notes rows of the reading, if there are any.
func (r *Reading) remark(kind RemarkKind, names string, rows *float64) {
	if r.Remark != nil && rows != nil && *rows > 0 {
		r.Remark(Remark{Kind: kind, Entity: r.Scope.Entity, Names: names}, Found{Rows: *rows})
	}
}

// inferred returns the part that counts of whom not all events have been recorded; nil where all have been.
func (r *Reading) inferred(windows []calendar.Range) (*Part, error) {
	e, err := r.Context.Mapping.Model.Entity(r.Scope.Entity)
	if err != nil || e.Inferred == "" {
		return nil, err
	}
	events, err := Event{}.events(r, windows)
	if err != nil || events.Empty(r.Context) {
		return nil, err
	}
	s, err := sqlgen.Inferences{Events: events, Of: e.Inferred}.Statement(r.Context)
	return &Part{s, func(row Row) error {
		var rows *float64
		if err := row.Scan(&rows); err != nil {
			return err
		}
		r.remark(Inferred, "", rows)
		return nil
	}}, err
}
