// Package fault is the one type of the errors that people see: a code, a text in every language that says what was wrong, what would
// be right and where to change it, the field that it speaks of, and apart from that what only an operator may see.
package fault

import (
	"errors"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Owner is who can mend a fault.
type Owner string

// Who can mend a fault. What is no [*Error] at all is a defect of the product.
const (
	Asker    Owner = "asker"    // of the question, or of the settings: whoever wrote them
	Database Owner = "database" // of the company's server, its tables, or the way to it
)

// Error is a fault. It is made by [New] and not changed once it has been returned.
type Error struct {
	Code   string // the id of its message, as question.unknown_kpi; it stays the same when the words change
	Owner  Owner
	Field  string // of the question, the settings or a file that it speaks of, as limit.top; "" for none
	Detail string // for operators: SQL, host names, what the driver said; "" for nothing
	text   i18n.Text
	cause  error
}

// New returns a fault of the asker's with the message of an id, see [i18n.T]. The last argument that is an error is its cause.
func New(id string, arguments ...any) *Error {
	e := &Error{Code: id, Owner: Asker, text: i18n.T(id, arguments...)}
	for i := 1; i < len(arguments); i += 2 {
		if cause, ok := arguments[i].(error); ok {
			e.cause = cause
		}
	}
	return e
}

// At says where a fault lies: a field, a setting, a file, in words (an [i18n.Text]) or by name. It keeps the fault's code, owner and
// detail; what is no fault yet becomes one of the asker's. nil stays nil.
func At(place any, err error) error {
	if err == nil {
		return nil
	}
	e := New("fault.at", "place", place, "reason", err)
	if inner, ok := errors.AsType[*Error](err); ok {
		e.Code, e.Owner, e.Field, e.Detail = inner.Code, inner.Owner, inner.Field, inner.Detail
	}
	if name, ok := place.(string); ok && e.Field == "" {
		e.Field = name
	}
	return e
}

// ByAsker makes an error one that the asker can mend, if it is no fault yet. nil stays nil.
func ByAsker(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	return New("fault.reason", "reason", err)
}

// Error is the text in English.
func (e *Error) Error() string { return e.text.In(i18n.English) }

// Text is the fault in every language.
func (e *Error) Text() i18n.Text { return e.text }

// Unwrap returns the cause, nil for none.
func (e *Error) Unwrap() error { return e.cause }

// In names the field that the fault speaks of.
func (e *Error) In(field string) *Error { e.Field = field; return e }

// Of says who can mend the fault.
func (e *Error) Of(owner Owner) *Error { e.Owner = owner; return e }

// With adds what only an operator may see.
func (e *Error) With(detail string) *Error { e.Detail = detail; return e }

// Because names the cause.
func (e *Error) Because(cause error) *Error { e.cause = cause; return e }
