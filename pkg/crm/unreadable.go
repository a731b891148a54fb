package crm

import (
	"regexp"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Unreadable is a value that cannot be what the model wants: a conversion of the mapping does not fit it, or PostgreSQL refuses it.
type Unreadable struct {
	Entity, Field string // Field is "" for the rows themselves
	Format        string // that the mapping names; "" for none
	Value         string // "" where it is not known
	Err           error  // what PostgreSQL says
}

func (u *Unreadable) Error() string { return u.Text().In(i18n.English) }

// Text says which value does not fit what, in every language.
func (u *Unreadable) Text() i18n.Text {
	decimal, isNumber := strings.CutPrefix(u.Format, decimalForm)
	switch {
	case u.Value == "" && u.Err != nil:
		return i18n.Of(u.Err)
	case isNumber:
		return i18n.T("mapping.not_of_decimal", "value", u.Value, "decimal", decimal)
	case u.Format != "":
		return i18n.T("mapping.not_of_format", "value", u.Value, "format", u.Format)
	}
	return i18n.T("mapping.unreadable_value", "value", u.Value, "reason", i18n.Of(u.Err))
}

// Unwrap returns what PostgreSQL says.
func (u *Unreadable) Unwrap() error { return u.Err }

// Name is the field with its entity, or the entity.
func (u *Unreadable) Name() string {
	if u.Field == "" {
		return u.Entity
	}
	return u.Entity + "." + u.Field
}

// decimalForm is the format of numbers before their decimal sign.
const decimalForm = "decimal "

// misfit is the SQL of a text that PostgreSQL takes for no time and no number. In its error it names the value, the format and the
// field, in which [UnreadableIn] finds them.
func (c conversion) misfit(value, format string) string {
	return value + " || " + pq.QuoteLiteral(" is not of the format "+format+" of "+c.entity+"."+c.field.Name)
}

// misfits finds what [conversion.misfit] wrote in an error, whose language and quotation marks are the server's.
var misfits = regexp.MustCompile(`(?s)^[^"«„“「]*["«„“「]+\s?(.*) is not of the format (.*) of ([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)[^a-z0-9_]*$`)

// UnreadableIn returns the value that a conversion could not read, if PostgreSQL's message tells of one.
func UnreadableIn(message string) (*Unreadable, bool) {
	found := misfits.FindStringSubmatch(message)
	if found == nil {
		return nil, false
	}
	return &Unreadable{Value: found[1], Format: found[2], Entity: found[3], Field: found[4]}, true
}
