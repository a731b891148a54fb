package plan

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestChangesOfDefinitionsAreMarkedAtTheirMidnight(t *testing.T) {
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	day := func(d int) time.Time { return time.Date(2026, time.March, d, 0, 0, 0, 0, zone) }
	revenue, err := catalog.Default().With("own", "kpis:\n  sales_made:\n    title: Sales made\n    description: Won.\n    measure: won_amount\n    unit: money\n    horizon: past\n"+
		"    changes: [{on: 2026-02-28, note: Too early.}, {on: 2026-03-01, note: Renewals count too.}, {on: 2026-03-10, note: Too late.}]\n")
	require.NoError(t, err)
	p := &planner{
		Engine:  &Engine{catalog: revenue, settings: Settings{Calendar: calendar.Calendar{Location: zone}}},
		request: Request{Range: calendar.Range{From: day(1), To: day(10)}},
	}
	rows := p.definitionEvents()
	require.Len(t, rows, 1)
	require.True(t, day(1).Equal(rows[0][0].(time.Time)))
	require.Equal(t, "Изменено определение: Sales made", rows[0][2].(i18n.Text).Ru)
	require.Equal(t, "Renewals count too.", rows[0][3].(i18n.Text).En)
	require.Equal(t, "definitions:sales_made:2026-03-01", rows[0][6])
	require.Len(t, rows[0], len(annotationColumns))
}
