package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// mappingFlags are the flags that say how a company's tables are read, the settings presets, mapping and tenant of a data source.
type mappingFlags struct {
	file                         string
	presets, except              []string
	tenant                       string
	tenantColumns, tenantsShared []string
	allTenants                   bool
}

func (m *mappingFlags) addMapping(flags *pflag.FlagSet) {
	flags.StringVar(&m.file, "mapping", "", "YAML file that maps the company's schema (default: the presets, else the reference schema crm)")
	flags.StringArrayVar(&m.presets, "preset", nil, "preset of a system, as odoo_17 or odoo_17=schema; may be repeated, the command presets lists them")
	flags.StringSliceVar(&m.except, "preset-except", nil, "entities that a preset shall not give, as chatwoot.users,chatwoot.accounts")
	flags.StringVar(&m.tenant, "tenant", "", "only the rows of this tenant")
	flags.BoolVar(&m.allTenants, "all-tenants", false, "the rows of all tenants are added together on purpose")
	flags.StringSliceVar(&m.tenantColumns, "tenant-column", nil, "column that tells tenants apart, as company_id, or deals=d.company_id for one entity")
	flags.StringSliceVar(&m.tenantsShared, "tenant-shared", nil, "entities whose rows belong to all tenants, as currency_rates,holidays")
}

// setup reads the flags.
func (m *mappingFlags) setup() (crm.Setup, error) {
	var s crm.Setup
	for _, text := range m.presets {
		id, schema, _ := strings.Cut(text, "=")
		s.Presets = append(s.Presets, crm.Choice{ID: strings.TrimSpace(id), Schema: strings.TrimSpace(schema)})
	}
	for _, text := range m.except {
		id, entity, _ := strings.Cut(text, ".")
		i := slices.IndexFunc(s.Presets, func(c crm.Choice) bool { return c.ID == id })
		if i < 0 || entity == "" {
			return s, usage("cli.preset_except", "given", text)
		}
		s.Presets[i].Except = append(s.Presets[i].Except, entity)
	}
	s.Tenant = crm.Tenant{Value: m.tenant, Columns: map[string]string{}, Shared: m.tenantsShared, All: m.allTenants}
	for _, text := range m.tenantColumns {
		if entity, column, ok := strings.Cut(text, "="); ok {
			s.Tenant.Columns[entity] = column
		} else {
			s.Tenant.Column = text
		}
	}
	if m.file != "" {
		text, err := os.ReadFile(m.file)
		if err != nil {
			return s, usage("cli.file", "flag", "--mapping", "reason", err)
		}
		if s.Own = string(text); strings.TrimSpace(s.Own) == "" {
			return s, usage("cli.empty_mapping", "file", m.file)
		}
	}
	if err := s.CheckTenant(); err != nil {
		return s, usageAt("--tenant", err)
	}
	if err := s.CheckOwn(); err != nil && m.file != "" {
		return s, fault.At("--mapping "+m.file, err)
	} else if err != nil {
		return s, usageAt("--tenant", err)
	}
	if err := s.CheckPresets(); err != nil {
		return s, usageAt("--preset", err)
	}
	return s, nil
}

// mapped is the mapping over a database. A preset whose tables are not there is a fault of the flags or the database.
func mapped(ctx context.Context, db *postgres.DB, s crm.Setup) (crm.Mapping, error) {
	m, err := probe.Mapping(ctx, db, s)
	if err != nil {
		if _, ok := errors.AsType[*postgres.Error](err); !ok {
			return m, fault.At("--preset", err)
		}
	}
	return m, err
}

// named says in words what maps the company's schema.
func (m *mappingFlags) named() string {
	names := slices.Clone(m.presets)
	if m.file != "" {
		names = append(names, m.file)
	}
	return strings.Join(names, ", ")
}
