package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Remark is what must be told of rows that count though not all is known of them. It is comparable.
type Remark struct {
	Kind   RemarkKind
	Entity string
	Start  string // of a state, as an expression
}

// RemarkKind is what is not known.
type RemarkKind string

// The kinds of remarks.
const (
	Startless RemarkKind = "startless" // since when a row is there
	Inferred  RemarkKind = "inferred"  // what it was before: see [crm.Entity.Inferred]
)

// Text tells the remark, with the number of rows.
func (r Remark) Text(rows float64) i18n.Text {
	return i18n.T("notice."+string(r.Kind), "count", int(rows), "entity", r.Entity, "start", r.Start)
}

// remark notes rows of the reading, if there are any.
func (r *Reading) remark(kind RemarkKind, start string, rows *float64) {
	if r.Remark != nil && rows != nil && *rows > 0 {
		r.Remark(Remark{kind, r.Scope.Entity, start}, *rows)
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
