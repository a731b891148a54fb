package crm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

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
}

// tenantRows is the condition that holds for the tenant's rows of one source: column = value.
type tenantRows struct {
	column string // quoted
	value  string
}

func (t Tenant) empty() bool {
	return t.Column == "" && t.Value == "" && len(t.Columns) == 0 && len(t.Shared) == 0
}

// over returns the tenant with what it leaves open taken from another. Where both have a value, they must agree.
func (t Tenant) over(other Tenant) (Tenant, error) {
	if t.Value != "" && other.Value != "" && t.Value != other.Value {
		return t, fmt.Errorf("the mapping is for the tenant %q, the settings for %q; give the value in one place", t.Value, other.Value)
	}
	return t.with(other), nil
}

func (t Tenant) with(other Tenant) Tenant {
	columns := map[string]string{}
	maps.Copy(columns, other.Columns)
	maps.Copy(columns, t.Columns)
	return Tenant{
		Column: cmp.Or(t.Column, other.Column), Value: cmp.Or(t.Value, other.Value), Columns: columns,
		Shared: slices.Concat(t.Shared, other.Shared),
	}
}

// check refuses what names no entity or column, and a filter without a value: it would keep nothing out.
func (t Tenant) check() error {
	if t.Value == "" && !t.empty() {
		return fmt.Errorf("tenant: the value is missing, so that rows of every tenant would count; give it, as in `tenant: {column: company_id, value: \"7\"}`")
	}
	if err := sqllex.Legible(t.Value); err != nil {
		return fmt.Errorf("tenant: its value %q is not a text that PostgreSQL takes: %w", t.Value, err)
	}
	if t.Column != "" {
		if _, err := column(t.Column); err != nil {
			return fmt.Errorf("tenant: %w", err)
		}
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(t.Columns)), t.Shared) {
		e, err := Canonical().Entity(name)
		if err != nil {
			return fmt.Errorf("tenant: %w", err)
		}
		if e.Derived() {
			return fmt.Errorf("tenant: %s is derived from others and has their rows; leave it out", name)
		}
		if text, ok := t.Columns[name]; ok {
			if _, err := column(text); err != nil {
				return fmt.Errorf("tenant: %s: %w", name, err)
			}
		}
	}
	return nil
}

// restrict returns the sources with only the tenant's rows. An entity for which nobody says how to tell them is refused.
func (t Tenant) restrict(entities map[string]Source) (map[string]Source, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	if t.Value == "" {
		return entities, nil
	}
	restricted := map[string]Source{}
	for _, name := range slices.Sorted(maps.Keys(entities)) {
		s := entities[name]
		if !s.Shared && !slices.Contains(t.Shared, name) {
			text := cmp.Or(t.Columns[name], s.Tenant, t.Column)
			if text == "" {
				return nil, fmt.Errorf("mapping of %s: no column tells its rows of the tenant %q from others'; give it, as in `tenant: company_id`, or `shared: true` if the rows belong to all tenants",
					name, t.Value)
			}
			quoted, err := column(text)
			if err != nil {
				return nil, fmt.Errorf("mapping of %s: tenant: %w", name, err)
			}
			s.only = &tenantRows{column: quoted, value: t.Value}
		}
		restricted[name] = s
	}
	return restricted, nil
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
