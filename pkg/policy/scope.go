package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Scope is what somebody may see.
type Scope struct {
	// Restriction of the mapping; nil for everything.
	Restriction *crm.Restriction
	// Rows says that lists of rows may be seen, not only numbers.
	Rows bool
	// Rule is the number of the rule that holds, from 1; 0 for who is nobody.
	Rule int
}

// Guard applies a policy to a company's database. It is safe for concurrent use.
type Guard struct {
	policy *Policy

	lookUp sync.Mutex // so that many who come at once ask once
	people *people    // as last read; nil before
}

// holds is for how long it is relied on who is in which team: who changes teams sees it within that time.
const holds = 30 * time.Second

// Identity are the settings that PostgreSQL is told for a viewer; none where the policy tells it nothing.
func (g *Guard) Identity(v plan.Viewer) map[string]string {
	is := map[string]string{"login": v.Login, "email": v.Email, "name": v.Name, "role": v.Role}
	if nobody(v) {
		is = nil
	}
	settings := map[string]string{}
	for name, part := range g.policy.Session {
		settings[name] = is[part]
	}
	return settings
}

// known are the people of the company.
func (g *Guard) known(ctx context.Context, db *postgres.DB, b *plan.Business) (*people, error) {
	g.lookUp.Lock()
	defer g.lookUp.Unlock()
	if g.people != nil && time.Since(g.people.asOf) < holds {
		return g.people, nil
	}
	p, err := readPeople(ctx, db, b)
	if err == nil {
		g.people = p
	}
	return p, err
}

// NewGuard returns a guard for a policy; nil for none.
func NewGuard(p *Policy) *Guard {
	if p == nil {
		return nil
	}
	return &Guard{policy: p}
}

// scheduler is the login with which Grafana runs alert rules. It is an administrator there, but nobody who may see everything.
const scheduler = "grafana_scheduler"

// nobody reports whether no person asks: an alert rule, or a public dashboard.
func nobody(v plan.Viewer) bool { return v.Login == scheduler || v.Login == "" && v.Email == "" }

// For returns what somebody may see. An error is that of who asks, with whom to ask, or the database's.
func (g *Guard) For(ctx context.Context, db *postgres.DB, b *plan.Business, v plan.Viewer) (Scope, error) {
	p := g.policy
	if nobody(v) {
		s := p.Service
		return scoped(b, sight{policy: p, see: s.See, tenant: s.Tenant, unmasked: s.Unmasked}, Scope{Rows: s.Rows})
	}
	sees := sight{policy: p}
	several := false
	if p.asksForPeople() {
		if err := needed(b.Mapping); err != nil {
			return Scope{}, fault.At(i18n.T("policy.people_are_needed"), err)
		}
		var err error
		if sees.people, err = g.known(ctx, db, b); err != nil {
			return Scope{}, err
		}
		sees.who, several = p.find(sees.people, v)
	}
	for i, r := range p.Rules {
		if !r.fits(v, sees.who.teamName) {
			continue
		}
		if r.See.ofPeople() && sees.who.id == "" {
			if several {
				return Scope{}, p.refusal("policy.several_people", v)
			}
			return Scope{}, p.refusal("policy.unknown_person", v)
		}
		if slices.ContainsFunc(r.See, func(s Sight) bool { return s.Kind == Nothing }) {
			return Scope{}, p.refusal("policy.sees_nothing", v)
		}
		sees.see, sees.tenant, sees.unmasked = r.See, r.Tenant, r.Unmasked
		return scoped(b, sees, Scope{Rows: true, Rule: i + 1})
	}
	return Scope{}, p.refusal("policy.no_rule", v)
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
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return len(r.Teams) > 0 || r.See.ofPeople() })
}

