// Package fault is the one type of the errors that people see: a code, a text in every language that says what was wrong, what would
// be right and where to change it, the field that it speaks of, and apart from that what only an operator may see.
package fault

import (
	"errors"
	"slices"

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
	// Line, from 1, and Path are where in a text that was read the fault lies; 0 and nothing where that is not known. A path has the names
	// of fields, and [0] for the first of a list: entities, deals, from.
	Line  int
	Path  []string
	text  i18n.Text
	short i18n.Text // text without the line
	cause error
}

// New returns a fault of the asker's with the message of an id, see [i18n.T]. The last argument that is an error is its cause.
func New(id string, arguments ...any) *Error {
	e := &Error{Code: id, Owner: Asker, text: i18n.T(id, arguments...)}
	e.short = e.text
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
		e.Line, e.Path = inner.Line, inner.Path
	}
	e.short = i18n.T("fault.at", "place", place, "reason", Short(err))
	if name, ok := place.(string); ok && e.Field == "" {
		e.Field = name
	}
	return e
}

// AtLine is [At] for a line of a text, from 1, and where in the text that is: an [i18n.Text], nil for nothing but the line.
func AtLine(line int, where any, err error) error {
	if err == nil {
		return nil
	}
	place, short := i18n.T("fault.in_line", "line", line), Short(err)
	if where != nil {
		place = i18n.T("fault.in_field", "line", line, "where", where)
		short = i18n.T("fault.at", "place", where, "reason", short)
	}
	placed := At(place, err)
	if e, ok := errors.AsType[*Error](placed); ok {
		e.short = short
		if e.Line == 0 {
			e.Line = line
		}
	}
	return placed
}

// Below is [At] for each of the errors that are joined into one, where steps lead to their place in a text: see [Error.Path].
func Below(place any, err error, steps ...string) error {
	var placed []error
	for _, one := range Each(err) {
		one = At(place, one)
		if e, ok := errors.AsType[*Error](one); ok {
			e.Path = slices.Concat(steps, e.Path)
		}
		placed = append(placed, one)
	}
	return Join(placed)
}

// Join joins errors into one, a single one stays what it is; nil for none.
func Join(errs []error) error {
	if all := Each(errors.Join(errs...)); len(all) == 1 {
		return all[0]
	}
	return errors.Join(errs...)
}

// Each returns the errors that are joined into one; none for nil.
func Each(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, Each(one)...)
	}
	return all
}

// Short is the text of an error without the line in which it lies, for a list that has the lines beside it.
func Short(err error) i18n.Text {
	if e, ok := err.(*Error); ok {
		return e.short
	}
	return i18n.Of(err)
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
