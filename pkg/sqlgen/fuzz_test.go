package sqlgen

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/pgparser"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
)

// given is a mapping of one entity as an administrator writes it.
type given struct{ from, where, field, tenant string }

// mappings are the mapping with its SQL in every place that a mapping has for it.
func (g given) mappings() []map[string]any {
	fields := map[string]any{"id": g.field, "name": map[string]any{"first": []string{g.field, "'none'"}}}
	several := map[string]any{"latest": g.from, "per": []string{g.field, "1"}, "by": g.field, "as": "d", "join": ", " + g.from}
	return []map[string]any{{"from": g.from, "where": g.where, "fields": fields}, {"from": several, "where": g.where, "fields": fields}}
}

// source returns the source of a mapping's entity and its SQL; an error is what the guard has against it.
func (g given) source(entity map[string]any) (crm.Source, string, error) {
	written := map[string]any{"entities": map[string]any{"teams": entity}}
	if g.tenant != "" {
		entity["tenant"] = g.tenant
		written["tenant"] = map[string]any{"value": "7"}
	}
	text, err := yaml.Marshal(written)
	if err != nil {
		return crm.Source{}, "", err
	}
	m, err := crm.ParseMapping(string(text))
	if err != nil {
		return crm.Source{}, "", err
	}
	sql, err := newText(Context{Mapping: m}).source("teams", []string{"id", "name"})
	return m.Entities["teams"], sql, err
}

// Whatever SQL a mapping is accepted with, it stays in its place of the statement, and the tenant's condition holds for every row.
func FuzzMappedSQL(f *testing.F) {
	pgparser.Start(f)
	f.Fuzz(func(t *testing.T, from, where, field, tenant string) {
		requireSafe(t, given{from, where, field, tenant})
	})
}

// The same with what may end or begin something, which mutations of bytes seldom put together.
func TestMappedSQLOfPieces(t *testing.T) {
	pieces := []string{"t.a", "true", "or", "and", "(", ")", "((", "[", "]", "'", "''", `"`, "E'", "U&'", `u&"`, "b'", "$$", "$a$", "$", "a$", "e", "--", "/*", "*/", "\\",
		"\n", "\r", "\f", "\v", "\u00a0", "\u200b", " ", " ", ",", ";", "1", "1e", ".5", ".", "*", "::text", "= 1", "||", "-", "is not distinct from", "distinct", "all", "as", "as x",
		"from", "from crm.team as t", "where", "union", "select", "(select 1)", "limit 1", "for update", "into x", "case when", "end", "\x00", "\xff", "\u212a", "\u0663"}
	sql := func(usual ...string) *rapid.Generator[string] {
		return rapid.OneOf(rapid.SampledFrom(usual), rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8), func(drawn []string) string { return strings.Join(drawn, " ") }),
			rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8), func(drawn []string) string { return strings.Join(drawn, "") }))
	}
	rapid.Check(t, func(t *rapid.T) {
		requireSafe(t, given{sql("crm.team as t", "crm.team").Draw(t, "from"), sql("", "t.a is null").Draw(t, "where"), sql("t.id").Draw(t, "field"),
			rapid.SampledFrom([]string{"", "company_id", "t.company_id"}).Draw(t, "tenant")})
	})
}

func requireSafe(t require.TestingT, g given) {
	for _, entity := range g.mappings() {
		s, sql, err := g.source(entity)
		if err != nil {
			require.NotEmpty(t, err.Error())
			continue
		}
		requireInPlace(t, s, sql)
		statements, err := pgparser.Parse("select * from " + sql + ` as "s"`)
		if err != nil {
			continue // PostgreSQL refuses it: no row is read
		}
		requireIntended(t, statements, s, sql)
	}
}

// What is accepted can be of use, too.
func TestMappedSQLIsRead(t *testing.T) {
	for _, g := range []given{
		{"crm.team", "", "id", "company_id"},
		{"crm.team as \"$b$\"", "true and \"$b$\" is not null", "\"$b$\".id::text", "\"$b$\".\"company id\""},
		{"crm.team as t -- those of today\r", "t.name <> E'it\\'s; (' or t.id is distinct from 1 -- not the first", "case when t.x = ')' then $$'$$ end", "t.company_id"},
		{"команда as к", "к.\"имя\" ~ U&'\\0441' and (select max(x) from t where y limit 1) > 0", "to_jsonb(к.*) ->> 'a'", "к.компания"},
	} {
		for _, entity := range g.mappings() {
			s, sql, err := g.source(entity)
			require.NoError(t, err)
			requireInPlace(t, s, sql)
			statements, err := pgparser.Parse("select * from " + sql + ` as "s"`)
			require.NoError(t, err, sql)
			requireIntended(t, statements, s, sql)
		}
	}
}

