package crm

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/lib/pq"
)

// aliased is a table of a preset, and the word before its alias.
var aliased = regexp.MustCompile(`\{schema\}\.(?:"[^"]+"|\w+)(\s+as\s)?`)

// checkActive refuses a table without an alias where only its active rows are read: it becomes a subquery.
func (s PresetSource) checkActive(p *Preset) error {
	if p.Active == "" {
		return nil
	}
	for _, sql := range append(slices.Collect(maps.Values(s.Fields)), s.From, s.Where) {
		for _, match := range aliased.FindAllStringSubmatch(sql, -1) {
			if match[1] == "" {
				return fmt.Errorf("%q needs an alias, as in {schema}.deal as d, since only its active rows are read", match[0])
			}
		}
	}
	return nil
}

// within returns the source with the schema, quoted, in its place, and only the rows of each table that are active: whose column of
// that name, if there is one, is not false.
func (s PresetSource) within(active, schema string) Source {
	replace := func(sql string) string {
		if active != "" {
			sql = tableName.ReplaceAllStringFunc(sql, func(table string) string { return activeRows(table, pq.QuoteIdentifier(active)) })
		}
		return strings.ReplaceAll(sql, "{schema}", schema)
	}
	source := s.Source
	source.From, source.Ties, source.Where = replace(s.From), replace(s.Ties), replace(s.Where)
	if s.Fields != nil {
		source.Fields = map[string]string{}
	}
	for name, sql := range s.Fields {
		source.Fields[name] = replace(sql)
	}
	return source
}

// activeRows returns a table's active rows as a subquery, which PostgreSQL folds away. An unqualified name is the table's column where it
// has one, else the null of absent.
func activeRows(table, active string) string {
	return fmt.Sprintf("(select own.* from (values (null::boolean)) as absent(%[2]s) cross join lateral (select * from %[1]s as own where %[2]s is not false) as own)", table, active)
}
