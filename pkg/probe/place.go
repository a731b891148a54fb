package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Place returns the error of a question with the entity or field of the mapping that PostgreSQL has the same against, as a
// [*Fault], or with the fields whose types may be why; the error itself where there are none, as when only some rows are wrong.
func Place(ctx context.Context, db *postgres.DB, m crm.Mapping, err error) error {
	server := pq.As(err)
	if server == nil || !refused(err) {
		return err
	}
	found, failed := Read(ctx, db, m)
	if failed != nil {
		return err
	}
	var misfits []string
	for _, name := range found.Names() {
		fault := found.Faults[name]
		if m, ok := errors.AsType[*Misfit](fault); ok {
			misfits = append(misfits, name+": "+m.Error())
		} else if said(server) == said(pq.As(fault)) {
			return fmt.Errorf("%s: %w", name, fault)
		}
	}
	if len(misfits) > 0 && slices.Contains(aboutTypes, server.Code.Name()) {
		return fmt.Errorf("%w. Perhaps: %s", err, strings.Join(misfits, "; "))
	}
	return err
}

// aboutTypes are the errors that fields of a wrong type lead to, by their names in PostgreSQL.
var aboutTypes = []string{"undefined_function", "datatype_mismatch", "cannot_coerce"}
