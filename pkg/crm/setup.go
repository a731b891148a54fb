package crm

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Setup is how a company's database is read: presets, a mapping of the company's own on top of them, and whose rows count.
// Without presets and mapping it is [Reference].
type Setup struct {
	Model   *Model // what is mapped; nil for the canonical model
	Presets []Choice
	Own     string // YAML; its entities replace those of the presets
	Tenant  Tenant
}

// Choice is a preset that a company uses.
type Choice struct {
	ID string `json:"id"`
	// Schema is where the tables are; "" for where they usually are.
	Schema string `json:"schema"`
	// Except leaves out entities and, because their keys are of another system then, the relations to them.
	Except []string `json:"except"`
	// Tenant is that of the preset's system where it is another than the settings'.
	Tenant Tenant `json:"tenant"`
}

// Table is a table of a company's database, by its names as the database has them.
type Table struct{ Schema, Name string }

// Custom reports whether the company's tables are others than those of the reference schema.
func (s Setup) Custom() bool { return strings.TrimSpace(s.Own) != "" || len(s.Presets) > 0 }

// Check returns what is wrong with the setup whatever the database has.
func (s Setup) Check() error {
	return errors.Join(s.CheckOwn(), s.CheckTenant(), s.CheckPresets())
}

// CheckOwn is [Setup.Check] for the company's own mapping.
func (s Setup) CheckOwn() error {
	if s.CheckTenant() != nil {
		s.Tenant = Tenant{}
	}
	_, err := s.own()
	return err
}

// CheckTenant is [Setup.Check] for the tenant.
func (s Setup) CheckTenant() error { return s.Tenant.check(s.Words()) }

// Words is the model with the company's own fields, entities and dimensions; without them where they are wrong, which
// [Setup.CheckOwn] says.
func (s Setup) Words() *Model {
	own, err := parseOwn(s.model(), s.Own)
	if err != nil {
		return s.model()
	}
	return own.Model
}

// CheckPresets is [Setup.Check] for the presets.
func (s Setup) CheckPresets() error {
	own, err := s.own()
	if err != nil {
		own.Mapping = Mapping{Model: s.model()}
	}
	if s.CheckTenant() != nil {
		s.Tenant = Tenant{}
	}
	_, err = s.presets(nil, own.Mapping)
	return err
}

// Tables lists the tables of the presets. Which are there decides what [Setup.Mapping] is.
func (s Setup) Tables() []Table {
	var tables []Table
	for _, c := range s.Presets {
		if p, err := PresetOf(c.ID); err == nil {
			for _, name := range slices.Concat(p.Tables, p.Optional) {
				tables = append(tables, Table{cmp.Or(c.Schema, p.Schema), name})
			}
		}
	}
	return tables
}

// Mapping is the setup over a database with the tables that has reports; nil for all of them.
func (s Setup) Mapping(has func(Table) bool) (Mapping, error) {
	if has == nil {
		has = func(Table) bool { return true }
	}
	own, err := s.own()
	if err != nil {
		return Mapping{}, err
	}
	given, err := s.presets(has, own.Mapping)
	if err != nil {
		return Mapping{}, err
	}
	if err := own.add(given); err != nil {
		return Mapping{}, err
	}
	maps.Copy(given, own.Entities)
	return Mapping{Model: own.Model, Entities: given}, nil
}

// model is what is mapped.
func (s Setup) model() *Model {
	if s.Model == nil {
		return canonical()
	}
	return s.Model
}

// own is the company's own mapping, or the reference schema where there is nothing else.
func (s Setup) own() (ownMapping, error) {
	own := ownMapping{Mapping: Mapping{Model: s.model()}}
	switch {
	case strings.TrimSpace(s.Own) != "":
		var err error
		if own, err = parseOwn(own.Model, s.Own); err != nil {
			return ownMapping{}, err
		}
		if err := own.checkBase(s.Presets); err != nil {
			return ownMapping{}, err
		}
	case len(s.Presets) == 0:
		own.Mapping = reference(own.Model)
	}
	tenant, err := own.Tenant.over(s.Tenant)
	if err != nil {
		return ownMapping{}, err
	}
	if err := own.checkTenantColumns(tenant); err != nil {
		return ownMapping{}, err
	}
	if own.onReference {
		if err := own.overReference(s.model()); err != nil {
			return ownMapping{}, err
		}
	}
	own.Entities, err = tenant.restrict(own.Mapping)
	return own, err
}

