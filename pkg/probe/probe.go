// Package probe finds out what of a mapping can be read from a company's database, and whether it would multiply rows.
package probe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Found is what of a mapping can be read, and why the rest cannot.
type Found struct {
	Mapping crm.Mapping      // without what cannot be read
	Faults  map[string]error // by entity, or entity.field: a [*Fault]
}

// Read lets PostgreSQL plan a SELECT of every mapped entity, and of each field of those where that fails. Trouble with the
// connection is an error; what a SELECT lacks is a fault of the mapping or of the user's privileges.
func Read(ctx context.Context, db *postgres.DB, m crm.Mapping) (*Found, error) {
	found := &Found{Mapping: crm.Mapping{Entities: map[string]crm.Source{}}, Faults: map[string]error{}}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for entity, source := range m.Entities {
		group.Go(func() error {
			readable, faults, err := entityOf(ctx, db, entity, source)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(found.Faults, faults)
			if faults[entity] == nil {
				found.Mapping.Entities[entity] = readable
			}
			return nil
		})
	}
	return found, group.Wait()
}

// Names returns what cannot be read, sorted.
func (f *Found) Names() []string { return slices.Sorted(maps.Keys(f.Faults)) }

// Reason says why a KPI is unavailable under the mapping found: what PostgreSQL said where it was asked, else what is not mapped.
func (f *Found) Reason(unavailable error) error {
	missing, ok := errors.AsType[*crm.Unavailable](unavailable)
	if !ok {
		return unavailable
	}
	for _, name := range []string{missing.Entity, missing.Entity + "." + missing.Field} {
		if fault := f.Faults[name]; fault != nil {
			return fmt.Errorf("%s: %s", name, said(fault))
		}
	}
	return unavailable
}

// said returns PostgreSQL's own words where there are any.
func said(fault error) string {
	server := pq.As(fault)
	if server == nil {
		return fault.Error()
	}
	if f, ok := errors.AsType[*Fault](fault); ok {
		return server.Message + f.place()
	}
	return server.Message
}

// entityOf returns the source with the fields that can be read.
func entityOf(ctx context.Context, db *postgres.DB, entity string, source crm.Source) (crm.Source, map[string]error, error) {
	fields, err := fieldsOf(entity, source)
	if err != nil {
		return source, nil, err
	}
	fault, err := try(ctx, db, source, slices.Sorted(maps.Values(fields))...)
	if fault == nil || err != nil {
		return source, nil, err
	}
	if fault, err := try(ctx, db, source, "1"); fault != nil || err != nil {
		return source, map[string]error{entity: fault}, err
	}
	faults := map[string]error{}
	for field, expression := range fields {
		fault, err := try(ctx, db, source, expression)
		if err != nil {
			return source, nil, err
		}
		if fault != nil {
			faults[entity+"."+field] = fault
			delete(fields, field)
		}
	}
	source.Fields = fields
	return source, faults, nil
}

// try returns what PostgreSQL has against a SELECT, a [*Fault]; nil for nothing.
func try(ctx context.Context, db *postgres.DB, source crm.Source, expressions ...string) (fault, err error) {
	var s selection
	list, condition := strings.Join(expressions, ", "), s.condition(source)
	_, err = db.Query(ctx, postgres.Statement{SQL: rows(list, source.From, condition) + " limit 0", Args: s.args})
	if refused(err) {
		return located(err, source, list, condition), nil
	}
	return nil, err
}

// selection is a statement that is being written.
type selection struct{ args []any }

// rows selects expressions over the rows of a source.
func (s *selection) rows(source crm.Source, expressions ...string) string {
	return rows(strings.Join(expressions, ", "), source.From, s.condition(source))
}

func (s *selection) condition(source crm.Source) string {
	return source.Condition(func(value string) string {
		s.args = append(s.args, value)
		return fmt.Sprintf("$%d", len(s.args))
	})
}

func rows(list, table, condition string) string {
	sql := selected + list + from + table
	if condition != "" {
		sql += where + condition
	}
	return sql
}

// refused tells what PostgreSQL has against a statement from trouble with the connection.
func refused(err error) bool {
	e, ok := errors.AsType[*postgres.Error](err)
	if !ok {
		return false
	}
	switch e.Kind {
	case postgres.KindMissingObject, postgres.KindPermission, postgres.KindSyntax, postgres.KindReadOnly, postgres.KindOther:
		return true
	}
	return false
}

// fieldsOf returns the SQL of an entity's fields, by name. Those of a table of the canonical shape are its columns.
func fieldsOf(entity string, source crm.Source) (map[string]string, error) {
	if source.Fields != nil {
		return maps.Clone(source.Fields), nil
	}
	e, err := crm.Canonical().Entity(entity)
	if err != nil {
		return nil, err
	}
	fields := map[string]string{}
	for _, name := range e.Fields() {
		if f, _ := e.Field(name); f.As.Empty() {
			fields[name] = pq.QuoteIdentifier(name)
		}
	}
	return fields, nil
}
