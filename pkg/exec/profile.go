package exec

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// profile reads what the rows of an entity are like, as a group of the answer.
func (x *Execution) profile(s plan.Profile) (reading, error) {
	q := x.plan.Query.Request
	found, part, err := profiling(x.business.Context(q), x.business.Profile(s.Entity, s.Faults))
	return reading{begin: x.spread, parts: []measure.Part{part}, finish: func() error {
		x.data.PutProfile(s.Entity, found.aged(q))
		return nil
	}}, err
}

// Age makes a profile and adds the age of the newest change in hours; what cannot be told is missing.
func (r *Reader) Age(ctx context.Context, b *plan.Business, s plan.Profile, q plan.Request) (map[catalog.Reported]float64, error) {
	profile, err := r.Profile(ctx, b, b.Profile(s.Entity, s.Faults), q)
	if err != nil {
		return profile.Counts, err
	}
	return profile.aged(q), nil
}

// aged are the counts with the age of the newest change.
func (p *Profile) aged(q plan.Request) map[catalog.Reported]float64 {
	if p.Newest != nil {
		p.Counts[catalog.NewestAge] = q.Now.Sub(*p.Newest).Hours()
	}
	return p.Counts
}

// Profile is what is found of the rows of an entity.
type Profile struct {
	Newest *time.Time // change; nil where no time is mapped or there are no rows
	Counts map[catalog.Reported]float64
	Flaws  []float64 // rows with each flaw that was asked for
}

// Profile makes the profile of an entity.
func (r *Reader) Profile(ctx context.Context, b *plan.Business, profile sqlgen.Profile, q plan.Request) (*Profile, error) {
	found, part, err := profiling(b.Context(q), profile)
	if err != nil {
		return found, err
	}
	return found, r.Read(ctx, part.Statement, part.Row)
}

// profiling is the statement that makes a profile, and where it is found.
func profiling(c sqlgen.Context, profile sqlgen.Profile) (*Profile, measure.Part, error) {
	found := &Profile{Counts: map[catalog.Reported]float64{}, Flaws: make([]float64, len(profile.Flaws))}
	s, err := profile.Statement(c)
	return found, measure.Part{Statement: s, Row: func(row measure.Row) error {
		values := make([]*float64, len(sqlgen.ProfileColumns))
		var newest postgres.Instant
		dest := []any{&newest}
		for i := range values {
			dest = append(dest, &values[i])
		}
		for i := range found.Flaws {
			dest = append(dest, &found.Flaws[i])
		}
		if len(profile.Read) > 0 {
			dest = append(dest, new(float64))
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		found.Newest = newest.At
		for i, v := range values {
			if v != nil {
				found.Counts[catalog.Reported(sqlgen.ProfileColumns[i])] = *v
			}
		}
		return nil
	}}, err
}