// checkTenantColumns refuses a mapping that tells tenants apart when nobody says which one is meant.
func (m Mapping) checkTenantColumns(t Tenant) error {
	if t.Value != "" || t.All {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		if m.Entities[name].Tenant != "" {
			return ofEntity(name, fault.New("mapping.no_tenant_given"))
		}
	}
	return nil
}

// presets returns the entities of the presets that the company's own mapping does not replace. Without has, those that need
// optional tables are left out.
func (s Setup) presets(has func(Table) bool, own Mapping) (map[string]Source, error) {
	all, from := map[string]Source{}, map[string]i18n.Text{}
	clashes := map[i18n.Text][]string{} // by the presets, in words
	for _, c := range s.Presets {
		m, err := c.mapping(own.Model, has, s.Tenant)
		if err != nil {
			return nil, err
		}
		preset := c.name()
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if _, replaced := own.Entities[name]; replaced {
				continue
			}
			if other, taken := from[name]; taken {
				both := i18n.T("mapping.two_presets", "one", other, "another", preset)
				clashes[both] = append(clashes[both], name)
			}
			all[name], from[name] = m[name], preset
		}
	}
	inOrder := func(a, b i18n.Text) int { return strings.Compare(a.In(i18n.English), b.In(i18n.English)) }
	for _, presets := range slices.SortedFunc(maps.Keys(clashes), inOrder) {
		return nil, fault.New("mapping.presets_clash", "presets", presets, "entities", clashes[presets])
	}
	return all, nil
}

// name is the preset in words.
func (c Choice) name() i18n.Text {
	if c.Schema == "" {
		return i18n.Same(c.ID)
	}
	return i18n.T("mapping.preset_in_schema", "preset", c.ID, "schema", c.Schema)
}

// mapping returns the entities of the preset that are not left out, with only the tenant's rows.
func (c Choice) mapping(model *Model, has func(Table) bool, tenant Tenant) (map[string]Source, error) {
	p, err := PresetOf(c.ID)
	if err != nil {
		return nil, err
	}
	fail := func(err error) error { return fault.At(i18n.T("mapping.in_preset", "preset", c.name()), err) }
	if err := sqllex.Legible(c.Schema); err != nil {
		return nil, fail(fault.At(i18n.T("mapping.name_of_schema"), err))
	}
	exists := func(string) bool { return false }
	if has != nil {
		exists = func(name string) bool { return has(Table{cmp.Or(c.Schema, p.Schema), name}) }
		var missing []string
		for _, name := range p.Tables {
			if !exists(name) {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 {
			return nil, fail(fault.New("mapping.no_tables", "schema", cmp.Or(c.Schema, p.Schema), "tables", missing))
		}
	}
	m := p.Mapping(model, c.Schema, exists)
	for _, name := range c.Except {
		if _, ok := p.Entities[name]; !ok {
			return nil, fail(fault.New("mapping.unknown_entity_of_preset", "entity", name, "known", slices.Sorted(maps.Keys(p.Entities))))
		}
		m.leaveOut(name)
	}
	restricted, err := c.Tenant.with(tenant).restrict(m)
	if err != nil {
		return nil, fail(err)
	}
	return restricted, nil
}

// leaveOut removes an entity and the relations to it.
func (m Mapping) leaveOut(entity string) {
	delete(m.Entities, entity)
	for name, s := range m.Entities {
		e, err := m.Model.Entity(name)
		if err != nil {
			continue
		}
		for field := range s.Fields {
			if f, ok := e.Field(field); ok && f.To == entity {
				delete(s.Fields, field)
			}
		}
	}
}
