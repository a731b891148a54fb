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
	"github.com/lib/pq/pqerror"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// told returns what a statement's error tells by itself of the value behind it: a [*crm.Unreadable] or a [*crm.Tied]; nil where it
// tells nothing.
func told(err error) error {
	server := pq.As(err)
	if server == nil {
		return nil
	}
	if found, ok := crm.UnreadableIn(server.Message); ok {
		found.Err = err
		return found
	}
	if found, ok := crm.TiedIn(server.Message); ok {
		found.Err = err
		return found
	}
	return nil
}

// aboutValues are the classes of errors that a value leads to, rather than a statement: it is no number, a domain does not have it, or a
// function of the company's refuses it.
var aboutValues = []pqerror.Class{"22", "23", "2F", "38", "39", "P0"}

// ofValues reports whether an error is about a value.
func ofValues(err error) bool {
	server := pq.As(err)
	return server != nil && slices.Contains(aboutValues, server.Code.Class())
}

// ofValue reports whether an error is one of [told] or [misread].
func ofValue(err error) bool { return nameOf(err) != "" }

// nameOf is the entity, or entity.field, that an error of [told] or [misread] is about; "" for another one.
func nameOf(err error) string {
	if u, ok := errors.AsType[*crm.Unreadable](err); ok {
		return u.Name()
	}
	if t, ok := errors.AsType[*crm.Tied](err); ok {
		return t.Entity
	}
	return ""
}

// evaluated selects fields so that each value is computed: of all rows, or of those that come first.
func (s *selection) evaluated(source crm.Source, fields map[string]string, names []string, most int) string {
	var list, counts []string
	for i, name := range names {
		list = append(list, fmt.Sprintf("%s as \"%d\"", fields[name], i+1))
		counts = append(counts, fmt.Sprintf("count(\"%d\")", i+1))
	}
	limit := ""
	if most > 0 {
		limit = fmt.Sprintf("\nlimit %d", most)
	}
	return fmt.Sprintf("select %s from (%s%s) as evaluated", strings.Join(counts, ", "), s.rows(source, list...), limit)
}

// misread returns why the values of an entity cannot be read, a [*crm.Unreadable] or a [*crm.Tied]; nil where they can. Its error is
// any other of the database's.
func misread(ctx context.Context, snapshot *postgres.Snapshot, m crm.Mapping, entity string, most int) (why, err error) {
	source := m.Entities[entity]
	fields, err := Fields(m.Model, entity, source)
	if err != nil {
		return nil, err
	}
	evaluate := func(names ...string) error {
		var s selection
		sql := s.evaluated(source, fields, names, most)
		return snapshot.Attempt(ctx, func() error {
			return snapshot.Read(ctx, postgres.Statement{SQL: sql, Args: s.args}, func(postgres.Row) error { return nil })
		})
	}
	names := slices.Sorted(maps.Keys(fields))
	if len(names) == 0 {
		return nil, nil
	}
	err = evaluate(names...)
	if why := told(err); why != nil || !ofValues(err) {
		if why != nil {
			err = nil
		}
		return why, err
	}
	fields[""] = "1"
	for _, name := range slices.Concat([]string{""}, names) { // first the rows alone: what fails in `from` or `where` is no field's
		if failed := evaluate(name); ofValues(failed) {
			return &crm.Unreadable{Entity: entity, Field: name, Format: source.Formats[name], Value: valueIn(failed), Err: failed}, nil
		}
	}
	return nil, err
}

// valueIn is the value that PostgreSQL's message shows in quotation marks; "" where it shows none.
func valueIn(err error) string {
	server := pq.As(err)
	if server == nil {
		return ""
	}
	from := strings.IndexAny(server.Message, `"«„“「`)
	to := strings.LastIndexAny(server.Message, `"»”“」`)
	if from < 0 || to <= from {
		return ""
	}
	return strings.Trim(server.Message[from:to], `"«„“「 `)
}

// readValues reads some rows of every entity, side by side. What has a value that cannot be read becomes a fault; the entities whose
// rows take too long are returned.
func (f *Found) readValues(ctx context.Context, db *postgres.DB) (slow map[string]bool, err error) {
	slow = map[string]bool{}
	faults := map[string]error{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for entity := range f.Mapping.Entities {
		group.Go(func() error {
			found, late, err := f.misread(ctx, db, entity, sampleRows)
			mu.Lock()
			defer mu.Unlock()
			maps.Copy(faults, found)
			if late != nil {
				slow[entity] = true
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		if err := f.drop(name, faults[name]); err != nil {
			return nil, err
		}
	}
	return slow, nil
}

// misread returns every field of an entity that has a value which cannot be read, and why, by [nameOf]; and why not all is known, nil
// where it is.
func (f *Found) misread(ctx context.Context, db *postgres.DB, entity string, most int) (faults map[string]error, late, err error) {
	faults = map[string]error{}
	m := crm.Mapping{Model: f.Mapping.Model, Entities: maps.Clone(f.selectable.Entities)}
	err = db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
		if most > 0 {
			if err := snapshot.Within(ctx, sampleTime); err != nil {
				return err
			}
		}
		for {
			why, err := misread(ctx, snapshot, m, entity, most)
			if why == nil {
				return err
			}
			name := nameOf(why)
			faults[name] = why
			_, field, ofField := strings.Cut(name, ".")
			if !ofField || !m.Has(entity, field) {
				return nil
			}
			if m.Entities[entity], err = without(m, entity, field); err != nil {
				return err
			}
		}
	})
	if late = unknown(ctx, err); late != nil {
		err = nil
	}
	return faults, late, err
}

// without is the source of an entity without a field.
func without(m crm.Mapping, entity, field string) (crm.Source, error) {
	source := m.Entities[entity]
	fields, err := Fields(m.Model, entity, source)
	delete(fields, field)
	source.Fields = fields
	return source, err
}

// drop takes out of the mapping an entity, or entity.field, that has a fault.
func (f *Found) drop(name string, why error) error {
	f.Faults[name] = why
	entity, field, ofField := strings.Cut(name, ".")
	for _, m := range []crm.Mapping{f.Mapping, f.selectable} {
		if !ofField {
			delete(m.Entities, entity)
			continue
		}
		if _, there := m.Entities[entity]; !there || !m.Has(entity, field) {
			continue
		}
		source, err := without(m, entity, field)
		if err != nil {
			return err
		}
		m.Entities[entity] = source
	}
	return nil
}

// placed returns the error of a question whose rows have a value that cannot be read, with the entity or field that has it; the error
// itself where that is not found in time.
func (f *Found) placed(ctx context.Context, db *postgres.DB, err error) error {
	for _, entity := range slices.Sorted(maps.Keys(f.selectable.Entities)) {
		found, _, failed := f.misread(ctx, db, entity, 0)
		if failed != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(found)) {
			if same := pq.As(found[name]); same != nil && same.Code == pq.As(err).Code {
				return fault.At(name, found[name])
			}
		}
	}
	return err
}
