package crm

import (
	"cmp"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Tenant keeps out the rows of other companies where several share the tables.
type Tenant struct {
	// Column holds the tenant in the rows of every entity, as `company_id` or `d.company_id`.
	Column string `yaml:"column" json:"column"`
	// Value is this company's.
	Value string `yaml:"value" json:"value"`
	// Columns are those of entities whose rows have another.
	Columns map[string]string `yaml:"columns" json:"columns"`
	// Shared are the entities whose rows belong to all tenants, such as currency rates.
	Shared []string `yaml:"shared" json:"shared"`
	// All says that the rows of all tenants are added together on purpose.
	All bool `yaml:"all" json:"all"`
}

// tenantRows is the condition that holds for the tenant's rows of one source: column = value.
type tenantRows struct {
	column string // quoted
	value  string
}

func (t Tenant) empty() bool {
	return t.Column == "" && t.Value == "" && len(t.Columns) == 0 && len(t.Shared) == 0 && !t.All
}

// over returns the tenant with what it leaves open taken from another. Where both have a value, they must agree.
func (t Tenant) over(other Tenant) (Tenant, error) {
	if t.Value != "" && other.Value != "" && t.Value != other.Value {
		return t, fault.New("mapping.two_tenants", "mapping", t.Value, "settings", other.Value)
	}
	return t.with(other), nil
}

func (t Tenant) with(other Tenant) Tenant {
	columns := map[string]string{}
	maps.Copy(columns, other.Columns)
	maps.Copy(columns, t.Columns)
	both := Tenant{Column: cmp.Or(t.Column, other.Column), Value: t.Value, Columns: columns, Shared: slices.Concat(t.Shared, other.Shared), All: t.All}
	if t.Value == "" && !t.All { // else which tenants are meant has been said
		both.Value, both.All = other.Value, other.All
	}
	return both
}

// ofTenant says that a fault lies at what is said of the tenant.
func ofTenant(err error) error { return fault.Below(i18n.Same("tenant"), err, "tenant") }

// check refuses what names no entity or column, and a filter without a value: it would keep nothing out.
func (t Tenant) check(model *Model) error {
	if t.All && t.Value != "" {
		return ofTenant(fault.New("mapping.one_and_all_tenants", "value", t.Value))
	}
	if t.Value == "" && !t.empty() && !t.All {
		return ofTenant(fault.New("mapping.no_tenant_value"))
	}
	if err := sqllex.Legible(t.Value); err != nil {
		return ofTenant(fault.New("mapping.illegible_tenant", "value", t.Value, "reason", err))
	}
	if t.Column != "" {
		if _, err := column(t.Column); err != nil {
			return ofTenant(err)
		}
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(t.Columns)), t.Shared) {
		e, err := model.Entity(name)
		if err != nil {
			return ofTenant(err)
		}
		if e.Derived() {
			return ofTenant(fault.New("mapping.derived_with_tenant", "entity", name))
		}
		if text, ok := t.Columns[name]; ok {
			if _, err := column(text); err != nil {
				return ofTenant(fault.At(i18n.Same(name), err))
			}
		}
	}
	return nil
}

// restrict returns the sources of a mapping with only the tenant's rows. An entity for which nobody says how to tell them is refused.
func (t Tenant) restrict(m Mapping) (map[string]Source, error) {
	if err := t.check(m.Model); err != nil {
		return nil, err
	}
	if t.Value == "" && !t.All {
		return m.Entities, nil
	}
	restricted := map[string]Source{}
	if t.All {
		for name, s := range m.Entities {
			s.common = s.Shared || slices.Contains(t.Shared, name)
			if text := cmp.Or(t.Columns[name], s.Tenant, t.Column); text != "" && !s.common {
				quoted, err := column(text)
				if err != nil {
					return nil, ofEntity(name, ofTenant(err))
				}
				s.tenants = quoted
			}
			s.Tenant = ""
			restricted[name] = s
		}
		return restricted, nil
	}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		s := m.Entities[name]
		if !s.Shared && !slices.Contains(t.Shared, name) {
			text := cmp.Or(t.Columns[name], s.Tenant, t.Column)
			if text == "" {
				return nil, ofEntity(name, fault.New("mapping.no_tenant_column", "tenant", t.Value))
			}
			quoted, err := column(text)
			if err != nil {
				return nil, ofEntity(name, ofTenant(err))
			}
			s.only = &tenantRows{column: quoted, value: t.Value}
		}
		restricted[name] = s
	}
	return restricted, nil
}

// Mixed is the quoted column that tells tenants apart where nobody has said which one is meant, or that all are; "" where there is none.
func (s Source) Mixed() string {
	if s.Tenant == "" || s.Shared || s.only != nil {
		return ""
	}
	quoted, _ := column(s.Tenant) // a column: it has been checked
	return quoted
}

// Restricted reports whether the source keeps out the rows of other tenants.
func (s Source) Restricted() bool { return s.only != nil }

// Condition returns the SQL that holds for the rows that count, "" for all of them. arg returns the placeholder of a value,
// whose type is that of the column it is compared with.
func (s Source) Condition(arg func(value string) string) string {
	if s.only == nil {
		return s.Where
	}
	own := s.only.column + " = " + arg(s.only.value)
	if s.Where == "" {
		return own
	}
	return own + " and (" + s.Where + ")"
}

// TellsTenants is nil where the mapping reads the rows of all tenants and knows those of each: else the error names what does not.
func (m Mapping) TellsTenants() error {
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		if s := m.Entities[name]; s.tenants == "" && !s.common {
			return ofEntity(name, fault.New("mapping.tells_no_tenants"))
		}
	}
	return nil
}

// OfTenant returns the SQL that holds for the rows of one of the tenants; "" where they belong to all. arg is that of [Source.Condition].
func (s Source) OfTenant(tenant string, arg func(value string) string) string {
	if tenant == "" || s.tenants == "" {
		return ""
	}
	return s.tenants + " = " + arg(tenant)
}
