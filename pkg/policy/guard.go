package policy

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Guard applies a policy to a company's database. It is safe for concurrent use.
type Guard struct {
	policy *Policy

	lookUp sync.Mutex // so that many who come at once ask once
	people *people    // as last read; nil before
}

// NewGuard returns a guard for a policy; nil for none.
func NewGuard(p *Policy) *Guard {
	if p == nil {
		return nil
	}
	return &Guard{policy: p}
}

// holds is for how long it is relied on who is in which team: who changes teams sees it within that time.
const holds = 30 * time.Second

// Identity are the settings that PostgreSQL is told for a viewer; none where the policy tells it nothing.
func (g *Guard) Identity(v plan.Viewer) map[string]string {
	is := map[string]string{"login": v.Login, "email": v.Email, "name": v.Name, "role": v.Role}
	if v.Nobody() {
		is = nil
	}
	settings := map[string]string{}
	for name, part := range g.policy.Session {
		settings[name] = is[part]
	}
	return settings
}

// known are the people of the company. An error names what the mapping lacks of them, or is the database's.
func (g *Guard) known(ctx context.Context, db *postgres.DB, b *plan.Business) (*people, error) {
	g.lookUp.Lock()
	defer g.lookUp.Unlock()
	if g.people != nil && time.Since(g.people.asOf) < holds {
		return g.people, nil
	}
	if err := needed(b.Mapping); err != nil {
		return nil, fault.At(i18n.T("policy.people_are_needed"), err)
	}
	p, err := readPeople(ctx, db, b)
	if err == nil {
		g.people = p
	}
	return p, err
}

// For returns what somebody may see. An error is that of who asks, with whom to ask, or the database's.
func (g *Guard) For(ctx context.Context, db *postgres.DB, b *plan.Business, v plan.Viewer) (Scope, error) {
	p := g.policy
	if v.Nobody() {
		return scoped(b, p.ofNobody(), Scope{Rows: p.Service.Rows})
	}
	var all *people
	if p.asksForPeople() {
		var err error
		if all, err = g.known(ctx, db, b); err != nil {
			return Scope{}, err
		}
	}
	i, who, err := p.rule(all, v)
	if err != nil {
		return Scope{}, err
	}
	of := p.ofRule(p.Rules[i])
	of.people, of.who = all, who
	return scoped(b, of, Scope{Rows: true, Rule: i + 1, Exempt: p.exempt(v, who.teamName)})
}

// rule finds the rule that fits a person, by its index, and their row of users; or why they see nothing. Without people nobody is found.
func (p *Policy) rule(all *people, v plan.Viewer) (int, person, error) {
	who, several := p.find(all, v)
	for i, r := range p.Rules {
		if !r.fits(v, who.teamName) {
			continue
		}
		switch {
		case r.See.ofPeople() && several:
			return 0, who, p.refusal("policy.several_people", v)
		case r.See.ofPeople() && who.id == "":
			return 0, who, p.refusal("policy.unknown_person", v)
		case slices.ContainsFunc(r.See, func(s Sight) bool { return s.Kind == Nothing }):
			return 0, who, p.refusal("policy.sees_nothing", v)
		}
		return i, who, nil
	}
	return 0, who, p.refusal("policy.no_rule", v)
}

// refusal is the error of a person who sees nothing.
func (p *Policy) refusal(id string, v plan.Viewer) error {
	contact := i18n.Same(p.Contact)
	if p.Contact == "" {
		contact = i18n.T("policy.contact")
	}
	name := v.Login
	if p.Identity == ByEmail && v.Email != "" {
		name = v.Email
	}
	return fault.New(id, "person", name, "contact", contact)
}

// asksForPeople reports whether the policy must know who is who in the company.
func (p *Policy) asksForPeople() bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return len(r.Teams) > 0 || r.See.ofPeople() }) ||
		slices.ContainsFunc(p.Exempt, func(e Exemption) bool { return len(e.Teams) > 0 })
}

// find returns the row of users of a viewer; one without an id where there is none, or several are.
func (p *Policy) find(all *people, v plan.Viewer) (who person, several bool) {
	if all == nil {
		return person{}, false
	}
	address := v.Email
	if p.Identity == ByLogin {
		address = v.Login
	}
	found := all.known(address)
	if len(found) == 1 {
		return found[0], false
	}
	return person{}, len(found) > 1
}
