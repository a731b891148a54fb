package changes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// Table is a table that entities are read from, directly or through views.
type Table struct {
	crm.Table
	ID       int64    // its OID, which a new name leaves as it is
	Entities []string // sorted
	// Over are the partitioned tables that this one is a part of: their triggers tell of its rows, too.
	Over []int64
}

// Tables finds the tables behind the entities of a mapping. PostgreSQL's planner knows them best: it has looked through views and
// partitions. An entity that cannot be planned is left out, unless all are.
func Tables(ctx context.Context, db *postgres.DB, m crm.Mapping) ([]Table, error) {
	var found []Table
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) (err error) {
		read, err := namesOf(ctx, s, m)
		if err != nil {
			return err
		}
		found, err = identified(ctx, s, read)
		return err
	})
	return found, err
}

// namesOf returns the tables that each entity reads. All are planned at once, and where that fails each by itself.
func namesOf(ctx context.Context, s *postgres.Snapshot, m crm.Mapping) (map[crm.Table][]string, error) {
	entities := slices.Sorted(maps.Keys(m.Entities))
	read := map[crm.Table][]string{}
	if planned(ctx, s, m, entities, read) == nil {
		return read, nil
	}
	clear(read)
	var failures []error
	for _, entity := range entities {
		if err := planned(ctx, s, m, []string{entity}, read); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", entity, err))
		}
	}
	if len(read) == 0 {
		return nil, errors.Join(failures...)
	}
	return read, nil
}

// planned adds the tables that PostgreSQL plans to read for entities.
func planned(ctx context.Context, s *postgres.Snapshot, m crm.Mapping, entities []string, read map[crm.Table][]string) error {
	statement, err := explaining(m, entities)
	if err != nil {
		return err
	}
	return s.Attempt(ctx, func() error {
		return s.Read(ctx, statement, func(row postgres.Row) error {
			var text []byte
			if err := row.Scan(&text); err != nil {
				return err
			}
			var plan any
			if err := json.Unmarshal(text, &plan); err != nil {
				return err
			}
			found := scans{}
			found.add(plan, "")
			for i, entity := range entities {
				for t := range found[partOf(i)] {
					read[t] = append(read[t], entity)
				}
			}
			return nil
		})
	})
}

// partOf names the part of a statement that reads an entity.
func partOf(entity int) string { return fmt.Sprintf("crmkpi_%d", entity) }

// explaining is the statement that plans to read all of entities, each as a part of its own, whose name the plan tells.
func explaining(m crm.Mapping, entities []string) (postgres.Statement, error) {
	var args []any
	parts, uses := make([]string, len(entities)), make([]string, len(entities))
	for i, entity := range entities {
		source := m.Entities[entity]
		fields, err := probe.Fields(m.Model, entity, source)
		if err != nil {
			return postgres.Statement{}, err
		}
		expressions := append([]string{"1"}, slices.Sorted(maps.Values(fields))...)
		sql := "select " + strings.Join(expressions, ", ") + "\nfrom " + source.From
		condition := source.Condition(func(value string) string {
			args = append(args, value)
			return fmt.Sprintf("$%d", len(args))
		})
		if condition != "" {
			sql += "\nwhere " + condition
		}
		parts[i] = partOf(i) + " as materialized (" + sql + "\n)"
		uses[i] = "(select count(*) from " + partOf(i) + ")"
	}
	return postgres.Statement{SQL: "explain (verbose, costs off, format json)\nwith " + strings.Join(parts, ",\n") + "\nselect " + strings.Join(uses, ", "), Args: args}, nil
}

// scans are the tables that the parts of a plan scan.
type scans map[string]map[crm.Table]bool

// add adds those of a node of a plan in a part, or of all below it.
func (s scans) add(plan any, part string) {
	switch node := plan.(type) {
	case []any:
		for _, inner := range node {
			s.add(inner, part)
		}
	case map[string]any:
		if name, _ := node["Subplan Name"].(string); strings.HasPrefix(name, "CTE crmkpi_") {
			part = strings.TrimPrefix(name, "CTE ")
		}
		schema, _ := node["Schema"].(string)
		if name, ok := node["Relation Name"].(string); ok {
			if s[part] == nil {
				s[part] = map[crm.Table]bool{}
			}
			s[part][crm.Table{Schema: schema, Name: name}] = true
		}
		for _, inner := range node {
			s.add(inner, part)
		}
	}
}

// identified finds tables, and the partitioned tables above them, by their names. Those are told of, too: triggers may be on them.
func identified(ctx context.Context, s *postgres.Snapshot, read map[crm.Table][]string) ([]Table, error) {
	const byName = `
select namespace.nspname::text, relation.relname::text, relation.oid::int8,
  array(select above.relid::oid::int8 from pg_catalog.pg_partition_ancestors(relation.oid) as above where above.relid <> relation.oid)
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_catalog.pg_namespace as namespace on namespace.nspname = wanted.schema
join pg_catalog.pg_class as relation on relation.relnamespace = namespace.oid and relation.relname = wanted.name
order by 1, 2`
	var schemas, names pq.StringArray
	for t := range read {
		schemas, names = append(schemas, t.Schema), append(names, t.Name)
	}
	var found []Table
	err := s.Read(ctx, postgres.Statement{SQL: byName, Args: []any{schemas, names}}, func(row postgres.Row) error {
		var t Table
		err := row.Scan(&t.Schema, &t.Name, &t.ID, (*pq.Int64Array)(&t.Over))
		t.Entities = read[t.Table]
		found = append(found, t)
		return err
	})
	return found, err
}
