package policy

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// person is a row of users; "" for what it lacks.
type person struct{ id, name, email, team, teamName, manager string }

// people are those of a company, and its teams. They do not change.
type people struct {
	all   []person
	above map[string]string // the team above a team
	asOf  time.Time
}

// readPeople asks the database for them.
func readPeople(ctx context.Context, db *postgres.DB, b *plan.Business) (*people, error) {
	p := &people{above: map[string]string{}, asOf: time.Now()}
	c := b.Context(plan.Request{Now: p.asOf})
	err := exec.Snapshot(ctx, db, func(r *exec.Reader) error {
		s, err := sqlgen.People(c)
		if err != nil {
			return err
		}
		err = r.Read(ctx, s, func(row measure.Row) error {
			var id, name, email, team, teamName, manager *string
			err := row.Scan(&id, &name, &email, &team, &teamName, &manager)
			p.all = append(p.all, person{text(id), text(name), text(email), text(team), text(teamName), text(manager)})
			return err
		})
		if err != nil || b.Mapping.Available("teams", "id") != nil {
			return err
		}
		if s, err = sqlgen.Teams(c); err != nil {
			return err
		}
		return r.Read(ctx, s, func(row measure.Row) error {
			var id, parent *string
			err := row.Scan(&id, &parent)
			p.above[text(id)] = text(parent)
			return err
		})
	})
	return p, err
}

func text(of *string) string {
	if of == nil {
		return ""
	}
	return *of
}

// known are the people with an e-mail address.
func (p *people) known(email string) []person {
	var found []person
	for _, one := range p.all {
		if email != "" && one.id != "" && strings.EqualFold(strings.TrimSpace(one.email), email) {
			found = append(found, one)
		}
	}
	return found
}

// group are the keys of people, and of the teams of which all are among them.
type group struct{ people, teams []string }

// seenBy are the people whose rows a person sees.
func (p *people) seenBy(who person, kind Kind) group {
	seen := map[string]bool{who.id: true}
	teams := map[string]bool{}
	if kind != Own {
		for grown := true; grown; { // whoever reports to somebody who is seen, however far below
			grown = false
			for _, one := range p.all {
				if !seen[one.id] && one.manager != "" && seen[one.manager] {
					seen[one.id], grown = true, true
				}
			}
		}
	}
	if kind == Team && who.team != "" {
		teams[who.team] = true
		for grown := true; grown; {
			grown = false
			for team, above := range p.above {
				if !teams[team] && above != "" && teams[above] {
					teams[team], grown = true, true
				}
			}
		}
		for _, one := range p.all {
			if one.team != "" && teams[one.team] {
				seen[one.id] = true
			}
		}
	}
	return group{keys(seen), keys(teams)}
}

func keys(set map[string]bool) []string {
	var all []string
	for key := range set {
		if key != "" {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}

// needed reports whether the mapping tells people apart.
func needed(m crm.Mapping) error {
	if err := m.Available(crm.People, "id"); err != nil {
		return err
	}
	return m.Available(crm.People, "email")
}
