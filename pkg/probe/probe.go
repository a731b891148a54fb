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
	Faults  map[string]error // by entity, or entity.field: a [*Fault], a [*Misfit], a [*crm.Unreadable] or a [*crm.Tied]
	Misfits []*Misfit        // fields that are read, but perhaps not as they are meant

	selectable crm.Mapping // Mapping with the fields that have a wrong type
}

// Read lets PostgreSQL plan a SELECT of all mapped entities, of every one of them where that fails, and of each field of those that
// fail. Trouble with the connection is an error; what a SELECT lacks is a fault of the mapping or of the user's privileges.
func Read(ctx context.Context, db *postgres.DB, m crm.Mapping) (*Found, error) {
	found := &Found{Mapping: crm.Mapping{Model: m.Model, Entities: map[string]crm.Source{}, Unreadable: map[string]error{}}}
	found.Faults = found.Mapping.Unreadable
	all, err := readAll(ctx, db, m)
	if refused(err) {
		all, err = readEach(ctx, db, m)
	}
	if err != nil {
		return nil, err
	}
	for entity, r := range all {
		maps.Copy(found.Faults, r.faults)
		if r.faults[entity] == nil {
			found.Mapping.Entities[entity] = r.source
		}
	}
	if err := found.fit(); err != nil {
		return nil, err
	}
	return found, found.readDerived(ctx, db)
}

// readAll asks for the types of all entities at once.
func readAll(ctx context.Context, db *postgres.DB, m crm.Mapping) (map[string]*readable, error) {
	var s selection
	all, sql := map[string]*readable{}, strings.Builder{}
	sql.WriteString("select * from (select) as one")
	entities := slices.Sorted(maps.Keys(m.Entities))
	for i, entity := range entities {
		r, err := newReadable(m.Model, entity, m.Entities[entity])
		if err != nil {
			return nil, err
		}
		all[entity] = r
		if len(r.names) > 0 {
			fmt.Fprintf(&sql, "\nleft join (%s limit 0) as e%d on true", s.rows(r.source, r.expressions...), i)
		}
	}
	types, err := typesOf(ctx, db, postgres.Statement{SQL: sql.String(), Args: s.args})
	if err != nil {
		return nil, err
	}
	for _, entity := range entities {
		r := all[entity]
		r.have(types[:len(r.names)])
		types = types[len(r.names):]
	}
	return all, name(ctx, db, m.Model, all)
}

// readEach asks entity by entity.
func readEach(ctx context.Context, db *postgres.DB, m crm.Mapping) (map[string]*readable, error) {
	all := map[string]*readable{}
	var mu sync.Mutex
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for entity, source := range m.Entities {
		group.Go(func() error {
			r, err := newReadable(m.Model, entity, source)
			if err == nil {
				err = r.read(within, db)
			}
			mu.Lock()
			defer mu.Unlock()
			all[entity] = r
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return all, name(ctx, db, m.Model, all)
}

// Names returns what cannot be read, sorted.
func (f *Found) Names() []string { return slices.Sorted(maps.Keys(f.Faults)) }

// Reason says why a KPI is unavailable under the mapping found: what PostgreSQL said where it was asked, else what is not mapped.
func (f *Found) Reason(unavailable error) error {
	missing, ok := errors.AsType[*crm.Unavailable](unavailable)
	if !ok || missing.Reason == nil {
		return unavailable
	}
	return fault.At(missing.Name(), said(missing.Reason))
}

// said returns PostgreSQL's own words where there are any, and nothing better is known.
func said(err error) error {
	if ofValue(err) {
		return err
	}
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
	entity      string
	source      crm.Source       // without fields that cannot, and with the types of the others
	names       []string         // of the fields that are mapped, sorted
	expressions []string         // their SQL
	faults      map[string]error // by entity, or entity.field
}

func newReadable(model *crm.Model, entity string, source crm.Source) (*readable, error) {
	fields, err := Fields(model, entity, source)
	r := &readable{entity: entity, source: source, names: slices.Sorted(maps.Keys(fields)), faults: map[string]error{}}
	for _, name := range r.names {
		r.expressions = append(r.expressions, fields[name])
	}
	return r, err
}

// have notes the types of all fields.
func (r *readable) have(types []crm.ColumnType) {
	r.source.Types = map[string]crm.ColumnType{}
	for i, name := range r.names {
		r.source.Types[name] = types[i]
	}
}

// read asks for the entity, and where that fails for each of its fields.
func (r *readable) read(ctx context.Context, db *postgres.DB) error {
	types, fault, err := try(ctx, db, r.source, r.expressions...)
	if err != nil || fault == nil {
		r.have(types)
		return err
	}
	if _, fault, err := try(ctx, db, r.source, "1"); fault != nil || err != nil {
		r.faults[r.entity] = fault
		return err
	}
	given := r.source
	r.source.Fields, r.source.Types = map[string]string{}, map[string]crm.ColumnType{}
	for i, name := range r.names {
		types, fault, err := try(ctx, db, given, r.expressions[i])
		switch {
		case err != nil:
			return err
		case fault != nil:
			r.faults[r.entity+"."+name] = fault
		default:
			r.source.Fields[name], r.source.Types[name] = r.expressions[i], types[0]
		}
	}
	return nil
}

// try returns the types of a SELECT of expressions, or what PostgreSQL has against it, a [*Fault].
func try(ctx context.Context, db *postgres.DB, source crm.Source, expressions ...string) (types []crm.ColumnType, fault, err error) {
	var s selection
	list, condition := strings.Join(expressions, ", "), s.condition(source)
	types, err = typesOf(ctx, db, postgres.Statement{SQL: rows(list, source.From, condition) + " limit 0", Args: s.args})
	if refused(err) {
		return nil, located(err, source, list, condition), nil
	}
	return types, nil, err
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

// Fields returns the SQL of an entity's fields, by name. Those of a table of the canonical shape are its columns.
func Fields(model *crm.Model, entity string, source crm.Source) (map[string]string, error) {
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
