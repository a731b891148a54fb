package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// A record names a key that leads nowhere, or to no name, as the groups of the KPI do, and says that it is one.
func TestRecordsNameKeysAsGroupsDo(t *testing.T) {
	dsn := handMade(t, `
		insert into crm.users (id, name) values (1, 'Anna'), (2, ' ');
		alter table crm.deals drop constraint if exists deals_owner_fkey;
		insert into crm.deals (id, name, owner, status, amount, currency, created_at, closed_at, url) values
			(1, 'one', 1, 'won', 100, 'USD', '2026-02-01', '2026-03-02', 'https://crm/1'), (2, 'two', 2, 'won', 80, 'USD', '2026-02-01', '2026-03-03', null),
			(3, 'three', 77, 'won', 50, 'USD', '2026-02-01', '2026-03-04', null), (4, 'four', null, 'won', 20, 'USD', '2026-02-01', '2026-03-05', null)`)
	e := over(t, dsn, crm.Reference())
	table, err := take.Table(e.Ask(t.Context(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}}), thisMarch(t)))
	require.NoError(t, err)
	require.Equal(t, []any{nil, "77", "2", "Anna"}, column(t, table, "owner"))
	require.Equal(t, []any{20.0, 50.0, 80.0, 100.0}, column(t, table, "won_amount"))
	var columns []string
	for _, c := range table.Columns {
		columns = append(columns, c.ID)
	}
	require.Equal(t, []string{"name", "url", "owner", "amount", "currency", "status", "closed_at", "won_amount", "created_at", "id"}, columns)
	require.Len(t, table.Notices, 2)
	require.Equal(t, "Owner: the keys of 2 rows lead to no name, and are shown themselves.", table.Notices[0].Text.In(i18n.English))
	require.Contains(t, table.Notices[1].Text.In(i18n.English), "Lost reason")

	groups := ask(t, e, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None}, thisMarch(t))
	var labels []string
	for _, g := range groups.Groups {
		labels = append(labels, g.Labels[0])
	}
	require.ElementsMatch(t, []string{"Anna", "2", "77", query.None}, labels)
}

// A record that has no address in the CRM links to the deal or ticket it belongs to, and only without one to its customer.
func TestRecordsLinkToWhatTheyBelongTo(t *testing.T) {
	dsn := handMade(t, `
		insert into crm.accounts (id, name, created_at, url) values (1, 'Acme', '2026-01-01', 'https://crm/a1');
		insert into crm.deals (id, name, account, status, created_at, url) values (1, 'one', 1, 'open', '2026-02-01', 'https://crm/d1');
		insert into crm.quotes (id, deal, account, status, is_latest, sent_at) values (1, 1, 1, 'sent', true, '2026-03-02');
		insert into crm.contacts (id, account, name) values (1, 1, 'Eve');
		insert into crm.users (id, name) values (1, 'Anna')`)
	e := over(t, dsn, crm.Reference())
	rows := func(entity string) *answer.Table {
		table, err := take.Table(e.Ask(t.Context(), take.Of(query.Records, query.Question{Entity: entity}), thisMarch(t)))
		require.NoError(t, err)
		return table
	}
	require.Equal(t, []any{"https://crm/d1"}, column(t, rows("quotes"), "url"))
	require.Equal(t, []any{"https://crm/a1"}, column(t, rows("contacts"), "url"))
	for _, c := range rows("users").Columns {
		require.NotEqual(t, "url", c.ID, "nothing that a user belongs to has an address")
	}
}
