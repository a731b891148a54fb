package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/quality"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// A row of the rates without a currency, a day or a rate above 0 converts nothing, whatever type the rate has; one since ever does.
func TestRatesThatCannotBeUsed(t *testing.T) {
	for kind, endless := range map[string]string{"numeric": "'NaN'", "real": "'infinity'", "double precision": "'NaN'"} {
		dsn := pgtest.DSN(t)
		_, err := pgtest.Open(t, dsn).Exec(`
			create table course (code text, since date, value ` + kind + `);
			insert into course values ('EUR', '2026-01-01', 1.5), ('GBP', '-infinity', 1.25), ('EUR', '2026-01-05', 0), ('EUR', '2026-01-06', -2), ('CHF', '2026-01-07', null),
				('SEK', '2026-01-08', ` + endless + `), (null, '2026-01-09', 1), (' ', '2026-01-09', 1), ('NOK', null, 2), (null, null, null)`)
		require.NoError(t, err)
		_, findings := inspected(t, open(t, dsn), `entities: {currency_rates: {from: course c, fields: {currency: c.code, valid_on: c.since, rate: c.value}}}`)
		require.Len(t, findings, 1, kind)
		f := findings[0]
		require.Equal(t, []any{sqlgen.UnusableRate, "currency_rates", "rate", 8.0, true}, []any{f.Kind, f.Entity, f.Field, f.Count, f.More}, kind)
		require.Equal(t, "2026-01-09 1", *f.Examples[0].Value, "two rows: the most frequent come first")
		require.Equal(t, "CHF 2026-01-07", *f.Examples[1].Value, kind)
		require.Equal(t, "EUR 2026-01-05 0", *f.Examples[2].Value, kind)
		require.False(t, probe.Finding{Finding: f}.Wrong())
	}

	// Of a rate that is a text, that it is one is said.
	_, findings := inspected(t, open(t, pgtest.DSN(t)), `entities: {currency_rates: {from: "(values ('EUR', date '2026-01-01', '0')) as c(code, since, value)", fields: {currency: c.code, valid_on: c.since, rate: c.value}}}`)
	require.Equal(t, []quality.Finding{{Kind: sqlgen.TextNumber, Entity: "currency_rates", Field: "rate", Count: 1, Examples: examples("0")}}, findings)
}
