package detect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// no and yes are the values of flags.
var (
	no  = []string{"n", "no", "f", "false", "0", "nein", "нет"}
	yes = []string{"y", "yes", "t", "true", "1", "j", "ja", "да", "x"}
)

// deleted proposes to leave out rows that are only marked as deleted. Marks of something else are told, but left to a person.
func (s *Suggestion) deleted() {
	for _, col := range s.table.columns {
		if !col.readable || slices.ContainsFunc(s.Fields, func(f Field) bool { return f.column == col && f.Sure() }) {
			continue
		}
		deleted, archived := isNamed(col.name, names().Deleted), isNamed(col.name, names().Archived)
		switch {
		case deleted || archived:
			if c, ok := kept(col, "t", deleted); ok {
				s.Conditions = append(s.Conditions, s.careful(c))
			}
		case isNamed(col.name, names().Active) && col.kind == yesNo && col.sample.both():
			s.Conditions = append(s.Conditions, Condition{SQL: col.as("t") + " is not false", Confidence: 0.3, Reason: i18n.T("detect.active", "column", col.name)})
		}
	}
}

// marks is how a column tells rows apart that no longer count.
type marks struct {
	kept       string // SQL that holds for the others
	some, none bool   // whether rows were seen with the mark, and without
}

// marksOf reads a column as a mark; false where it holds none.
func marksOf(col *column, alias string) (marks, bool) {
	sql, s := col.as(alias), col.sample
	flagged := marks{some: s.any(isYes), none: s.someNull() || s.any(isNo)}
	instants := marks{kept: sql + " is null", some: len(s.values) > 0, none: s.someNull()}
	_, counted := epochOf(col)
	_, dated := writtenOf(col)
	switch {
	case of(instant, local, day)(col):
		return instants, true
	case counted:
		instants.kept, instants.none = "coalesce("+sql+", 0) = 0", s.someNull() || s.any(isZero)
		return instants, true
	case dated && col.kind == words:
		instants.kept, instants.none = "nullif(trim("+sql+"), '') is null", s.someNull() || s.any(isBlank)
		return instants, true
	case col.kind == yesNo:
		flagged.kept = sql + " is not true"
		return flagged, true
	case col.kind == whole && s.between(0, 2):
		flagged.kept = sql + " is distinct from 1"
		return flagged, true
	case col.kind == words && flagged.some && s.all(func(v string) bool { return isYes(v) || isNo(v) || isBlank(v) }):
		var list []string
		for _, v := range s.values {
			if isYes(v) {
				list = append(list, literal(v))
			}
		}
		flagged.kept = fmt.Sprintf("coalesce(%s::text not in (%s), true)", sql, strings.Join(list, ", "))
		return flagged, true
	}
	return marks{}, false
}

// kept is the condition that a row is not marked in a column, whose name is unmistakable or says little. False where it holds no marks.
func kept(col *column, alias string, unmistakable bool) (Condition, bool) {
	m, ok := marksOf(col, alias)
	c := Condition{SQL: m.kept}
	say := func(confidence float64, id string) {
		c.Confidence, c.Reason = confidence, i18n.T("detect."+id, "column", col.name)
	}
	switch {
	case m.some && !m.none:
		say(0.3, "marked_all")
	case m.some && unmistakable:
		say(0.9, "marked")
	case m.some:
		say(0.6, "marked_perhaps")
	case unmistakable:
		say(0.8, "marked_none")
	default:
		say(0.3, "marked_perhaps_none")
	}
	return c, ok
}

// deletedRows is the condition that rows of a table that is only joined are not deleted; "" where nothing marks them.
func deletedRows(t *table, alias string) string {
	var all []string
	for _, col := range t.columns {
		if !col.readable || !isNamed(col.name, names().Deleted) {
			continue
		}
		if c, ok := kept(col, alias, true); ok && c.Sure() {
			all = append(all, c.SQL)
		}
	}
	return strings.Join(all, " and ")
}

// careful keeps deleted people: their deals keep their names.
func (s *Suggestion) careful(c Condition) Condition {
	if s.Entity == "users" {
		c.Confidence = min(c.Confidence, 0.4)
		c.Reason = joined(c.Reason, i18n.T("detect.people_left"))
	}
	return c
}

func isYes(v string) bool { return slices.Contains(yes, strings.ToLower(strings.TrimSpace(v))) }
func isNo(v string) bool  { return slices.Contains(no, strings.ToLower(strings.TrimSpace(v))) }
