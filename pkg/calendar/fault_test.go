package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestFaultsAreInBothLanguages(t *testing.T) {
	var utc calendar.Calendar
	_, grain := calendar.ParseGrain("moon")
	_, zone := calendar.LoadZone("Mars/Olympus")
	_, day := calendar.ParseDate("yesterday")
	_, relative := utc.ParseTime("now-30x", time.Time{})
	late := calendar.Hours{Weekdays: [7][]calendar.Opening{time.Friday: {{Opens: 18 * time.Hour, Closes: 9 * time.Hour}}}}.Validate()
	for want, err := range map[string]error{
		`шага "moon" нет: есть none, hour, day, week, month, quarter, year`:                                             grain,
		`часового пояса "Mars/Olympus" нет: укажите имя из базы IANA, например Europe/Berlin, America/New_York или UTC`: zone,
		`"yesterday" — не дата: пишите её как 2024-01-31`:                                                               day,
		`непонятно "-30x" во времени "now-30x": после now можно прибавлять, например -30d или +1M, и округлять, например /d или /fy; единицы — s, m, h, d, w, M, Q, y, fQ, fy`:      relative,
		`у диапазона нет from: укажите время, например 2024-01-31 или now-30d`:                                                                                                      calendar.Range{}.Validate(),
		`рабочие часы (пятница) с 18:00 до 09:00: они должны начинаться раньше 24:00 и кончаться позже, не более чем через 24 часа (с 22:00 до 06:00 или до 30:00 — до шести утра)`: late,
	} {
		require.Equal(t, want, i18n.Of(err).In(i18n.Russian))
		require.NotEqual(t, want, err.Error())
	}
}
