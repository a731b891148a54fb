package probe

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Place returns the error of a question with the entity or field of the mapping that PostgreSQL has the same against, as a
// [*Fault]; the error itself where there is none, as when only some rows are wrong.
func Place(ctx context.Context, db *postgres.DB, m crm.Mapping, err error) error {
	server := pq.As(err)
	if server == nil || !refused(err) {
		return err
	}
	found, failed := Read(ctx, db, m)
	if failed != nil {
		return err
	}
	for _, name := range found.Names() {
		if fault := found.Faults[name]; said(server) == said(pq.As(fault)) {
			return fmt.Errorf("%s: %w", name, fault)
		}
	}
	return err
}
