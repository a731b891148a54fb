package policy

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
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
	// Exempt are numbers of all rows that may be seen all the same; none without a restriction of rows.
	Exempt []Exemption
}

// sight is what one person sees by a rule.
type sight struct {
	policy   *Policy
	see      Sights
	tenant   string
	unmasked bool
	people   *people // nil for nobody
	who      person
	groups   map[Kind]group // whose rows are seen, by the kinds of people's sights
}

// ofNobody is what sees who is nobody.
func (p *Policy) ofNobody() sight {
	s := p.Service
	return sight{policy: p, see: s.See, tenant: s.Tenant, unmasked: s.Unmasked}
}

// ofRule is what a rule says, of no one person.
func (p *Policy) ofRule(r Rule) sight {
	return sight{policy: p, see: r.See, tenant: r.Tenant, unmasked: r.Unmasked}
}

// scoped completes a scope by what a person sees of the business's mapping.
func scoped(b *plan.Business, of sight, s Scope) (Scope, error) {
	if of.see.everything() { // or all of a tenant
		s.Exempt = nil
		if of.tenant == "" && of.unmasked {
			return s, nil
		}
	}
	of.groups = map[Kind]group{}
	for _, one := range of.see {
		if (Sights{one}).ofPeople() && of.people != nil {
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
	s.Restriction = r
	return s, nil
}

// Restrictions are those of each rule, and of who is nobody, as of somebody who has no rows: they name all by which rows are judged. What restricts
// nothing is left out.
func (p *Policy) Restrictions(b *plan.Business) ([]*crm.Restriction, error) {
	all := []sight{p.ofNobody()}
	for _, r := range p.Rules {
		all = append(all, p.ofRule(r))
	}
	var found []*crm.Restriction
	for _, of := range all {
		s, err := scoped(b, of, Scope{})
		if err != nil {
			return nil, err
		}
		if s.Restriction != nil {
			found = append(found, s.Restriction)
		}
	}
	return found, nil
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
