package detect

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// declarations are what the columns of a table may hold, as far as the database was told: the labels of an enum, and the constraints that check
// a column or its domain, with their comments; first those of the column alone.
const declarations = `
select a.attname::text,
  array(select e.enumlabel::text from pg_catalog.pg_enum as e where e.enumtypid in (d.oid, d.typbasetype) order by e.enumsortorder),
  array(select pg_catalog.pg_get_constraintdef(k.oid) from pg_catalog.pg_constraint as k
    where k.contype = 'c' and (k.conrelid = c.oid and k.conkey = array[a.attnum] or k.contypid = d.oid) order by k.oid),
  array(select pg_catalog.pg_get_constraintdef(k.oid) from pg_catalog.pg_constraint as k
    where k.contype = 'c' and k.conrelid = c.oid and a.attnum = any(k.conkey) order by k.oid),
  array(select pg_catalog.obj_description(k.oid, 'pg_constraint') from pg_catalog.pg_constraint as k
    where k.contype = 'c' and k.conrelid = c.oid and k.conkey = array[a.attnum] and pg_catalog.obj_description(k.oid, 'pg_constraint') is not null order by k.oid)
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as d on d.oid = a.atttypid
where n.nspname = $1 and c.relname = $2
order by a.attnum`

// readDeclarations adds to a table's columns the texts that they may hold besides those seen, so that a word counts as soon as a row has it, and
// the words of their codes.
func (t *table) readDeclarations(ctx context.Context, s *postgres.Snapshot) error {
	return s.Read(ctx, postgres.Statement{SQL: declarations, Args: []any{t.Schema, t.Name}}, func(row postgres.Row) error {
		var name string
		var labels, own, all, remarks pq.StringArray
		if err := row.Scan(&name, &labels, &own, &all, &remarks); err != nil {
			return err
		}
		c := t.column(name)
		if c == nil {
			return nil
		}
		switch c.kind {
		case words:
			for _, check := range own {
				labels = append(labels, listed(check)...)
			}
			c.mayHold(labels)
		case whole:
			c.checked = checkedCodes(name, all)
			for _, remark := range remarks {
				c.remark = strings.TrimSpace(c.remark + " " + remark)
			}
		}
		return nil
	})
}

// mayHold adds texts to those seen of a column that is used, as long as they stay few.
func (c *column) mayHold(texts []string) {
	all := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(c.sample.values), texts...))))
	if len(c.sample.values) > 0 && len(all) <= fewWords && !slices.ContainsFunc(texts, func(v string) bool { return len(v) >= sampleWidth }) {
		c.sample.values = all
	}
}

var (
	sqlText = regexp.MustCompile(`'((?:[^']|'')*)'`)
	// more is what a constraint that only lists values has not: other comparisons, and functions.
	more = regexp.MustCompile(`[<>~!]|\b(NOT|AND|IS)\b|\w\(`)
)

// listed are the texts of a constraint that says which a column may hold, such as CHECK ((state = ANY (ARRAY['open'::text, 'won'::text]))); none
// where it says something else.
func listed(check string) []string {
	if more.MatchString(sqlText.ReplaceAllString(check, "")) {
		return nil
	}
	var all []string
	for _, m := range sqlText.FindAllStringSubmatch(check, -1) {
		all = append(all, strings.ReplaceAll(m[1], "''", "'"))
	}
	return all
}

// checkedCodes are the words of a column's codes where a constraint keeps a code and its word together, as case state when 1 then 'open' … end or
// state = 1 and label = 'open'; none where it tells one of them twice.
func checkedCodes(name string, checks []string) map[string]string {
	column := `(?:` + regexp.QuoteMeta(name) + `|` + regexp.QuoteMeta(quoted(name)) + `)`
	text := `'((?:[^']|'')*)'`
	codes := map[string]string{}
	for _, form := range []*regexp.Regexp{
		regexp.MustCompile(`\bWHEN \(` + column + ` = (\d+)\) THEN ` + text),
		regexp.MustCompile(`\(` + column + ` = (\d+)\) AND \(\(?(?:\w+|"[^"]+")\)?(?:::text)? = ` + text),
	} {
		for _, check := range checks {
			for _, m := range form.FindAllStringSubmatch(check, -1) {
				if word, twice := codes[m[1]]; twice && word != m[2] {
					return nil
				}
				codes[m[1]] = m[2]
			}
		}
	}
	simple := regexp.MustCompile(`\bCASE ` + column + `((?:\s+WHEN \d+ THEN '(?:[^']|'')*'(?:::[a-z ]+)?)+)`)
	when := regexp.MustCompile(`WHEN (\d+) THEN ` + text)
	for _, check := range checks {
		for _, m := range simple.FindAllStringSubmatch(check, -1) {
			for _, w := range when.FindAllStringSubmatch(m[1], -1) {
				if word, twice := codes[w[1]]; twice && word != w[2] {
					return nil
				}
				codes[w[1]] = w[2]
			}
		}
	}
	return codes
}
