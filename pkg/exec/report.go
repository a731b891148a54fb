package exec

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readReport reads what the rows of an entity are like, as a group of the answer.
func (x *Execution) readReport(ctx context.Context, s plan.Report) error {
	found, err := x.Age(ctx, x.business, s, x.plan.Query.Request)
	if err != nil {
		return err
	}
	x.data.PutReport(s.Entity, found)
	return nil
}

// Age runs a report and adds the age of the newest change in hours; what cannot be told is missing.
func (r *Reader) Age(ctx context.Context, b *plan.Business, s plan.Report, q plan.Request) (map[catalog.Reported]float64, error) {
	report, err := r.Report(ctx, b, b.Report(s.Entity, s.Faults), q)
	if err == nil && report.Newest != nil {
		report.Counts[catalog.NewestAge] = q.Now.Sub(*report.Newest).Hours()
	}
	return report.Counts, err
}

// Report is what is found of the rows of an entity.
type Report struct {
	Newest *time.Time // change; nil where no time is mapped or there are no rows
	Counts map[catalog.Reported]float64
	Flaws  []float64 // rows with each flaw that was asked for
}

// Report runs a report.
func (r *Reader) Report(ctx context.Context, b *plan.Business, report sqlgen.Report, q plan.Request) (*Report, error) {
	found := &Report{Counts: map[catalog.Reported]float64{}, Flaws: make([]float64, len(report.Flaws))}
	s, err := report.Statement(b.Context(q))
	if err != nil {
		return found, err
	}
	return found, r.Read(ctx, s, func(row measure.Row) error {
		values := make([]*float64, len(sqlgen.ReportColumns))
		dest := []any{&found.Newest}
		for i := range values {
			dest = append(dest, &values[i])
		}
		for i := range found.Flaws {
			dest = append(dest, &found.Flaws[i])
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		for i, v := range values {
			if v != nil {
				found.Counts[catalog.Reported(sqlgen.ReportColumns[i])] = *v
			}
		}
		return nil
	})
}
