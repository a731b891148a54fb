package probe

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Check looks at a company's database under its mapping.
type Check struct {
	DB       *postgres.DB
	Catalog  *catalog.Catalog
	Business plan.Settings
	Mapping  crm.Mapping
	// Keyed says that the tables have primary keys, as those of the reference schema: whether keys are unique is not read.
	Keyed  bool
	Now    time.Time
	Budget time.Duration // to read rows in; what is not known by then says so. 0 is without end.
}

// Result is what a check has found.
type Result struct {
	*Found
	KPIs     []KPI     // of the catalogue, in its order; nil unless asked for
	Entities []Health  // of the mapping, by name; nil unless entities or findings were asked for
	Findings []Finding // the worst first; nil unless asked for
}

// KPI is a KPI of the catalogue, and why it is unavailable.
type KPI struct {
	*catalog.KPI
	Unavailable i18n.Text // empty for one that is available
}

// Available reports whether the KPI can be asked for.
func (k KPI) Available() bool { return k.Unavailable == i18n.Text{} }

// Run looks at what it is asked about, and at nothing else: rows are read for entities and findings only. Its error is trouble
// with the connection.
func (c Check) Run(ctx context.Context, about ...query.About) (*Result, error) {
	found, err := Read(ctx, c.DB, c.Mapping)
	if err != nil {
		return nil, err
	}
	r := &Result{Found: found}
	business := plan.New(c.Catalog, found.Mapping, c.Business)
	if slices.Contains(about, query.KPIs) {
		if err := r.readKPIs(ctx, c, business); err != nil {
			return nil, err
		}
	}
	findings := slices.Contains(about, query.Findings)
	if !findings && !slices.Contains(about, query.Entities) {
		return r, nil
	}
	business = plan.New(c.Catalog, found.selectable, c.Business)
	return r, within(ctx, c.Budget, func(ctx context.Context) error { return r.readRows(ctx, c, business, findings) })
}

func (r *Result) readKPIs(ctx context.Context, c Check, business *plan.Business) error {
	faults, err := KPIs(ctx, c.DB, business, c.Catalog.Of(catalog.Custom))
	if err != nil {
		return err
	}
	for _, k := range c.Catalog.KPIs() {
		reason := faults[k.ID]
		if unavailable := business.Available(k); unavailable != nil {
			reason = r.Reason(unavailable)
		}
		r.KPIs = append(r.KPIs, KPI{KPI: k, Unavailable: i18n.Of(reason)})
	}
	return nil
}

// Available counts the KPIs that are available.
func (r *Result) Available() int {
	n := 0
	for _, k := range r.KPIs {
		if k.Available() {
			n++
		}
	}
	return n
}
