package detect_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestDatesAreReadAsTheyAreWritten(t *testing.T) {
	for i, c := range []struct{ kind, values, formula string }{
		{"text", "'31.01.2024', '02.03.2024'", `{text: t."created_at", format: DD.MM.YYYY, zone: UTC}`},
		{"text", "'1/31/2024', '', '12/1/2024'", `{text: t."created_at", format: MM/DD/YYYY, zone: UTC}`},
		{"text", "'31-12-2024 23:59:00', '01-02-2024 00:00:01'", `{text: t."created_at", format: DD-MM-YYYY HH24:MI:SS, zone: UTC}`},
		{"text", "'2024/01/31', '2024/12/01'", `{text: t."created_at", format: YYYY/MM/DD, zone: UTC}`},
		{"text", "'2024-01-31', ''", `{text: t."created_at", format: YYYY-MM-DD, zone: UTC}`},
		{"text", "'2024-01-31T10:00:00Z', '2024-02-01T00:00:59Z'", `{text: t."created_at", format: 'YYYY-MM-DD"T"HH24:MI:SS"Z"', zone: UTC}`},
		{"text", "'2024-01-31 10:00:00+02:00', '2024-02-01 00:00:59-05:00'", `{text: t."created_at", format: 'YYYY-MM-DD HH24:MI:SSTZH:TZM'}`},
		{"text", "'5/31/2023 9:05 AM', '12/1/2023 10:30 PM'", `{text: t."created_at", format: 'MM/DD/YYYY HH12:MI AM', zone: UTC}`},
		{"text", "'1-Feb-2024', '28-Mar-2024'", `{text: t."created_at", format: DD-Mon-YYYY, zone: UTC}`},
		// Several forms of ISO 8601, which PostgreSQL reads as they are.
		{"text", "'2024-01-31 10:00:00', '2024-02-01 10:00:00.5'", `nullif(trim(t."created_at"), '')::timestamp at time zone 'UTC'`},
		{"int", "20240131, 20241201", `{text: t."created_at", format: YYYYMMDD, zone: UTC}`},
		{"bigint", "1700000000, 0", `{epoch: 'nullif(t."created_at", 0)'}`},
		{"bigint", "1700000000000, 1700000000001", `{epoch_ms: t."created_at"}`},
		{"bigint", "1700000000000000", `{epoch_us: t."created_at"}`},
		// What only looks like a date.
		{"text", "'31.02.2024', '01.01.2024'", ""},
		{"text", "'10.2.1', '10.2.2'", ""},
		{"text", "'2024-02-31'", ""},
		{"text", "'31.12.2024', '12/31/2024'", ""},
		{"bigint", "100000001, 200000000", ""}, // 1973 and 1976
		// The day or the month, who knows?
		{"text", "'01.02.2024', '03.04.2024'", ""},
		{"text", "'01/02/2024', '03/04/2024'", ""},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			dsn := filled(t, fmt.Sprintf(`create table leads (id int generated always as identity primary key, status text, created_at %s);
				insert into leads (created_at) select unnest(array[%s]::%s[])`, c.kind, c.values, c.kind))
			_, m := read(t, dsn)
			if c.formula == "" {
				require.NotContains(t, m.Entities["leads"].Fields, "created_at")
				return
			}
			sql := written(t, "leads.created_at", c.formula)
			require.Equal(t, sql, m.Entities["leads"].Fields["created_at"])
			value(t, dsn, m, "leads", "max("+sql+")") // PostgreSQL reads every row so
		})
	}
}

func TestAmbiguousDatesSaySo(t *testing.T) {
	r, _ := read(t, filled(t, `create table leads (id int primary key, status text, created_at text); insert into leads values (1, 'new', '01.02.2024')`))
	require.Contains(t, r.YAML(i18n.English), "it may as well be MM.DD.YYYY: choose")
	require.Contains(t, r.YAML(i18n.English), "# created_at: ")
}

func TestProbabilitiesInPercent(t *testing.T) {
	for values, want := range map[string]string{
		"0, 20, 100":  `t."probability" / 100.0`,
		"0, 0.2, 1":   `t."probability"`,
		"0.5, 0.25":   `t."probability"`,
		"0, 0":        "", // of what?
		"20, 250, -3": "",
	} {
		_, m := read(t, filled(t, `create table deals (id int generated always as identity primary key, status text, amount numeric, created_at timestamptz, probability numeric);
			insert into deals (probability) select unnest(array[`+values+`])`))
		require.Equal(t, want, m.Entities["deals"].Fields["probability"], values)
	}
}

func TestMoneyInSmallUnits(t *testing.T) {
	_, m := read(t, filled(t, `
		create table deals (id int primary key, status text, "amountCents" bigint, created_at timestamptz);
		create table orders (id int primary key, order_date date, total_micros bigint);
		create table campaigns (id int primary key, name text, budget_in_cents int)`))
	require.Equal(t, written(t, "deals.amount", `{cents: t."amountCents"}`), m.Entities["deals"].Fields["amount"])
	require.Equal(t, written(t, "orders.amount", `{micros: t."total_micros"}`), m.Entities["orders"].Fields["amount"])
	require.Equal(t, written(t, "campaigns.budget", `{cents: t."budget_in_cents"}`), m.Entities["campaigns"].Fields["budget"])
}
