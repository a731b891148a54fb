package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// blanks are the characters of which a blank text is made, as SQL; see [crm.IsBlank].
const blanks = `E' \t\r\n'`

// Filled returns the condition that a text is not blank, which null is not either. To look at the first character is cheap; only a text
// that begins with none that can be seen is looked at as a whole.
func Filled(sql string) string {
	return fmt.Sprintf(`(%s >= '!' collate "C" or btrim(%s, %s) <> '')`, sql, sql, blanks)
}

// valued returns a text where it is not blank; null where it is.
func valued(sql string) string { return fmt.Sprintf("(case when %s then %s end)", Filled(sql), sql) }

// value is [fromClause.path] with null for what is blank, also of a text and of an id. It is for what is shown, grouped by, counted and
// looked at for null.
func (s *fromClause) value(path string) (string, error) {
	at, f, err := s.follow(path)
	if err != nil {
		return "", err
	}
	return s.valueOf(at, f)
}

// valueOf is [fromClause.value] of a table's own field.
func (s *fromClause) valueOf(at *table, f *crm.Field) (string, error) {
	sql, err := s.compared(at, f)
	if err != nil || !s.Mapping.MayBeBlank(at.entity, f) {
		return sql, err
	}
	return valued(sql), nil
}

// comparedPath is [fromClause.path] for what is compared with a value, which no blank is equal to: the column as it is, so that its
// index serves, and the planner knows what it holds.
func (s *fromClause) comparedPath(path string) (string, error) {
	at, f, err := s.follow(path)
	if err != nil {
		return "", err
	}
	return s.compared(at, f)
}

// term is the SQL of a path in an expression, with null for what is blank unless it is compared with a value.
func (s *fromClause) term(path string, compared bool) (string, error) {
	at, f, err := s.follow(path)
	if err != nil {
		return "", err
	}
	if compared || path == "id" || strings.HasSuffix(path, ".id") {
		return s.compared(at, f)
	}
	return s.valueOf(at, f)
}

// refers returns the condition, beside that the keys are equal, that a joined row can be referred to.
func (s *fromClause) refers(to *table) (string, error) {
	id, err := s.Mapping.Field(to.entity, "id")
	if err != nil || !s.Mapping.MayBeBlank(to.entity, id) {
		return "", err
	}
	return " and " + Filled(to.use("id")), nil
}
