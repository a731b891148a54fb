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
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Found is what of a mapping can be read, and why the rest cannot.
type Found struct {
	Mapping crm.Mapping      // without what cannot be read
	Faults  map[string]error // by entity, or entity.field: a [*Fault] or a [*Misfit]
	Misfits []*Misfit        // fields that are read, but perhaps not as they are meant

	selectable crm.Mapping // Mapping with the fields that have a wrong type
}

// Read lets PostgreSQL plan a SELECT of every mapped entity, and of each field of those where that fails. Trouble with the
// connection is an error; what a SELECT lacks is a fault of the mapping or of the user's privileges.
func Read(ctx context.Context, db *postgres.DB, m crm.Mapping) (*Found, error) {
	found := &Found{Mapping: crm.Mapping{Model: m.Model, Entities: map[string]crm.Source{}}, Faults: map[string]error{}}
	types := map[string]map[string]string{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for entity, source := range m.Entities {
		group.Go(func() error {
			readable, err := read(ctx, db, m.Model, entity, source)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(found.Faults, readable.faults)
			if readable.faults[entity] == nil {
				found.Mapping.Entities[entity], types[entity] = readable.source, readable.types
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return found, found.fit(types)
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
		if faulty := f.Faults[name]; faulty != nil {
			return fault.At(name, said(faulty))
		}
	}
	return unavailable
}

// said returns PostgreSQL's own words where there are any.
func said(err error) error {
	server := pq.As(err)
	if server == nil {
		return err
	}
	text := i18n.T("database.said", "words", server.Message)
	if f, ok := errors.AsType[*Fault](err); ok {
		text = f.place(text)
	}
	return fault.New("check.said", "said", text).Of(fault.Database)
}

// readable is what of an entity can be read.
type readable struct {
	source crm.Source        // without fields that cannot
	types  map[string]string // PostgreSQL's, by field
	faults map[string]error  // by entity, or entity.field
}

func read(ctx context.Context, db *postgres.DB, model *crm.Model, entity string, source crm.Source) (*readable, error) {
	fields, err := fieldsOf(model, entity, source)
	if err != nil {
		return nil, err
	}
	r := &readable{source: source, types: map[string]string{}, faults: map[string]error{}}
	names := slices.Sorted(maps.Keys(fields))
	expressions := make([]string, len(names))
	for i, name := range names {
		expressions[i] = fields[name]
	}
	types, fault, err := try(ctx, db, source, expressions...)
	if err != nil {
		return nil, err
	}
	if fault == nil {
		for i, name := range names {
			r.types[name] = types[i]
		}
		return r, nil
	}
	if _, fault, err := try(ctx, db, source, "1"); fault != nil || err != nil {
		r.faults[entity] = fault
		return r, err
	}
	for i, name := range names {
		types, fault, err := try(ctx, db, source, expressions[i])
		switch {
		case err != nil:
			return nil, err
		case fault != nil:
			r.faults[entity+"."+name] = fault
			delete(fields, name)
		default:
			r.types[name] = types[0]
		}
	}
	r.source.Fields = fields
	return r, nil
}

// try returns the types of a SELECT of expressions, or what PostgreSQL has against it, a [*Fault].
func try(ctx context.Context, db *postgres.DB, source crm.Source, expressions ...string) (types []string, fault, err error) {
	var s selection
	list, condition := strings.Join(expressions, ", "), s.condition(source)
	result, err := db.Query(ctx, postgres.Statement{SQL: rows(list, source.From, condition) + " limit 0", Args: s.args})
	if refused(err) {
		return nil, located(err, source, list, condition), nil
	}
	if err != nil {
		return nil, nil, err
	}
	for _, c := range result.Columns {
		types = append(types, c.Type)
	}
	return types, nil, nil
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
func fieldsOf(model *crm.Model, entity string, source crm.Source) (map[string]string, error) {
	if source.Fields != nil {
		return maps.Clone(source.Fields), nil
	}
	e, err := model.Entity(entity)
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
