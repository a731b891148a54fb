package engine_test

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// stored is a way to keep a canonical column in a company's table, and how a mapping reads it; formula nil is the bare column.
type stored struct {
	column  string // SQL of the value, %s being the canonical one
	formula any    // %s being the column
}

// storedAs are the ways that lose nothing of the demo company's values. Days begin in Berlin, where the company is.
var storedAs = map[crm.Type][]stored{
	crm.String:   {{"%s", nil}, {"%s::varchar(400)", nil}, {"%s::citext", nil}, {`coalesce(%s::text, E' \t')`, nil}},
	crm.Currency: {{"%s", nil}, {"%s::char(3)", nil}, {"%s::citext", nil}},
	crm.Number:   {{"%s", nil}, {"%s::float8", nil}, {"(%s::numeric * 1000000)::bigint", map[string]any{"micros": "%s"}}, {"%s::text", map[string]any{"number": "%s", "decimal": "."}}},
	crm.Money:    {{"%s", nil}, {"%s::float8", nil}, {"%s::money", nil}, {"(%s * 100)::bigint", map[string]any{"cents": "%s"}}, {"%s::text", "%s::money"}},
	crm.Bool:     {{"%s", nil}, {"%s::int", "%s = 1"}},
	crm.Time: {{"%s", nil}, {"%s at time zone 'UTC'", nil}, {"%s at time zone 'Asia/Tokyo'", map[string]any{"local": "%s", "zone": "Asia/Tokyo"}},
		{"(extract(epoch from %s) * 1000000)::bigint", map[string]any{"epoch_us": "%s"}}, {"to_char(%s at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", map[string]any{"text": "%s", "format": "YYYY-MM-DD HH24:MI:SS.US", "zone": "UTC"}}},
	crm.Date: {{"%s", nil}, {"%s::timestamp", nil}, {"%s::timestamp at time zone 'Europe/Berlin'", nil}, {"to_char(%s, 'DD.MM.YYYY')", map[string]any{"text": "%s", "format": "DD.MM.YYYY"}}},
}

// keys are the ways to keep keys, one for all of a company's.
var keys = []stored{{"%s::text", nil}, {"md5(%s::text)::uuid", nil}, {"hashtextextended(%s::text, 0)", nil}, {"%s::text::citext", nil}}

// blankForNull keeps keys as texts, and a blank where there is none, which must make no difference.
var blankForNull = stored{"coalesce(%s::text, '')", nil}

// reshaped copies the canonical tables into ones with other types, and returns the mapping that reads them. Statuses and kinds become enums now and then.
func reshaped(t *testing.T, db *sql.DB, name string, key stored, random *rand.Rand) crm.Mapping {
	exec := func(sql string) {
		_, err := db.Exec(sql)
		require.NoError(t, err, sql)
	}
	exec("create extension if not exists citext")
	exec("create schema " + name)
	model := crm.Reference().Model
	mapping := map[string]any{}
	for _, entity := range slices.Sorted(maps.Keys(crm.Reference().Entities)) {
		e, err := model.Entity(entity)
		require.NoError(t, err)
		var columns []string
		fields := map[string]any{}
		for _, field := range e.Fields() {
			f, _ := e.Field(field)
			if !f.As.Empty() {
				continue
			}
			quoted := pq.QuoteIdentifier(field)
			way := key
			switch {
			case f.Type == crm.Key:
			case entity == "targets" && field == "scope_id":
				way = stored{"case when s.scope in ('team', 'user', 'campaign', 'pipeline') then (" + key.column + ")::text else %[1]s end", nil}
			case f.Words.Fixed() && random.IntN(3) == 0:
				way = enum(t, db, name, entity, quoted)
			default:
				way = storedAs[f.Type][random.IntN(len(storedAs[f.Type]))]
			}
			columns = append(columns, strings.ReplaceAll(strings.ReplaceAll(way.column, "%[1]s", "%s"), "%s", "s."+quoted)+" as "+quoted)
			fields[field] = filled(way.formula, "t."+quoted)
		}
		exec(fmt.Sprintf("create table %s.%s as select %s from crm.%s as s", name, entity, strings.Join(columns, ", "), entity))
		for _, field := range e.Fields() { // as companies have them
			if f, _ := e.Field(field); f.As.Empty() && (f.Type == crm.Key || f.Type == crm.Time) {
				exec(fmt.Sprintf("create index on %s.%s (%s)", name, entity, pq.QuoteIdentifier(field)))
			}
		}
		mapping[entity] = map[string]any{"from": name + "." + entity + " as t", "fields": fields}
	}
	exec("analyze")
	text, err := yaml.Marshal(map[string]any{"entities": mapping})
	require.NoError(t, err)
	m, err := crm.ParseMapping(string(text))
	require.NoError(t, err)
	return m
}

