package crm

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Rollup is a summary of an entity's rows that is kept in the database: for each day and each combination of keys, how many rows there are and
// what their values come to. A log beside it holds what has changed since, each row as it was with the sign -1 and as it is with +1, so
// that both together are exactly what the rows are.
//
// By From and To it sums states instead: a row counts from the day of its start on, and is taken away on that of its end. Those of each day
// are what has changed on it; up to a day they come to what is there.
type Rollup struct {
	Entity   string
	Time     string // the field by whose day rows are summed; "" for states
	From, To string // expressions over fields: since when and until when a row is there; "" for what counts by a time
	// Keys are fields that the source has, or that what a reference names has, as account.region, and conditions on such fields; sorted.
	Keys   []string
	Values []string // expressions over such fields, sorted

	// Days, Months and Log are quoted names of tables. Months holds what Days does, by month: but of what is not in the reporting currency, whose
	// rates are those of days, by day; of states by the day of the start, whose rate they have. Days is "" where only months are kept.
	Days, Months, Log string
	// WholeLog is the log of what a [Completion] is made of, beside that of what it completes; "" for other entities.
	WholeLog string
	// Converted says that amounts by a time are in the reporting currency, but those without a rate, which have their currency. RatesLog is the log of
	// the exchange rates then; "" else.
	Converted bool
	RatesLog  string
	// Age is how old sums may be that nothing keeps exact, and whose logs stay empty; 0 for all others. Older ones are refused by the database.
	Age time.Duration
	// Reference is the one field through which keys are reached, as account of account.region, and its log that of what it names; "" without one.
	Reference, ReferenceLog string
}

// KeyColumn is the name of a key's column in the tables of sums: that of the field, and of a condition one that is made of it.
func KeyColumn(key string) string {
	if IsKeyField(key) {
		return key
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(key)) // it never fails
	return fmt.Sprintf("if %08x", hash.Sum32())
}

