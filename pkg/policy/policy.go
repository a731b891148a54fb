// Package policy knows who may see what: rules of the company's administrators that map a person, as Grafana's backend names them, to rows
// and columns. What it finds out is a [crm.Restriction], under which the mapping is read.
package policy

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Policy is who may see what. The first rule that fits a person holds; a person whom none fits sees nothing.
type Policy struct {
	// Contact is whom people ask who see too little; "" for their administrator.
	Contact string `yaml:"contact"`
	// Identity is by what of a person's account in Grafana their row of users is found, whose e-mail it must be.
	Identity Identity `yaml:"identity"`
	Rules    []Rule   `yaml:"rules"`
	// Service is what sees who is nobody: alert rules, public dashboards.
	Service Service `yaml:"service"`
	// Exempt are numbers of all rows, for people who see a part of them.
	Exempt []Exemption `yaml:"exempt"`
	// Open are entities of which everybody sees every row.
	Open []string `yaml:"open"`
	// Personal are fields that are masked beside those that the model says, by entity.
	Personal map[string][]string `yaml:"personal"`
	// Session are settings that PostgreSQL is told in each transaction, for its own row level security, with what of a person each is: login,
	// email, name or role; "" for nobody.
	Session map[string]string `yaml:"session"`
}

// Identity is a part of a person's account in Grafana.
type Identity string

// The identities.
const (
	ByEmail Identity = "email"
	ByLogin Identity = "login"
)

// Rule says what those see whom it fits.
type Rule struct {
	Who `yaml:",inline"`
	See Sights `yaml:"see"`
	// Tenant is the one whose rows are seen, where several share the tables; "" for all that the mapping reads.
	Tenant string `yaml:"tenant"`
	// Unmasked says that personal fields are shown.
	Unmasked bool `yaml:"unmasked"`
}

// parts are what of a person PostgreSQL may be told.
var parts = []string{"login", "email", "name", "role"}

// customSetting is the name of a setting that is none of PostgreSQL's own.
var customSetting = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,30}\.[a-z_][a-z0-9_]{0,30}$`)

// Service is what sees who is nobody.
type Service struct {
	See      Sights `yaml:"see"` // nothing given is everything
	Tenant   string `yaml:"tenant"`
	Unmasked bool   `yaml:"unmasked"`
	// Rows says that lists of rows are shown, not only numbers.
	Rows bool `yaml:"rows"`
}

// Parse reads a policy from YAML and checks its names against the model; nil for an empty text.
func Parse(text string, model *crm.Model) (*Policy, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	p := &Policy{}
	err := crm.Strict([]byte(text), p)
	if broken, ok := errors.AsType[*crm.NotYAML](err); ok {
		return nil, broken.Fault("policy.not_yaml")
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if p.Identity == "" {
		p.Identity = ByEmail
	}
	if p.Service.See == nil {
		p.Service.See = Sights{{Kind: Everything}}
	}
	return p, p.check(model)
}

// check returns all that is wrong, each with where it is.
func (p *Policy) check(model *crm.Model) error {
	var faults []error
	fail := func(part string, err error) { faults = append(faults, fault.Below(i18n.Same(part), err, part)) }
	if p.Identity != ByEmail && p.Identity != ByLogin {
		fail("identity", fault.New("policy.unknown_identity", "identity", p.Identity))
	}
	if len(p.Rules) == 0 {
		faults = append(faults, fault.New("policy.no_rules"))
	}
	for i, r := range p.Rules {
		faults = append(faults, ofRule(i, errors.Join(r.See.check(model), r.Who.check())))
	}
	for i := range p.Exempt {
		faults = append(faults, ofExemption(i, p.Exempt[i].complete(model)))
	}
	if p.Service.See.ofPeople() {
		fail("service", fault.New("policy.service_is_nobody"))
	} else {
		fail("service", p.Service.See.check(model))
	}
	for _, entity := range p.Open {
		fail("open", mapped(model, entity))
	}
	for _, name := range slices.Sorted(maps.Keys(p.Session)) {
		if !customSetting.MatchString(name) || !slices.Contains(parts, p.Session[name]) {
			fail("session", fault.New("policy.wrong_session", "name", name, "part", p.Session[name], "known", parts))
		}
	}
	for _, entity := range slices.Sorted(maps.Keys(p.Personal)) {
		fail("personal", checkPersonal(model, entity, p.Personal[entity]))
	}
	return fault.Join(faults)
}

// ofRule says at which rule a fault lies, counted from 0.
func ofRule(i int, err error) error {
	return fault.Below(i18n.T("policy.of_rule", "number", i+1), err, "rules", fmt.Sprintf("[%d]", i))
}

// ofExemption says at which exemption a fault lies, counted from 0.
func ofExemption(i int, err error) error {
	return fault.Below(i18n.T("policy.of_exemption", "number", i+1), err, "exempt", fmt.Sprintf("[%d]", i))
}

// mapped refuses what is no entity, or one that has no rows of its own.
func mapped(model *crm.Model, entity string) error {
	e, err := model.Entity(entity)
	if err == nil && e.Derived() {
		return fault.New("policy.derived", "entity", entity, "sources", e.Sources())
	}
	return err
}

func checkPersonal(model *crm.Model, entity string, fields []string) error {
	if err := mapped(model, entity); err != nil {
		return err
	}
	for _, name := range fields {
		f, err := model.Resolve(entity, name)
		if err != nil {
			return err
		}
		if f.Type != crm.String || !f.As.Empty() {
			return fault.New("policy.mask_is_text", "field", entity+"."+name)
		}
	}
	return nil
}

// masked are the fields that show only whether they have a value.
func (p *Policy) masked(model *crm.Model) map[string][]string {
	all := model.Personal()
	for entity, fields := range p.Personal {
		for _, field := range fields {
			if !slices.Contains(all[entity], field) {
				all[entity] = append(all[entity], field)
			}
		}
	}
	return all
}
