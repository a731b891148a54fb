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
	"github.com/crmkpi/crm-datasource/pkg/quality"
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
	Budget time.Duration // to read rows and to run KPIs in; what is not known by then says so. 0 is without end.
}

// Result is what a check has found.
type Result struct {
	*Found
	KPIs     []KPI       // of the catalogue, in its order; nil unless asked for
	Entities []Health    // of the mapping, by name; nil unless entities or findings were asked for
	Findings []Finding   // the worst first; nil unless asked for
	Skipped  []i18n.Text // what there was no time for

	trial *Trial
}

// KPI is a KPI of the catalogue, and why it is unavailable.
type KPI struct {
	*catalog.KPI
	Unavailable i18n.Text // empty for one that is available
}

// Available reports whether the KPI can be asked for.
func (k KPI) Available() bool { return k.Unavailable == i18n.Text{} }

// runShare is the part of the budget in which KPIs are run over samples; after it they are only planned, and rows are read.
const runShare = 0.4

// Run looks at what it is asked about, and at nothing else: all rows are read for entities and findings only. Its error is trouble
// with the connection.
func (c Check) Run(ctx context.Context, about ...query.About) (*Result, error) {
	found, err := Read(ctx, c.DB, c.Mapping)
	if err != nil {
		return nil, err
	}
	r := &Result{Found: found}
	kpis, findings := slices.Contains(about, query.KPIs), slices.Contains(about, query.Findings)
	err = within(ctx, c.Budget, func(ctx context.Context) error {
		slow, err := found.readValues(ctx, c.DB)
		if err != nil {
			return err
		}
		if kpis || findings {
			if err := r.tryKPIs(ctx, c, slow); err != nil {
				return err
			}
		}
		if findings || slices.Contains(about, query.Entities) {
			return r.readRows(ctx, c, findings)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if kpis {
		r.listKPIs(c)
	}
	return r, nil
}

func (r *Result) tryKPIs(ctx context.Context, c Check, slow map[string]bool) error {
	var until time.Time
	if c.Budget > 0 {
		until = time.Now().Add(time.Duration(runShare * float64(c.Budget)))
	}
	var err error
	r.trial, err = KPIs(ctx, c.DB, plan.New(c.Catalog, r.Mapping, c.Business), c.Catalog.KPIs(), Sample{Now: c.Now, Until: until, Slow: slow})
	if err != nil {
		return err
	}
	if n := len(r.trial.Planned); n > 0 {
		r.Skipped = append(r.Skipped, i18n.T("check.planned", "number", n, "kpis", some(r.trial.Planned)))
	}
	if n := len(r.trial.Untried); n > 0 {
		r.Skipped = append(r.Skipped, i18n.T("check.untried", "number", n, "budget", c.Budget))
	}
	return nil
}

// some are the first of several names.
func some(names []string) []string {
	if len(names) > quality.MaxExamples {
		return append(slices.Clone(names[:quality.MaxExamples]), "…")
	}
	return names
}

// listKPIs tells which KPIs are available under what has been found.
func (r *Result) listKPIs(c Check) {
	business := plan.New(c.Catalog, r.Mapping, c.Business)
	for _, k := range c.Catalog.KPIs() {
		reason := r.trial.Faults[k.ID]
		if unavailable := business.Available(k); unavailable != nil {
			reason = r.Reason(unavailable)
		}
		r.KPIs = append(r.KPIs, KPI{KPI: k, Unavailable: i18n.Of(reason)})
	}
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
