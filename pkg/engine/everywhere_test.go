package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Events of tickets and activities have the dimensions of what they belong to, also those of the company's own.
func TestDimensionsOfWhatRowsBelongTo(t *testing.T) {
	e := words(t, `
base: reference
entities:
  accounts: {extra: {tier: {text: tier}}}
  tickets: {extra: {topic: {text: "upper(category)"}}}
dimensions: {urgent: {entity: tickets, flag: priority = 'high'}}
`, `
measures:
  happened: {entity: ticket_events, time: occurred_at, count: ticket}
kpis:
  happenings: {title: Events, description: Events., measure: happened, unit: count, better: higher, horizon: past}
`)
	for by, want := range map[string]map[string]float64{
		"tier": {"gold": 1, "(none)": 1}, "topic": {"BILLING": 1, "LOGIN": 1}, "urgent": {"Yes": 1, "No": 1}, "ticket_channel": {"mail": 1, "phone": 1},
		"account": {"Acme": 1, "Beta": 1}, "priority": {"high": 1, "low": 1}, "category": {"billing": 1, "login": 1}, "ticket_kind": {"question": 1, "incident": 1},
	} {
		_, values := grouped(t, e, query.Question{KPIs: []string{"happenings"}, GroupBy: []string{by}})
		require.Equal(t, want, values, by)
	}
	k, err := e.Catalog.KPI("activities_done")
	require.NoError(t, err)
	require.Subset(t, e.Dimensions(k), []string{"tier", "topic", "urgent", "stage", "deal_type", "pipeline", "ticket_channel", "priority"})
}
