package probe

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readDerived lets PostgreSQL plan the dimensions that the mapping derives from fields. One that it refuses cannot be asked for.
func (f *Found) readDerived(ctx context.Context, db *postgres.DB) error {
	c := sqlgen.Context{Mapping: f.Mapping, Calendar: calendar.Calendar{Location: time.UTC}}
	for _, entity := range f.Mapping.Model.Entities() {
		e, err := f.Mapping.Model.Entity(entity)
		if err != nil {
			return err
		}
		for _, name := range e.Fields() {
			field, _ := e.Field(name)
			if !field.Own || field.As.Empty() || f.Mapping.Available(entity, name) != nil {
				continue
			}
			s, err := sqlgen.Values{Homes: []sqlgen.Home{{Entity: entity, Path: name}}}.Statement(c) // of no rows
			if err != nil {
				return err
			}
			_, err = db.Query(ctx, postgres.Statement{SQL: s.SQL, Args: s.Args})
			switch {
			case refused(err):
				f.Faults[entity+"."+name] = &Fault{Err: err}
			case err != nil:
				return err
			}
		}
	}
	return nil
}
