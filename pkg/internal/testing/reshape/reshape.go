// Package reshape copies the canonical tables into ones whose columns have other types, as companies keep them, and says what mapping
// reads them back: whatever the types are, the numbers must be the same.
package reshape

import (
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Way is a way to keep a canonical column in a company's table, and how a mapping reads it.
type Way struct {
	column  string // SQL of the value, %s being the canonical one
	formula any    // %s being the column; nil is the bare column
	finite  bool   // it holds neither NaN nor what is infinite
}

// ways are those that lose nothing of the demo company's values. Days begin in Berlin, where the company is.
var ways = map[crm.Type][]Way{
	crm.String:   {{column: "%s"}, {column: "%s::varchar(400)"}, {column: "%s::citext"}, {column: `coalesce(%s::text, E' \t')`}},
	crm.Currency: {{column: "%s"}, {column: "%s::char(3)"}, {column: "%s::citext"}},
	crm.Number: {{column: "%s"}, {column: "%s::float8"}, {"(%s::numeric * 1000000)::bigint", map[string]any{"micros": "%s"}, true},
		{"%s::numeric::text", map[string]any{"number": "%s", "decimal": "."}, true}},
	crm.Money: {{column: "%s"}, {column: "%s::float8"}, {column: "%s::numeric::money", finite: true}, {"(%s::numeric * 100)::bigint", map[string]any{"cents": "%s"}, true},
		{"%s::numeric::text", "%s::money", true}},
	crm.Bool: {{column: "%s"}, {column: "%s::int", formula: "%s = 1"}},
	crm.Time: {{column: "%s"}, {column: "%s at time zone 'UTC'"}, {column: "%s at time zone 'Asia/Tokyo'", formula: map[string]any{"local": "%s", "zone": "Asia/Tokyo"}},
		{"(extract(epoch from %s) * 1000000)::bigint", map[string]any{"epoch_us": "%s"}, true},
		{"to_char(%s at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", map[string]any{"text": "%s", "format": "YYYY-MM-DD HH24:MI:SS.US", "zone": "UTC"}, true}},
	crm.Date: {{column: "%s"}, {column: "%s::timestamp"}, {column: "%s::timestamp at time zone 'Europe/Berlin'"},
		{"to_char(%s, 'DD.MM.YYYY')", map[string]any{"text": "%s", "format": "DD.MM.YYYY"}, true}},
}

// Keys are ways to keep keys, one for all of a company's.
var Keys = []Way{{column: "%s::text"}, {column: "md5(%s::text)::uuid"}, {column: "hashtextextended(%s::text, 0)"}, {column: "%s::text::citext"}}

// OrderedKeys are ways that leave the order of whole numbers as it is.
var OrderedKeys = []Way{{column: "lpad(%s::text, 20, '0')"}, {column: "lpad(to_hex(%s::bigint), 32, '0')::uuid"}, {column: "%s::bigint * 1000003"},
	{column: "lpad(%s::text, 20, '0')::citext"}}

// BlankForNull keeps keys as texts, and a blank where there is none, which must make no difference.
var BlankForNull = Way{column: "coalesce(%s::text, '')"}

// Tables makes a schema with a copy of each canonical table of crm, whose columns have types drawn at random, and returns the mapping that
// reads them. Statuses and kinds become enums now and then.
func Tables(t testing.TB, db *sql.DB, schema string, keys Way, random *rand.Rand) crm.Mapping {
	s := shape{t, db, schema, random}
	s.exec("create extension if not exists citext")
	s.exec("create schema " + schema)
	mapping := map[string]any{}
	for _, entity := range slices.Sorted(maps.Keys(crm.Reference().Entities)) {
		e, err := crm.Reference().Model.Entity(entity)
		require.NoError(t, err)
		var columns, indexes []string
		fields := map[string]any{}
		for _, field := range e.Fields() {
			f, _ := e.Field(field)
			if !f.As.Empty() {
				continue
			}
			way := s.way(entity, f, keys)
			quoted := pq.QuoteIdentifier(field)
			columns = append(columns, way.of("s."+quoted, f.Type)+" as "+quoted)
			fields[field] = filled(way.formula, "t."+quoted)
			if f.Type == crm.Key || f.Type == crm.Time { // as companies have them
				indexes = append(indexes, quoted)
			}
		}
		s.exec(fmt.Sprintf("create table %s.%s as select %s from crm.%s as s", schema, entity, strings.Join(columns, ", "), entity))
		for _, column := range indexes {
			s.exec(fmt.Sprintf("create index on %s.%s (%s)", schema, entity, column))
		}
		mapping[entity] = map[string]any{"from": schema + "." + entity + " as t", "fields": fields}
	}
	s.exec("analyze")
	text, err := yaml.Marshal(map[string]any{"entities": mapping})
	require.NoError(t, err)
	m, err := crm.ParseMapping(string(text))
	require.NoError(t, err)
	return m
}

// shape is a schema in the making.
type shape struct {
	t      testing.TB
	db     *sql.DB
	schema string
	*rand.Rand
}

func (s shape) exec(sql string) {
	_, err := s.db.Exec(sql)
	require.NoError(s.t, err, sql)
}

// way draws how a field is kept.
func (s shape) way(entity string, f *crm.Field, keys Way) Way {
	switch {
	case f.Type == crm.Key:
		return keys
	case entity == "targets" && f.Name == "scope_id":
		return Way{column: "case when s.scope in ('team', 'user', 'campaign', 'pipeline') then (" + keys.column + ")::text else %s end"}
	case f.Words.Fixed() && s.IntN(3) == 0:
		return s.enum(entity, f.Name)
	}
	possible := ways[f.Type]
	if (f.Type == crm.Time || f.Type == crm.Date) && s.endless(entity, f.Name) {
		possible = slices.DeleteFunc(slices.Clone(possible), func(w Way) bool { return w.finite })
	}
	return possible[s.IntN(len(possible))]
}

// endless reports whether a column has infinite times.
func (s shape) endless(entity, column string) (found bool) {
	err := s.db.QueryRow(fmt.Sprintf("select exists (select from crm.%s where not isfinite(%s))", entity, pq.QuoteIdentifier(column))).Scan(&found)
	require.NoError(s.t, err)
	return found
}

// enum makes an enum of the words that a column has, and of no others.
func (s shape) enum(entity, column string) Way {
	var words []string
	quoted := pq.QuoteIdentifier(column)
	rows, err := s.db.Query(fmt.Sprintf("select distinct %s from crm.%s where %s is not null", quoted, entity, quoted))
	require.NoError(s.t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var word string
		require.NoError(s.t, rows.Scan(&word))
		words = append(words, pq.QuoteLiteral(word))
	}
	require.NoError(s.t, rows.Err())
	kind := s.schema + "." + pq.QuoteIdentifier(entity+"_"+column)
	s.exec(fmt.Sprintf("create type %s as enum (%s)", kind, strings.Join(words, ", ")))
	return Way{column: "%s::" + kind}
}

// of is the SQL of a canonical value as it is kept. What is no number cannot be kept in every type, and is null there.
func (w Way) of(value string, kind crm.Type) string {
	if w.finite && (kind == crm.Number || kind == crm.Money) {
		value = fmt.Sprintf("case when abs(%s) < 1e15 then %s end", value, value)
	}
	return strings.ReplaceAll(w.column, "%s", "("+value+")")
}

// filled puts a column into a formula.
func filled(formula any, column string) any {
	switch f := formula.(type) {
	case string:
		return strings.ReplaceAll(f, "%s", column)
	case map[string]any:
		into := map[string]any{}
		for k, v := range f {
			into[k] = filled(v, column)
		}
		return into
	}
	return column
}
