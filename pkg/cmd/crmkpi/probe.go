package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// probed is what of a mapping can be read from a database, and why the rest cannot.
type probed struct {
	mapping crm.Mapping
	faults  map[string]string // by entity, or entity.field
}

// probe reads no rows: it lets PostgreSQL plan a SELECT of each entity, and of each field where that fails.
func probe(ctx context.Context, db *postgres.DB, m crm.Mapping) (probed, error) {
	p := probed{mapping: crm.Mapping{Entities: map[string]crm.Source{}}, faults: map[string]string{}}
	for _, entity := range slices.Sorted(maps.Keys(m.Entities)) {
		source, err := explicit(entity, m.Entities[entity])
		if err != nil {
			return p, err
		}
		all := slices.Collect(maps.Values(source.Fields))
		fault, err := try(ctx, db, source, all...)
		if err != nil {
			return p, err
		}
		if fault == "" {
			p.mapping.Entities[entity] = m.Entities[entity]
			continue
		}
		if err := p.narrow(ctx, db, entity, source); err != nil {
			return p, err
		}
	}
	return p, nil
}

// narrow keeps the fields of an entity that can be read.
func (p probed) narrow(ctx context.Context, db *postgres.DB, entity string, source crm.Source) error {
	fault, err := try(ctx, db, source, "1")
	if err != nil {
		return err
	}
	if fault != "" {
		p.faults[entity] = fault
		return nil
	}
	readable := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(source.Fields)) {
		fault, err := try(ctx, db, source, source.Fields[field])
		if err != nil {
			return err
		}
		if fault != "" {
			p.faults[entity+"."+field] = fault
			continue
		}
		readable[field] = source.Fields[field]
	}
	source.Fields = readable
	p.mapping.Entities[entity] = source
	return nil
}

// try returns what PostgreSQL has against a SELECT, "" for nothing. Trouble with the connection is an error.
func try(ctx context.Context, db *postgres.DB, source crm.Source, expressions ...string) (string, error) {
	sql := "select " + strings.Join(expressions, ", ") + " from " + source.From
	if source.Where != "" {
		sql += " where " + source.Where
	}
	_, err := db.Query(ctx, postgres.Statement{SQL: sql + " limit 0"})
	fault, ok := errors.AsType[*postgres.Error](err)
	if !ok {
		return "", err
	}
	switch fault.Kind {
	case postgres.KindMissingObject, postgres.KindPermission, postgres.KindSyntax, postgres.KindReadOnly, postgres.KindOther:
		if server := pq.As(err); server != nil {
			return server.Message, nil
		}
		return fault.Message, nil
	}
	return "", err
}

// explicit gives a table of the canonical shape its fields one by one.
func explicit(entity string, source crm.Source) (crm.Source, error) {
	if source.Fields != nil {
		return source, nil
	}
	e, err := crm.Canonical().Entity(entity)
	if err != nil {
		return source, err
	}
	source.Fields = map[string]string{}
	for _, name := range e.Fields() {
		if f, _ := e.Field(name); f.As.Empty() {
			source.Fields[name] = pq.QuoteIdentifier(name)
		}
	}
	return source, nil
}

// reason says why a KPI is unavailable: what PostgreSQL said where it was asked, else what is not mapped.
func (p probed) reason(err error) string {
	missing, ok := errors.AsType[*crm.Unavailable](err)
	if !ok {
		return err.Error()
	}
	for _, name := range []string{missing.Entity, missing.Entity + "." + missing.Field} {
		if fault := p.faults[name]; fault != "" {
			return fmt.Sprintf("%s: %s", name, fault)
		}
	}
	return missing.Error()
}
