package companies_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// What detection proposes for Northwind, whose tables have no foreign keys, are the tables and keys of the mapping written by hand.
func TestNorthwindIsDetected(t *testing.T) {
	db, err := postgres.OpenDSN(open(t, "northwind").dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	r, err := detect.Read(t.Context(), db, crm.Reference().Model)
	require.NoError(t, err)
	text := r.YAML(i18n.English)
	t.Log(text)
	m, err := crm.ParseMapping(text)
	require.NoError(t, err)
	for entity, fields := range map[string]map[string]string{
		"accounts":    {"id": `t."customer_id"`, "name": `t."company_name"`, "region": `t."region"`, "country": `t."country"`},
		"users":       {"id": `t."employee_id"`, "manager": `t."reports_to"`},
		"orders":      {"id": `t."order_id"`, "account": `t."customer_id"`, "owner": `t."employee_id"`, "delivered_at": `((t."shipped_date") + interval '0') at time zone 'UTC'`},
		"order_lines": {"order": `t."order_id"`, "product": `t."product_id"`, "quantity": `t."quantity"`},
		"products":    {"id": `t."product_id"`, "name": `t."product_name"`},
	} {
		for field, sql := range fields {
			require.Equal(t, sql, m.Entities[entity].Fields[field], "%s.%s", entity, field)
		}
	}
}
