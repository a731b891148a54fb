package probe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Place returns the error of a question with the entity or field of the mapping that PostgreSQL has the same against, as a
// [*Fault], with the value of a row that cannot be read, or with the fields whose types may be why; the error itself where there are
// none, as when the question itself is wrong.
func Place(ctx context.Context, db *postgres.DB, m crm.Mapping, err error) error {
	server := pq.As(err)
	if server == nil || !refused(err) {
		return err
	}
	if why := told(err); why != nil {
		return fault.At(nameOf(why), why)
	}
	found, failed := Read(ctx, db, m)
	if failed != nil {
		return err
	}
	var misfits, read []i18n.Text // of all fields, and of those that the statement reads
	for _, name := range found.Names() {
		placed := fault.At(name, found.Faults[name])
		if misfit, ok := errors.AsType[*Misfit](placed); ok {
			misfits = append(misfits, i18n.Of(placed))
			if reads(err, m, misfit) {
				read = append(read, i18n.Of(placed))
			}
		} else if same := pq.As(placed); same != nil && same.Message == server.Message {
			return placed
		}
	}
	if len(read) > 0 {
		misfits = read
	}
	if len(misfits) > 0 && slices.Contains(aboutTypes, server.Code.Name()) {
		return fault.New("check.perhaps", "reason", err, "misfits", misfits)
	}
	if ofValues(err) {
		_ = within(ctx, placeTime, func(ctx context.Context) error { err = found.placed(ctx, db, err); return nil })
	}
	return err
}

// placeTime is how long the rows are read to find the value that a question failed for.
const placeTime = 5 * time.Second

// aboutTypes are the errors that fields of a wrong type lead to, by their names in PostgreSQL.
var aboutTypes = []string{"undefined_function", "datatype_mismatch", "cannot_coerce"}

// reads reports whether the statement of an error has the SQL of a field, and of the entity that it belongs to.
func reads(err error, m crm.Mapping, field *Misfit) bool {
	e, ok := errors.AsType[*postgres.Error](err)
	if !ok {
		return false
	}
	source := m.Entities[field.Entity]
	for _, part := range []string{source.From, source.Fields[field.Field], pq.QuoteIdentifier(field.Field)} {
		if !strings.Contains(e.SQL, part) {
			return false
		}
	}
	return true
}
