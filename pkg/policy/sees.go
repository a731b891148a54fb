package policy

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Sees is what somebody sees of an entity.
type Sees struct {
	Entity string
	// All says that every row is seen; else Rows are.
	All bool
	// Rows is how many are seen; nil where that was not counted in time.
	Rows *int64
	// Masked are the fields that are shown only as whether they have a value.
	Masked []string
}

// counting is how long the rows of an entity are counted.
const counting = 2 * time.Second

// Sees returns what a scope has of each entity that is mapped, by name: for administrators who try a policy.
func (s Scope) Sees(ctx context.Context, db *postgres.DB, b *plan.Business) ([]Sees, error) {
	restricted := b.Restricted(s.Restriction)
	var all []Sees
	for _, entity := range slices.Sorted(maps.Keys(b.Mapping.Entities)) {
		sees := Sees{Entity: entity, All: true}
		if r := s.Restriction; r != nil {
			sees.All, sees.Masked = r.Rows[entity].All && r.Tenant == "", r.Masked[entity]
		}
		if !sees.All {
			n, err := count(ctx, db, restricted, entity)
			if err != nil {
				return nil, err
			}
			sees.Rows = n
		}
		all = append(all, sees)
	}
	return all, nil
}

// count counts rows; nil where that takes too long, or they cannot be read.
func count(ctx context.Context, db *postgres.DB, b *plan.Business, entity string) (n *int64, err error) {
	s, err := sqlgen.Count{Entity: entity}.Statement(b.Context(plan.Request{Now: time.Now()}))
	if err != nil {
		return nil, err
	}
	hurried, cancel := context.WithTimeout(ctx, counting)
	defer cancel()
	err = exec.Snapshot(hurried, db, func(r *exec.Reader) error {
		return r.Read(hurried, s, func(row measure.Row) error { return row.Scan(&n) })
	})
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return n, nil
}

// Person is somebody of the CRM, and the rule that holds for them in Grafana.
type Person struct {
	Name, Email string
	Rule        int   // 0 where none does
	Refused     error // why they see nothing; nil where they see something
}

// People are those of the CRM with an e-mail address, by name, with what holds for each as a viewer of Grafana whose login is that address.
func (g *Guard) People(ctx context.Context, db *postgres.DB, b *plan.Business) ([]Person, error) {
	known, err := g.known(ctx, db, b)
	if err != nil {
		return nil, err
	}
	var all []Person
	for _, one := range known.all {
		if one.email == "" {
			continue
		}
		p := Person{Name: one.name, Email: one.email}
		i, _, err := g.policy.rule(known, plan.Viewer{Login: one.email, Email: one.email, Name: one.name, Role: "Viewer"})
		if p.Refused = err; err == nil {
			p.Rule = i + 1
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Person) int {
		return slices.Compare([]string{a.Name, a.Email}, []string{b.Name, b.Email})
	})
	return all, nil
}
