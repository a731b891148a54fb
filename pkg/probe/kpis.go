package probe

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const (
	sampleRows = 500             // of each entity
	sampleTime = 2 * time.Second // for each statement over them
	// sampleYears are asked about before now, and one after: for most KPIs that is all that the rows of a sample are of.
	sampleYears = 20
)

// Trial is what came of trying KPIs.
type Trial struct {
	Faults  map[string]error // by KPI: what is wrong with it
	Planned []string         // KPIs whose statements were planned, but would have run too long
	Untried []string         // KPIs for which there was no time left
}

// Sample is how KPIs are tried.
type Sample struct {
	Now   time.Time
	Until time.Time       // from then on they are only planned; zero for no end
	Slow  map[string]bool // entities whose rows take too long, over which KPIs are only planned
}

// KPIs runs the statements of KPIs that are available under the mapping over some rows of each entity: only the database knows
// whether types, functions and values fit.
func KPIs(ctx context.Context, db *postgres.DB, b *plan.Business, kpis []*catalog.KPI, how Sample) (*Trial, error) {
	t := &trying{Trial: Trial{Faults: map[string]error{}}, Sample: how, business: plan.New(b.Catalog, b.Mapping.Sampled(sampleRows), b.Settings)}
	t.Slow = map[string]bool{}
	maps.Copy(t.Slow, how.Slow)
	rest := slices.DeleteFunc(slices.Clone(kpis), func(k *catalog.KPI) bool { return b.Available(k) != nil })
	err := exec.Try(ctx, db, sampleTime, func(trial *exec.Trial) error {
		for len(rest) > 0 {
			if err := t.try(ctx, trial, rest[0]); err != nil {
				return err
			}
			rest = rest[1:]
		}
		return nil
	})
	if _, over := unknown(ctx, err).(*late); over {
		err = nil
		for _, k := range rest {
			t.Untried = append(t.Untried, k.ID)
		}
	}
	return &t.Trial, err
}

// trying is a trial that goes on.
type trying struct {
	Trial
	Sample
	business *plan.Business
}

func (t *trying) try(ctx context.Context, trial *exec.Trial, k *catalog.KPI) error {
	request := plan.Request{Now: t.Now, Range: calendar.Range{From: t.Now.AddDate(-sampleYears, 0, 0), To: t.Now.AddDate(1, 0, 0)}}
	q, err := t.business.Resolve(query.Question{KPIs: []string{k.ID}, Grain: calendar.None}, request)
	if err != nil {
		return t.judge(k, err)
	}
	p := t.business.Rewrite(t.business.Compile(q))
	late := !t.Until.IsZero() && time.Now().After(t.Until)
	if !late && !t.reads(p, t.Slow) {
		err := trial.Run(ctx, t.business, p)
		if !timedOut(ctx, err) {
			return t.judge(k, err)
		}
		t.note(p)
	}
	t.Planned = append(t.Planned, k.ID)
	return t.judge(k, trial.Plan(ctx, t.business, p))
}

// judge notes what is wrong with a KPI. A rate that is missing is one of the data, which the findings tell.
func (t *trying) judge(k *catalog.KPI, err error) error {
	if wrong, ok := errors.AsType[*fault.Error](err); ok {
		if wrong.Code != "plan.missing_rate" {
			t.Faults[k.ID] = wrong
		}
		return nil
	}
	if !refused(err) {
		return err
	}
	if why := told(err); why != nil {
		t.Faults[k.ID] = fault.At(nameOf(why), why)
	} else {
		t.Faults[k.ID] = said(err)
	}
	return nil
}

// reads reports whether a plan reads one of some entities.
func (t *trying) reads(p *plan.Plan, entities map[string]bool) bool {
	for _, s := range p.Scans {
		for _, c := range s.Columns {
			if entities[c.Entity] {
				return true
			}
		}
	}
	return false
}

// note notes that the entities of a plan take too long.
func (t *trying) note(p *plan.Plan) {
	for _, s := range p.Scans {
		for _, c := range s.Columns {
			t.Slow[c.Entity] = true
		}
	}
}