// enum makes an enum of the words that a column has, and of no others.
func enum(t *testing.T, db *sql.DB, schema, entity, column string) stored {
	var words []string
	rows, err := db.Query(fmt.Sprintf("select distinct %s from crm.%s where %s is not null", column, entity, column))
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var word string
		require.NoError(t, rows.Scan(&word))
		words = append(words, pq.QuoteLiteral(word))
	}
	require.NoError(t, rows.Err())
	kind := schema + "." + pq.QuoteIdentifier(entity+"_"+strings.Trim(column, `"`))
	_, err = db.Exec(fmt.Sprintf("create type %s as enum (%s)", kind, strings.Join(words, ", ")))
	require.NoError(t, err)
	return stored{"%s::" + kind, nil}
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

// Whatever types the columns of a company have, the numbers are the same.
func TestTypesOfColumnsChangeNoNumber(t *testing.T) {
	dsn := pgtest.Template(t, "small company", smallCompany)
	canonical := over(t, dsn, crm.Reference())
	admin := pgtest.Open(t, dsn)
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 1))
		key := blankForNull
		if seed == 0 {
			key = keys[random.IntN(len(keys))]
		}
		other := over(t, dsn, reshaped(t, admin, fmt.Sprintf("shape%d", seed), key, random))
		require.Empty(t, other.Mapping.Unreadable, seed)
		for _, k := range catalog.Default().KPIs() {
			q := query.Question{Type: query.KPI, KPIs: []string{k.ID}, Grain: []calendar.Grain{calendar.None, calendar.Month, calendar.Quarter}[random.IntN(3)]}
			if dimensions := canonical.Dimensions(k); len(dimensions) > 0 && random.IntN(2) == 0 {
				q.GroupBy = []string{dimensions[random.IntN(len(dimensions))]}
			}
			assert.Equal(t, numbers(t, canonical, q), numbers(t, other, q), "%d: %s %s %v", seed, k.ID, q.Grain, q.GroupBy)
		}
	}
}

// numbers are the values by group, as texts of nine digits: float8 columns add up in another order.
func numbers(t *testing.T, e *engine.Engine, q query.Question) map[string][]string {
	found, err := take.Figures(e.Ask(t.Context(), q, thisYear(t)))
	if wrong, ok := errors.AsType[*fault.Error](err); ok && q.Grain != calendar.None { // a single figure, not a series
		require.Equal(t, "grain", wrong.Field, "%v", err)
		q.Grain = calendar.None
		return numbers(t, e, q)
	}
	if !assert.NoError(t, err, "%v", q) {
		return nil
	}
	return byLabels(found)
}

func byLabels(r *answer.Result) map[string][]string {
	all := map[string][]string{}
	for _, column := range r.Values {
		for g, group := range r.Groups {
			for _, value := range column[g] {
				text := "null"
				if value != nil {
					text = fmt.Sprintf("%.9g", *value)
				}
				label := strings.Join(group.Labels, " / ")
				all[label] = append(all[label], text)
			}
		}
	}
	return all
}
