package lists

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

func TestChangesOfDefinitionsAreMarkedAtTheirMidnight(t *testing.T) {
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	day := func(d int) time.Time { return time.Date(2026, time.March, d, 0, 0, 0, 0, zone) }
	l := &lister{
		Business: plan.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: zone}}),
		request:  plan.Request{Range: calendar.Range{From: day(1), To: day(10)}},
	}
	note := i18n.New(i18n.Forms{"en": "Renewals count too.", "ru": "Учитываются и продления."})
	revenue := &catalog.KPI{ID: "revenue", Title: i18n.New(i18n.Forms{"en": "Revenue", "ru": "Выручка"}), Changes: []catalog.Change{
		{On: calendar.NewDate(2026, 2, 28), Note: note}, {On: calendar.NewDate(2026, 3, 1), Note: note}, {On: calendar.NewDate(2026, 3, 10), Note: note},
	}}
	rows := l.definitionEvents([]*catalog.KPI{{ID: "deals_won"}, revenue})
	require.Len(t, rows, 1)
	require.True(t, day(1).Equal(rows[0][0].(time.Time)))
	require.Equal(t, "Изменено определение: Выручка", rows[0][2].(i18n.Text).In(i18n.Russian))
	require.Equal(t, note, rows[0][3])
	require.Equal(t, "definitions:revenue:2026-03-01", rows[0][6])
	require.Len(t, rows[0], len(annotationColumns))
}