// find returns the row of users of a viewer; one without an id where there is none, or several are.
func (p *Policy) find(all *people, v plan.Viewer) (who person, several bool) {
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

// sight is what one person sees by a rule.
type sight struct {
	policy   *Policy
	see      Sights
	tenant   string
	unmasked bool
	people   *people
	who      person
	groups   map[Kind]group // whose rows are seen, by the kinds of people's sights
}

// scoped completes a scope by what a person sees of the business's mapping.
func scoped(b *plan.Business, of sight, s Scope) (Scope, error) {
	if of.see.everything() && of.tenant == "" && of.unmasked {
		return s, nil
	}
	of.groups = map[Kind]group{}
	for _, one := range of.see {
		if (Sights{one}).ofPeople() {
			of.groups[one.Kind] = of.people.seenBy(of.who, one.Kind)
		}
	}
	r := &crm.Restriction{Rows: map[string]crm.Visible{}, Tenant: of.tenant}
	if !of.unmasked {
		r.Masked = of.policy.masked(b.Mapping.Model)
	}
	for entity := range b.Mapping.Entities {
		r.Rows[entity] = of.visible(b.Mapping, entity)
	}
	if of.tenant != "" {
		if err := b.Mapping.TellsTenants(); err != nil {
			return s, fault.At(i18n.T("policy.of_tenant", "tenant", of.tenant), err)
		}
	}
	text, err := json.Marshal(r)
	if err != nil {
		return s, err
	}
	sum := sha256.Sum256(text)
	r.Key = hex.EncodeToString(sum[:])
	s.Restriction = r
	return s, nil
}

// visible are the rows of an entity that the person sees.
func (of sight) visible(m crm.Mapping, entity string) crm.Visible {
	if of.see.everything() || m.Model.Common(entity) || slices.Contains(of.policy.Open, entity) || m.Model.Directory(entity) && !of.see.ofPeople() {
		return crm.Visible{All: true}
	}
	var v crm.Visible
	for _, s := range of.see {
		if s.Kind == Where {
			v.Any = append(v.Any, where(m, entity, s.Filters)...)
		} else {
			v.Any = append(v.Any, ofPeople(m, entity, of.groups[s.Kind])...)
		}
	}
	return v
}

// targets is the entity whose rows say by words whose they are.
const targets = "targets"

// ofPeople are the rows of an entity that are those of a group.
func ofPeople(m crm.Mapping, entity string, of group) []crm.Grant {
	if entity == targets {
		return aimed(m, map[string][]string{crm.People: of.people, "teams": of.teams})
	}
	var all []crm.Grant
	for _, path := range m.Model.Whose(entity) {
		if m.Available(entity, path) == nil {
			all = append(all, crm.Grant{Among: []crm.Among{{Path: path, Values: of.people}}})
		}
	}
	return all
}

// aimed are the targets of keys, by the entity that they are keys of.
func aimed(m crm.Mapping, keys map[string][]string) []crm.Grant {
	var all []crm.Grant
	for _, scope := range m.Model.TargetScopes() {
		if of := keys[scope.Entity]; len(of) > 0 && scope.Entity != "" {
			all = append(all, target(m, scope.Name, of)...)
		}
	}
	return all
}

func target(m crm.Mapping, scope string, ids []string) []crm.Grant {
	if m.Available(targets, "scope") != nil || m.Available(targets, "scope_id") != nil {
		return nil
	}
	return []crm.Grant{{Among: []crm.Among{{Path: "scope", Values: []string{scope}}, {Path: "scope_id", Values: ids}}}}
}

// where are the rows of an entity that filters keep: none where the entity lacks one of their dimensions. Targets are those of the values
// of a dimension that has targets.
func where(m crm.Mapping, entity string, filters []query.Filter) []crm.Grant {
	if entity == targets {
		if len(filters) != 1 || filters[0].Operator != query.In {
			return nil
		}
		for _, scope := range m.Model.TargetScopes() {
			if scope.Dimension == filters[0].Dimension && scope.Entity == "" {
				return target(m, scope.Name, filters[0].Values)
			}
		}
		return nil
	}
	for _, f := range query.Comparisons(filters) {
		d, err := m.Model.Dimension(f.Dimension)
		if err != nil {
			return nil
		}
		path, ok := d.Path(entity)
		if !ok || m.Available(entity, path) != nil {
			return nil
		}
	}
	return []crm.Grant{{Filters: filters}}
}