// requireInPlace checks by PostgreSQL's lexer that each piece of a mapping begins and ends where a word does, in the same parentheses.
func requireInPlace(t require.TestingT, s crm.Source, sql string) {
	tokens, err := pgparser.Scan(sql)
	if err != nil {
		return
	}
	pieces := []string{"(\n  select ", s.Fields["id"], " as \"id\", ", s.Fields["name"], " as \"name\"\n  from ", s.From}
	condition := s.Condition(func(string) string { return "$1" })
	switch {
	case condition == "":
	case s.Where == "":
		pieces = append(pieces, "\n  where "+condition, "")
	case s.Restricted():
		own, _ := strings.CutSuffix(condition, s.Where+")")
		pieces = append(pieces, "\n  where "+own, s.Where, ")", "")
	default:
		pieces = append(pieces, "\n  where ", s.Where)
	}
	pieces = append(pieces, "\n)")
	require.Equal(t, strings.Join(pieces, ""), sql)
	at := 0
	for i, piece := range pieces {
		if i%2 == 1 {
			requireWhole(t, sql, tokens, at, at+len(piece))
		}
		at += len(piece)
	}
}

func requireWhole(t require.TestingT, sql string, tokens []pgparser.Token, start, end int) {
	var open []byte
	for _, token := range tokens {
		if token.End <= start || token.Start >= end {
			continue
		}
		require.True(t, start <= token.Start && token.End <= end, "%q: the word %q reaches out of %q", sql, sql[token.Start:token.End], sql[start:end])
		switch word := sql[token.Start:token.End]; word {
		case "(", "[":
			open = append(open, word[0])
		case ")", "]":
			require.NotEmpty(t, open, "%q: %q closes what it did not open", sql, sql[start:end])
			open = open[:len(open)-1]
		case ";":
			require.Fail(t, "several statements", "%q", sql)
		}
	}
	require.Empty(t, open, "%q: %q does not close what it opens", sql, sql[start:end])
}

// requireIntended checks that a parsed statement selects a source's two fields for the tenant's rows, and nothing else.
func requireIntended(t require.TestingT, statements []pgparser.Node, s crm.Source, sql string) {
	require.Len(t, statements, 1, sql)
	outer := requirePlain(t, statements[0].At("SelectStmt"), sql)
	require.NotContains(t, outer.Names(), "whereClause", sql)
	require.Len(t, outer.At("fromClause").List(), 1, sql)
	inner := requirePlain(t, outer.At("fromClause").List()[0].At("RangeSubselect", "subquery", "SelectStmt"), sql)
	targets := inner.At("targetList").List()
	require.Len(t, targets, 2, sql)
	for i, name := range []string{"id", "name"} {
		target := targets[i].At("ResTarget")
		require.Equal(t, name, target.At("name").Text(), sql)
		require.NotContains(t, target.Names(), "indirection", sql)
		for _, of := range [][]string{{"ColumnRef", "fields"}, {"A_Indirection", "indirection"}} {
			if steps := target.At("val").At(of...).List(); len(steps) > 0 {
				require.NotContains(t, steps[len(steps)-1].Names(), "A_Star", "%s: %s is several columns", sql, name)
			}
		}
	}
	if !s.Restricted() {
		require.Zero(t, statements[0].Count("ParamRef"), sql)
		return
	}
	require.Equal(t, 1, statements[0].Count("ParamRef"), sql)
	condition := inner.At("whereClause")
	if s.Where != "" {
		require.Equal(t, "AND_EXPR", condition.At("BoolExpr", "boolop").Text(), sql)
		require.Len(t, condition.At("BoolExpr", "args").List(), 2, sql)
		condition = condition.At("BoolExpr", "args").List()[0]
	}
	own := condition.At("A_Expr")
	require.Equal(t, "AEXPR_OP", own.At("kind").Text(), sql)
	require.Equal(t, "=", own.At("name").List()[0].At("String", "sval").Text(), sql)
	require.Equal(t, 1, own.At("rexpr", "ParamRef", "number").Number(), sql)
	var column []string
	for _, part := range own.At("lexpr", "ColumnRef", "fields").List() {
		column = append(column, quote(part.At("String", "sval").Text()))
	}
	want := s.Condition(func(string) string { return "$1" })
	require.Contains(t, want, strings.Join(column, ".")+" = $1", sql)
}

// requirePlain checks that a SELECT has a list, a FROM and perhaps a WHERE.
func requirePlain(t require.TestingT, statement pgparser.Node, sql string) pgparser.Node {
	require.Subset(t, []string{"targetList", "fromClause", "whereClause", "limitOption", "op"}, statement.Names(), sql)
	require.Equal(t, "SETOP_NONE", statement.At("op").Text(), sql)
	require.Equal(t, "LIMIT_OPTION_DEFAULT", statement.At("limitOption").Text(), sql)
	return statement
}
