package oracle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// more doubles rows that many of may belong to one deal, account, order or ticket.
var more = []string{
	`insert into crm.touches (lead, account, deal, campaign, channel, kind, occurred_at)
		select lead, account, deal, campaign, channel, kind, occurred_at from crm.touches where id % 2 = 0`,
	`insert into crm.activities select (select max(id) from crm.activities) + row_number() over (), type, subject, owner, account, lead, deal, ticket,
		status, created_at, starts_at, due_at, completed_at, duration_minutes, is_automated, url from crm.activities where id % 2 = 0`,
	`insert into crm.contacts select (select max(id) from crm.contacts) + row_number() over (), account, name, email, phone, preferences from crm.contacts`,
	`insert into crm.order_lines ("order", product, quantity, unit_price, unit_cost) select "order", product, quantity, unit_price, unit_cost from crm.order_lines`,
	`insert into crm.sla_targets (ticket, metric, due_at, met_at, breached_at) select ticket, metric, due_at, met_at, breached_at from crm.sla_targets`,
	`insert into crm.forecast_submissions (owner, team, period_start, period_end, category, amount, currency, submitted_at)
		select owner, team, period_start, period_end, category, amount, currency, submitted_at from crm.forecast_submissions`,
}

// Money is counted once, however many rows belong to what it is counted for.
func TestFanOutNeverChangesMoney(t *testing.T) {
	w := company(t)
	dsn := pgtest.Template(t, "oracle", fill)
	pool := pgtest.Open(t, dsn)
	for _, statement := range more {
		_, err := pool.Exec(statement)
		require.NoError(t, err)
	}
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	fanned := w
	fanned.db = db
	pairs(t, w, func(t *testing.T, _ *generator, q asked) bool {
		if !only(&q, func(k *catalog.KPI) bool { return k.Unit == catalog.Money }) {
			return false
		}
		before, ok := w.answer(t, q)
		after, _ := fanned.answer(t, q)
		if !ok {
			return false
		}
		sameAnswers(t, before, after)
		return true
	})
}
