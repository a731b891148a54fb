package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Profile looks at all rows of an entity: when they changed last and what is wrong with them.
type Profile struct {
	Entity string
	Began  string // field without which a row is incomplete; "" for none
	Rated  string // field at which amounts are converted; "" when there is nothing to convert
	// Spans are pairs of fields, of which the second must not come before the first.
	Spans  [][2]string
	Faults bool     // look for faults, too
	Flaws  []Flaw   // counted one by one, in the same scan
	Read   []string // fields whose values are counted only to learn whether they can be read
}

// ProfileColumns are the counts of a [Profile], in order.
var ProfileColumns = []string{"rows", "usable_rows", "negative_durations", "missing_owners", "missing_rates", "orphan_keys"}

// Statement writes the statement. Its columns are the newest instant of any field by now, [ProfileColumns] as float8, of which
// those that do not apply to the entity, or were not asked for, are null, the rows with each flaw as float8 and, where any are given,
// how many values the fields to be read have.
func (r Profile) Statement(c Context) (Statement, error) {
	t := newText(c)
	t.strays = true
	s := t.fromEntity(r.Entity, "e")
	e, err := t.Mapping.Model.Entity(r.Entity)
	if err != nil {
		return Statement{}, err
	}
	newest, err := r.newest(s, e)
	if err != nil {
		return Statement{}, err
	}
	columns := []string{newest + " as newest"}
	if !r.Faults {
		for _, name := range ProfileColumns {
			columns = append(columns, "null::float8 as "+quote(name))
		}
	} else {
		f, err := r.faults(s, e)
		if err != nil {
			return Statement{}, err
		}
		count := func(condition string) string {
			if condition == "" {
				return "null::float8"
			}
			return fmt.Sprintf("(count(*) filter (where %s))::float8", condition)
		}
		any := either(f.incomplete, f.negative, f.rate, f.orphan)
		usable := "count(*)::float8"
		if any != "" {
			usable = fmt.Sprintf("(count(*) filter (where (%s) is not true))::float8", any)
		}
		for i, sql := range []string{"count(*)::float8", usable, count(f.negative), count(f.owner), count(f.rate), count(f.orphan)} {
			columns = append(columns, sql+" as "+quote(ProfileColumns[i]))
		}
	}
	for i, flaw := range r.Flaws {
		w, err := r.written(s, e, flaw)
		if err != nil {
			return Statement{}, err
		}
		columns = append(columns, fmt.Sprintf("(count(*) filter (where %s))::float8 as %s", w.condition, quote(fmt.Sprintf("flaw_%d", i+1))))
	}
	if len(r.Read) > 0 {
		var counts []string
		for _, name := range r.Read {
			sql, err := s.path(name)
			if err != nil {
				return Statement{}, err
			}
			counts = append(counts, "count("+sql+")")
		}
		columns = append(columns, "("+strings.Join(counts, " + ")+")::float8 as \"read\"")
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	return t.statement("select\n  "+strings.Join(columns, ",\n  ")+"\n"+from, days{})
}

// newest returns the SQL of the newest instant of any field that is not in the future.
func (r Profile) newest(s *fromClause, e *crm.Entity) (string, error) {
	var all []string
	for _, name := range e.Fields() {
		f, _ := e.Field(name)
		if f.Type != crm.Time || !f.As.Empty() || s.Mapping.Available(e.Name, name) != nil {
			continue
		}
		sql, err := s.path(name)
		if err != nil {
			return "", err
		}
		all = append(all, fmt.Sprintf("max(%s) filter (where %s <= %s)", sql, sql, s.instant(s.Now)))
	}
	if len(all) == 0 {
		return "null::timestamptz", nil
	}
	return "greatest(" + strings.Join(all, ", ") + ")", nil
}

// faults are the conditions of what can be wrong with a row; "" for what cannot.
type faults struct {
	incomplete, negative, owner, rate, orphan string
}

func (r Profile) faults(s *fromClause, e *crm.Entity) (faults, error) {
	var f faults
	var failed error
	field := func(name string) string {
		sql, err := s.path(name)
		if err != nil {
			failed = err
		}
		return sql
	}
	has := func(name string) bool { return s.Mapping.Available(e.Name, name) == nil }
	for _, name := range []string{"id", r.Began} {
		if _, own := e.Field(name); own && has(name) {
			f.incomplete = either(f.incomplete, field(name)+" is null")
		}
	}
	for _, span := range r.Spans {
		f.negative = either(f.negative, negative(field(span[0]), field(span[1])))
	}
	for _, name := range []string{"owner", "agent"} {
		if _, own := e.Field(name); own && has(name) {
			f.owner = field(name) + " is null"
		}
	}
	for _, name := range e.Fields() {
		to, _ := e.Field(name)
		if to.To == "" || !to.As.Empty() || !has(name+".id") {
			continue
		}
		f.orphan = either(f.orphan, orphan(field(name), field(name+".id")))
	}
	if _, ok := e.Field(r.Rated); ok {
		w, err := r.unrated(s, e)
		if err != nil {
			return f, err
		}
		f.rate = w.condition
	}
	return f, failed
}

func negative(from, to string) string { return fmt.Sprintf("%s < %s", to, from) }

func orphan(key, found string) string {
	return fmt.Sprintf("%s is not null and %s is null", key, found)
}

// either joins conditions of which one suffices; "" for none.
func either(conditions ...string) string {
	var kept []string
	for _, c := range conditions {
		if c != "" {
			kept = append(kept, c)
		}
	}
	if len(kept) > 1 {
		kept = bracket(kept)
	}
	return strings.Join(kept, " or ")
}
