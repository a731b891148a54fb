package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const revisions = `
create table revision (deal text, unit int, day date, no int, total numeric);
insert into revision values ('p', 1, '2026-01-02', 1, 10), ('p', 1, '2026-01-05', 2, 20), ('p', 1, '2026-01-05', 3, 70), ('q', 1, '2026-01-05', 4, 5),
	('p', 2, null, 5, 1), ('p', 2, null, 6, 1), ('r', 1, '2026-01-01', 7, 1), ('r', 1, '2026-01-01', 8, 3), ('r', 1, '2026-01-06', 9, 2)`

// Of several newest rows a question takes none: it fails, and names the key. What tells them apart mends it.
func TestTies(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(revisions)
	require.NoError(t, err)
	db := open(t, dsn)
	for _, test := range []struct {
		from   string
		want   float64
		tied   []string
		failed string
	}{
		{from: "{latest: revision, per: [deal, unit], by: day, as: s}", tied: []string{"p · 1", "p · 2"}, failed: `deals: "p · 1" has several rows that are equal in `},
		{from: "{latest: revision, per: [deal, unit], by: [day, no], as: s}", want: 70 + 5 + 1 + 2},
		{from: "{first: revision, per: [deal, unit], by: [day, no], as: s}", want: 10 + 5 + 1 + 1},
		{from: "{first: revision, per: deal, by: day, as: s}", tied: []string{"r"}, failed: `deals: "r" has`},
		{from: "{latest: \"(select * from revision where unit = 1 and deal <> 'p') as v\", per: v.deal, by: v.day, as: s}", want: 5 + 2},
	} {
		mapping := "entities: {deals: {from: " + test.from + ", fields: {id: s.no, status: \"'won'\", amount: s.total, closed_at: \"timestamptz '2026-01-15Z'\"}}}"
		m, err := crm.ParseMapping(mapping)
		require.NoError(t, err)
		got, err := revenue(t, db, m)
		found, failed := check(t, db, mapping).Run(t.Context(), query.KPIs, query.Findings)
		require.NoError(t, failed)
		if test.failed == "" {
			require.NoError(t, err, test.from)
			require.Equal(t, test.want, *got, test.from)
			require.Empty(t, found.Names())
			continue
		}
		require.ErrorContains(t, probe.Place(t.Context(), db, m, err), test.failed)
		require.Equal(t, probe.TiedRows, found.Findings[0].Kind)
		require.Equal(t, examples(test.tied...), found.Findings[0].Examples)
		require.True(t, found.Findings[0].Wrong())
		require.Equal(t, []string{"deals"}, found.Names())
		require.Zero(t, found.Available())
	}
}
