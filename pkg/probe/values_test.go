package probe_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// visits has one row in a thousand that is written otherwise, behind those that are sampled.
const visits = `
create table visit (no int, went text, fee text, state text);
insert into visit select n, to_char(date '2025-01-01' + n % 300, 'YYYY-MM-DD'), n || ',50 kr', 'closed' from generate_series(1, 1500) as n;
insert into visit values (1501, '2025-02-30', '7,00 kr', 'closed')`

const visitsMapping = `
entities:
  orders:
    from: visit as v
    fields: {id: v.no, amount: {number: v.fee, decimal: ','}, ordered_at: {text: v.went, format: YYYY-MM-DD, zone: Europe/Oslo}, status: "'delivered'"}
  tickets: {from: visit as v, fields: {id: v.no, status: v.state, created_at: "timestamptz '2025-05-01Z'", solved_at: "to_timestamp(v.no / nullif(v.no - v.no % 1600, 0))"}}
`

// A value that cannot be read fails the check wherever it is, with its field, format and value; the rest is known all the same.
func TestUnreadableValues(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(visits)
	require.NoError(t, err)
	db := open(t, dsn)
	found, err := check(t, db, visitsMapping).Run(t.Context(), query.KPIs, query.Findings)
	require.NoError(t, err)
	require.Equal(t, []string{"orders.ordered_at"}, found.Names())
	why, ok := errors.AsType[*crm.Unreadable](found.Faults["orders.ordered_at"])
	require.True(t, ok)
	require.Equal(t, []string{"YYYY-MM-DD", "2025-02-30"}, []string{why.Format, why.Value})
	worst := found.Findings[0]
	require.Equal(t, []string{string(probe.Unreadable), "orders.ordered_at", "2025-02-30", "error"},
		[]string{string(worst.Kind), worst.Name(), worst.Shown().In(i18n.English), worst.Severity().In(i18n.English)})
	require.Equal(t, `the value "2025-02-30" is not of the format YYYY-MM-DD that the mapping names`, worst.Meaning(found.Mapping.Model).In(i18n.English))
	reasons := map[string]i18n.Text{}
	for _, k := range found.KPIs {
		reasons[k.ID] = k.Unavailable
	}
	require.Equal(t, `orders.ordered_at: значение "2025-02-30" не того формата, YYYY-MM-DD, который указан в сопоставлении`, reasons["average_order_value"].In(i18n.Russian))
	require.Equal(t, 1501.0, found.Entities[0].Rows, "the other fields are looked at")
	require.Empty(t, reasons["tickets_created"])

	// The first rows are enough to know that none can be read.
	wrong := check(t, db, `entities: {orders: {from: visit as v, fields: {id: v.no, amount: {number: v.fee, decimal: '.'}, ordered_at: {text: v.went, format: YYYY-DD-MM, zone: UTC}}}}`)
	found, err = wrong.Run(t.Context(), query.KPIs)
	require.NoError(t, err)
	require.Equal(t, []string{"orders.amount", "orders.ordered_at"}, found.Names())

	// SQL of one's own fails with PostgreSQL's words, which show the value.
	found, err = check(t, db, `entities: {orders: {from: visit as v, fields: {id: v.no, ordered_at: "v.went::timestamptz", amount: "v.no::numeric"}}}`).Run(t.Context(), query.Findings)
	require.NoError(t, err)
	require.Equal(t, `the value "2025-02-30" cannot be read: PostgreSQL: date/time field value out of range: "2025-02-30"`, found.Findings[0].Meaning(found.Mapping.Model).In(i18n.English))

	found, err = check(t, db, `entities: {orders: {from: visit as v, where: 1 / (v.no - 1) >= 0, fields: {id: v.no, ordered_at: "timestamptz '2025-05-01Z'"}}}`).Run(t.Context(), query.Findings)
	require.NoError(t, err)
	require.Equal(t, []string{"orders"}, found.Names())
	require.ErrorContains(t, found.Faults["orders"], "division by zero")
}

// The error of a question says the same, whether the conversion or PostgreSQL refuses the value.
func TestPlaceOfAValue(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`create table sale (no int, went text, total text); insert into sale values (1, '3.18.2026', '1'), (2, '18.3.2026', '1')`)
	require.NoError(t, err)
	db := open(t, dsn)
	for closed, want := range map[string]string{
		"{text: s.went, format: DD.MM.YYYY, zone: UTC}":                                                 `deals.closed_at: the value "3.18.2026" is not of the format DD.MM.YYYY that the mapping names`,
		"{text: s.went, format: MM.DD.YYYY, zone: UTC}":                                                 `deals.closed_at: the value "18.3.2026" is not of the format MM.DD.YYYY that the mapping names`,
		"{text: s.went, format: DD.MM.YYYY, zone: UTC, none: [3.18.2026]}":                              "",
		"{text: \"replace(s.went, '18.3', '31.6')\", format: DD.MM.YYYY, zone: UTC, none: [3.18.2026]}": `deals.closed_at: the value "31.6.2026" is not of the format DD.MM.YYYY that the mapping names`,
	} {
		m, err := crm.ParseMapping("entities: {deals: {from: sale as s, fields: {id: s.no, status: \"'won'\", amount: \"1\", closed_at: " + closed + "}}}")
		require.NoError(t, err)
		_, err = revenue(t, db, m)
		if want == "" {
			require.NoError(t, err, closed)
			continue
		}
		require.EqualError(t, probe.Place(t.Context(), db, m, err), want)
	}
}
