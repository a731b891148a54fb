package detect_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestDatesAreReadAsTheyAreWritten(t *testing.T) {
	for i, c := range []struct{ kind, values, sql string }{
		{"text", "'31.01.2024', '02.03.2024'", `to_date(t."created_at", 'DD.MM.YYYY')::timestamp at time zone 'UTC'`},
		{"text", "'1/31/2024', '', '12/1/2024'", `to_date(nullif(t."created_at", ''), 'MM/DD/YYYY')::timestamp at time zone 'UTC'`},
		{"text", "'31-12-2024 23:59:00', '01-02-2024 00:00:01'", `to_timestamp(t."created_at", 'DD-MM-YYYY HH24:MI:SS')::timestamp at time zone 'UTC'`},
		{"text", "'2024/01/31', '2024/12/01'", `to_date(t."created_at", 'YYYY/MM/DD')::timestamp at time zone 'UTC'`},
		{"text", "'2024-01-31', ''", `nullif(t."created_at", '')::timestamp at time zone 'UTC'`},
		{"int", "20240131, 20241201", `to_date(t."created_at"::text, 'YYYYMMDD')::timestamp at time zone 'UTC'`},
		{"bigint", "1700000000, 0", `to_timestamp(nullif(t."created_at", 0))`},
		{"bigint", "1700000000000, 1700000000001", `to_timestamp(t."created_at" / 1000.0)`},
		{"bigint", "1700000000000000", `to_timestamp(t."created_at" / 1000000.0)`},
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
			require.Equal(t, c.sql, m.Entities["leads"].Fields["created_at"])
			if c.sql != "" {
				value(t, dsn, m, "leads", "max("+c.sql+")") // PostgreSQL reads every row so
			}
		})
	}
}

func TestAmbiguousDatesSaySo(t *testing.T) {
	r, _ := read(t, filled(t, `create table leads (id int primary key, status text, created_at text); insert into leads values (1, 'new', '01.02.2024')`))
	require.Contains(t, r.YAML(i18n.English), "it may as well be MM.DD.YYYY: choose")
	require.Contains(t, r.YAML(i18n.English), "# created_at: ")
}

func TestMoneyInSmallUnits(t *testing.T) {
	_, m := read(t, filled(t, `
		create table deals (id int primary key, status text, "amountCents" bigint, created_at timestamptz);
		create table orders (id int primary key, order_date date, total_micros bigint);
		create table campaigns (id int primary key, name text, budget_in_cents int)`))
	require.Equal(t, `t."amountCents" / 100.0`, m.Entities["deals"].Fields["amount"])
	require.Equal(t, `t."total_micros" / 1000000.0`, m.Entities["orders"].Fields["amount"])
	require.Equal(t, `t."budget_in_cents" / 100.0`, m.Entities["campaigns"].Fields["budget"])
}
