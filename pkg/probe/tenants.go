package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// SeveralTenants is the finding of rows of several tenants that are added together, although nobody has said that they shall be.
const SeveralTenants sqlgen.FlawKind = "several_tenants"

// tenantsTime is how long rows are read for it.
const tenantsTime = 3 * time.Second

// Tenants finds an entity whose rows are of several tenants, of which nobody has chosen one, or all on purpose; nil where there is
// none. Where a table takes long to read, it looks at another one: each may tell.
func Tenants(ctx context.Context, db *postgres.DB, m crm.Mapping) (found *quality.Finding, err error) {
	mixed := slices.DeleteFunc(slices.Sorted(maps.Keys(m.Entities)), func(entity string) bool { return m.Entities[entity].Mixed() == "" })
	if len(mixed) == 0 {
		return nil, nil
	}
	err = within(ctx, tenantsTime, func(ctx context.Context) error {
		err := db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
			if err := snapshot.Within(ctx, sampleTime); err != nil {
				return err
			}
			for _, entity := range mixed {
				tenants, err := tenantsOf(ctx, snapshot, m.Entities[entity])
				if err != nil && unknown(ctx, err) == nil {
					return err
				}
				if len(tenants) > 1 {
					found = severalTenants(entity, m.Entities[entity].Tenant, tenants)
					return nil
				}
			}
			return nil
		})
		if unknown(ctx, err) != nil {
			return nil
		}
		return err
	})
	return found, err
}

// tenantsOf are some of the tenants of a source: the next one is any that is none of those before it, so that few rows are read.
func tenantsOf(ctx context.Context, snapshot *postgres.Snapshot, source crm.Source) (tenants pq.StringArray, err error) {
	for before := -1; before < len(tenants) && len(tenants) <= quality.MaxExamples; {
		before = len(tenants)
		var s selection
		column := source.Mixed()
		sql := fmt.Sprintf("select tenant from (%s) as tenants where tenant <> all ($%d::text[]) limit 1", s.rows(source, column+"::text as tenant"), len(s.args)+1)
		if tenants == nil {
			tenants = pq.StringArray{}
		}
		args := append(s.args, tenants)
		err = snapshot.Attempt(ctx, func() error {
			return snapshot.Read(ctx, postgres.Statement{SQL: sql, Args: args}, func(row postgres.Row) error {
				var tenant string
				err := row.Scan(&tenant)
				tenants = append(tenants, tenant)
				return err
			})
		})
		if err != nil {
			return tenants, err
		}
	}
	return tenants, nil
}

func severalTenants(entity, column string, tenants []string) *quality.Finding {
	slices.Sort(tenants)
	f := &quality.Finding{Kind: SeveralTenants, Entity: entity, Other: column, Count: float64(len(tenants))}
	if f.More = len(tenants) > quality.MaxExamples; f.More {
		tenants = tenants[:quality.MaxExamples]
		f.Count--
	}
	for _, tenant := range tenants {
		f.Examples = append(f.Examples, quality.Example{Value: &tenant})
	}
	return f
}

// Tenancy knows whether the rows of several tenants are added together, once that has been found out.
type Tenancy struct {
	DB      *postgres.DB
	Mapping crm.Mapping

	mu    sync.Mutex
	known bool
	found *quality.Finding
}

// Notices says so of an answer over the mapping; of nothing, for a nil one. What cannot be found out now is for the next one to ask.
func (t *Tenancy) Notices(ctx context.Context) []answer.Notice {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.known {
		found, err := Tenants(ctx, t.DB, t.Mapping)
		t.found, t.known = found, err == nil && ctx.Err() == nil
	}
	if t.found == nil {
		return nil
	}
	return []answer.Notice{{Warning: true, Text: i18n.T("notice.several_tenants", "tenants", Finding{Finding: *t.found}.Shown())}}
}
