package probe

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Fault is what PostgreSQL has against a part of a mapping.
type Fault struct {
	Part string // of the entity's source: "from" or "where"; "" is the field that was tried
	At   int    // in the part's SQL, in characters from 1; 0 when PostgreSQL does not say
	Err  error  // an [*postgres.Error]
}

// Error is PostgreSQL's message with the place.
func (f *Fault) Error() string { return f.Text().In(i18n.English) }

// Text is the error in every language.
func (f *Fault) Text() i18n.Text { return f.place(i18n.Of(f.Err)) }

// Unwrap returns PostgreSQL's error.
func (f *Fault) Unwrap() error { return f.Err }

// place adds to a message where.
func (f *Fault) place(message i18n.Text) i18n.Text {
	switch {
	case f.At == 0:
		return message
	case f.Part == "":
		return i18n.T("check.at_field", "reason", message, "at", f.At)
	}
	return i18n.T("check.at_part", "reason", message, "at", f.At, "part", f.Part)
}

const selected, from, where = "select ", " from ", " where "

// located returns the fault of a statement that [selection.rows] wrote.
func located(err error, source crm.Source, expressions, condition string) *Fault {
	fault := &Fault{Err: err}
	e, ok := errors.AsType[*postgres.Error](err)
	if !ok || e.Position == 0 || source.Fields == nil { // a table of the canonical shape has no SQL of its own
		return fault
	}
	at, end := e.Position-len(selected), utf8.RuneCountInString(expressions)
	if at <= end+len(from) { // what lacks an end is found behind it
		fault.At = min(at, end+1)
		return fault
	}
	at -= end + len(from)
	if at <= utf8.RuneCountInString(source.From) {
		fault.Part, fault.At = "from", at
		return fault
	}
	// What is before the mapping's own condition keeps out other tenants' rows.
	before, _, _ := strings.Cut(condition, source.Where)
	at -= utf8.RuneCountInString(source.From + where + before)
	if at > 0 {
		fault.Part, fault.At = "where", at
	}
	return fault
}