// IsKeyField reports whether a key is a field, and not a condition.
func IsKeyField(key string) bool {
	other := func(r rune) bool { return r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return !strings.ContainsFunc(key, other)
}

// KeyPaths are the fields that keys are, or are conditions on.
func KeyPaths(keys []string) ([]string, error) {
	var all []string
	for _, k := range keys {
		e, err := expression.Parse(k)
		if err != nil {
			return nil, err
		}
		all = append(all, e.Paths()...)
	}
	return all, nil
}

// References are the fields through which keys are reached, as account of account.region, sorted.
func References(keys []string) []string {
	paths, err := KeyPaths(keys)
	if err != nil { // which whoever takes keys from people has told
		return nil
	}
	var all []string
	for _, path := range paths {
		if reference, _, through := strings.Cut(path, "."); through {
			all = append(all, reference)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Rated reports whether the sums of states tell apart on which day a row in another currency than the reporting one has begun.
func (r *Rollup) Rated() bool { return slices.Contains(r.Keys, "currency") }

// Value is the number of a value, from 1; 0 for none.
func (r *Rollup) Value(of string) int { return slices.Index(r.Values, of) + 1 }

// WithRollups is the mapping of a database that has rollups.
func (m Mapping) WithRollups(all []Rollup) Mapping {
	m.rollups = all
	return m
}

// Rollups are those of an entity. Where a mapping reads only some of the rows there are none: they hold what all come to.
func (m Mapping) Rollups(entity string) []*Rollup {
	if m.Most > 0 {
		return nil
	}
	var found []*Rollup
	for i := range m.rollups {
		if m.rollups[i].Entity == entity {
			found = append(found, &m.rollups[i])
		}
	}
	return found
}

// HasRollups reports whether the database has any.
func (m Mapping) HasRollups() bool { return len(m.rollups) > 0 }

// MadeOf are the entities whose rows, one table's each, decide on those of an entity: itself, or what it completes and what that is completed
// of; nil for an entity that is made by a query.
func (m Mapping) MadeOf(entity string) []string {
	e, err := m.Model.Entity(entity)
	switch {
	case err != nil || e.Query != "":
		return nil
	case e.Completes == nil:
		return []string{entity}
	case m.Available(e.Completes.Of, e.Completes.ID) != nil: // nothing is known to be lacking
		return []string{e.Completes.Entity}
	}
	return []string{e.Completes.Entity, e.Completes.Of}
}

// IsStored reports whether the source of an entity has a field itself; of one that completes another, whether that one's has it.
func (m Mapping) IsStored(entity, field string) bool {
	e, err := m.Model.Entity(entity)
	if err == nil && e.Completes != nil {
		return field != InferredFlag && m.Has(e.Completes.Entity, field)
	}
	return m.Has(entity, field)
}

// Stored returns which fields that the source of an entity has itself decide on what is at a path: the one that it begins with, or those that
// it is computed from. An amount in the reporting currency depends on the day's rate, too, which is an error.
func (m Mapping) Stored(entity, path string) ([]string, error) {
	first, _, _ := strings.Cut(path, ".")
	f, err := m.Field(entity, first)
	switch {
	case err != nil:
		return nil, err
	case f.Amount != nil:
		return nil, fmt.Errorf("%s.%s is converted", entity, first)
	case f.As.Empty():
		return []string{f.Name}, nil
	}
	return m.StoredIn(entity, f.As)
}

// StoredIn is [Mapping.Stored] for all paths of an expression.
func (m Mapping) StoredIn(entity string, e expression.Expression) ([]string, error) {
	var all []string
	for _, path := range e.Paths() {
		fields, err := m.Stored(entity, path)
		if err != nil {
			return nil, err
		}
		all = append(all, fields...)
	}
	return all, nil
}

// Through returns which fields that the source of what a reference names has itself decide on what is at a path that begins with the reference,
// each with the reference before it, as account.region. Its error says why there are none: neither side is made of the rows of others, and
// the reference is stored.
func (m Mapping) Through(entity, path string) ([]string, error) {
	reference, rest, _ := strings.Cut(path, ".")
	f, err := m.Field(entity, reference)
	switch {
	case err != nil:
		return nil, err
	case rest == "" || rest == "id":
		return nil, fmt.Errorf("%s.%s is which row it is", entity, path)
	case f.To == "" || !f.As.Empty() || !slices.Equal(m.MadeOf(entity), []string{entity}) || !slices.Equal(m.MadeOf(f.To), []string{f.To}):
		return nil, fmt.Errorf("%s.%s is no reference from one table to another", entity, reference)
	}
	fields, err := m.Stored(f.To, rest)
	for i, name := range fields {
		if !m.IsStored(f.To, name) {
			return nil, &Unavailable{Entity: f.To, Field: name}
		}
		fields[i] = reference + "." + name
	}
	return fields, err
}

// MadeFrom are the fields of what a completion is made of that decide on fields of a made row, and on whether there is one.
func (m Mapping) MadeFrom(c *Completion, row Made, fields []string) ([]string, error) {
	all, err := m.StoredIn(c.Of, row.Where)
	for _, name := range fields {
		from, given := row.Fields[name]
		path := name
		if given && from.IsPath() {
			path = from.String()
		}
		switch {
		case err != nil:
			return nil, err
		case given && !from.IsPath():
			var stored []string
			stored, err = m.StoredIn(c.Of, from)
			all = append(all, stored...)
		case m.Available(c.Of, path) == nil:
			var stored []string
			stored, err = m.Stored(c.Of, path)
			all = append(all, stored...)
		}
	}
	return all, err
}

// IsMoney reports whether an expression over an entity's fields is an amount that has a currency.
func (m *Model) IsMoney(entity string, e expression.Expression) bool {
	return slices.ContainsFunc(e.Paths(), func(path string) bool {
		f, err := m.Resolve(entity, path)
		return err == nil && f.Type == Money
	})
}

// OnlyCounted reports whether an expression over an entity's fields is no number: it can be counted where it has a value, and not be summed.
func (m Mapping) OnlyCounted(entity string, e expression.Expression) bool {
	if !e.IsPath() {
		return false
	}
	f, err := m.Field(entity, e.String())
	return err == nil && f.Type != Number && f.Type != Money
}
