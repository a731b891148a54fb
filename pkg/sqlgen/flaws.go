package sqlgen

import (
	"fmt"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// FlawKind says what is wrong with rows.
type FlawKind string

// The kinds of flaws.
const (
	OrphanKey    FlawKind = "orphan_key"        // the relation Field names a row of Other that is not there
	Negative     FlawKind = "negative_duration" // Field comes before Other
	UnmappedWord FlawKind = "unmapped_word"     // Field holds none of the words that it may
	TextNumber   FlawKind = "text_number"       // the number Field is a text
	Periodless   FlawKind = "no_period"         // from Field to Other is no time, see [hasPeriod]
	NoNumber     FlawKind = "not_a_number"      // the number Field is NaN or infinite
	UnknownRate  FlawKind = "missing_rate"      // the currency Field has no rate on the day of Other
	UnusableRate FlawKind = "unusable_rate"     // the rate Field has no currency or day, or is none above 0
	Missing      FlawKind = "missing_value"     // Field is not known
	Improbable   FlawKind = "improbable"        // the probability Field is below 0 or above 1
	BlankKey     FlawKind = "blank_key"         // the key Field is blank, so that nothing can refer to the row
	NeverOccurs  FlawKind = "never_occurs"      // Field is never Word: rows with it are no flaw, their lack is
)

// Flaw is something that can be wrong with the rows of an entity.
type Flaw struct {
	Kind         FlawKind
	Field, Other string
	Word         string // of NeverOccurs
}

// written is a flaw in SQL.
type written struct {
	condition string        // that a row has it
	example   string        // what shows it: the orphan key, the word, the currency, or the row's key
	day       func() string // SQL of when it occurs; nil where that says nothing
}

func (r Profile) written(s *fromClause, e *crm.Entity, flaw Flaw) (written, error) {
	switch flaw.Kind {
	case UnknownRate:
		return r.unrated(s, e)
	case UnusableRate:
		return unusable(s)
	}
	field, err := s.path(flaw.Field)
	if err != nil {
		return written{}, err
	}
	w := written{example: field}
	switch flaw.Kind {
	case OrphanKey:
		found, err := s.path(flaw.Field + ".id")
		if err != nil {
			return w, err
		}
		w.condition = orphan(field, found)
	case Negative:
		from, err := s.path(flaw.Other)
		if err != nil {
			return w, err
		}
		w.condition = negative(from, field)
		w.example, err = r.key(s, e)
		return w, err
	case UnmappedWord:
		own, err := s.Mapping.Model.Resolve(e.Name, flaw.Field)
		if err != nil {
			return w, err
		}
		if field, err = s.value(flaw.Field); err != nil {
			return w, err
		}
		w.example = field
		words := own.Words
		w.condition = fmt.Sprintf("%s::text <> all (%s)", field, s.arg(pq.StringArray(words.Allowed), "text[]"))
		if words.Always {
			w.condition = "(" + either(w.condition, field+" is null") + ")"
		}
	case Missing:
		w.condition = field + " is null"
		w.example, err = r.key(s, e)
		return w, err
	case BlankKey:
		w.condition = "not " + Filled(field)
	case Improbable:
		w.condition = field + " not between 0 and 1"
	case NeverOccurs:
		w.condition = field + "::text = " + s.arg(flaw.Word, "text")
	case Periodless:
		end, err := s.path(flaw.Other)
		if err != nil {
			return w, err
		}
		w.condition = fmt.Sprintf("(%s) is not true", hasPeriod(field, end))
		w.example, err = r.key(s, e)
		return w, err
	case NoNumber: // as text, whatever type the company's column has
		w.condition = fmt.Sprintf("%s::text in ('NaN', 'Infinity', '-Infinity')", s.root.use(flaw.Field+stored))
		w.example, err = r.key(s, e)
		return w, err
	case TextNumber:
		w.condition = field + " is not null"
	default:
		return w, fmt.Errorf("there is no flaw %q", flaw.Kind)
	}
	return w, nil
}

// key returns the SQL of what names a row; null where nothing does. A target is named by what it is for.
func (r Profile) key(s *fromClause, e *crm.Entity) (string, error) {
	if e.Name == "targets" && s.Mapping.Available(e.Name, "metric") == nil {
		return s.path("metric")
	}
	if _, own := e.Field("id"); own && s.Mapping.Available(e.Name, "id") == nil {
		return s.path("id")
	}
	return "null::text", nil
}

// unrated are the amounts that cannot be converted.
func (r Profile) unrated(s *fromClause, e *crm.Entity) (written, error) {
	at, err := s.path(r.Rated)
	if err != nil {
		return written{}, err
	}
	own, _ := e.Field(r.Rated)
	day, rated := s.dayOf(at, own.Type), "null::date"
	if s.hasRates() {
		rated = day()
	}
	c, err := s.convert("currency", rated)
	if err != nil {
		return written{}, err
	}
	currency, err := s.path("currency")
	return written{condition: both(at+" is not null", c.missing), example: currency, day: day}, err
}

// unusable are the rows of the rates that convert nothing: see [text.with]. What there is of a row shows it.
func unusable(s *fromClause) (written, error) {
	var parts [3]string
	for i, field := range []string{"currency", "valid_on", "rate"} {
		sql, err := s.path(field)
		if err != nil {
			return written{}, err
		}
		parts[i] = sql
	}
	currency, day, rate := parts[0]+"::text", parts[1], parts[2]
	return written{
		condition: fmt.Sprintf("(%s is null or (trim(%s) <> '' and %s > 0 and %s - %s = 0) is not true)", day, currency, rate, rate, rate),
		example:   fmt.Sprintf("nullif(concat_ws(' ', nullif(trim(%s), ''), %s, %s), '')", currency, day, rate),
	}, nil
}

// Examples lists what shows a flaw of an entity, the most frequent first.
type Examples struct {
	Profile
	Flaw  Flaw
	Limit int
}

// Statement writes the statement. Its columns are the example as text, the number of its rows as float8 and its first day as text.
func (x Examples) Statement(c Context) (Statement, error) {
	t := newText(c)
	t.strays = true
	s := t.fromEntity(x.Entity, "e")
	e, err := t.Mapping.Model.Entity(x.Entity)
	if err != nil {
		return Statement{}, err
	}
	w, err := x.written(s, e, x.Flaw)
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	day := "null::text"
	if w.day != nil {
		day = "min(" + w.day() + ")::text"
	}
	return t.statement(fmt.Sprintf("select (%s)::text as example, count(*)::float8 as rows, %s as day\n%s\nwhere %s\ngroup by 1\norder by 2 desc, 1\nlimit %s",
		w.example, day, from, w.condition, t.arg(x.Limit, "int")), days{})
}
