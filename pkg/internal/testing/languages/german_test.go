//go:build german

package languages_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

const german i18n.Language = "de"

func TestCatalogSpeaksGerman(t *testing.T) {
	require.Equal(t, []i18n.Language{"en", "de", "ru"}, i18n.Languages())
	revenue, err := catalog.Default().KPI("revenue")
	require.NoError(t, err)
	require.Equal(t, i18n.Forms{"en": "Revenue", "de": "Umsatz", "ru": "Выручка"}, revenue.Title.Forms())
	require.Equal(t, revenue.Description.In(i18n.English), revenue.Description.In(german), "English stands in")

	region, err := crm.Reference().Model.Dimension("region")
	require.NoError(t, err)
	require.Equal(t, "Gebiet", region.Title.In(german))
	weekday, err := crm.Reference().Model.Dimension("weekday")
	require.NoError(t, err)
	require.Equal(t, []string{"Montag", "Tuesday"}, []string{weekday.Labels[0].Text.In(german), weekday.Labels[1].Text.In(german)})
	require.Equal(t, "Etat", crm.Reference().Model.Title("budget").In(german))
	odoo, err := crm.PresetOf("odoo_17")
	require.NoError(t, err)
	require.Equal(t, "Keine Etappen.", odoo.Limits.In(german))
}

func TestErrorsSpeakGerman(t *testing.T) {
	_, err := catalog.Default().KPI("xyz")
	require.Equal(t, "Die Kennzahl \"xyz\" gibt es nicht; `crmkpi catalog` and the query editor list them", i18n.Of(err).In(german))
}

func TestCompaniesSpeakGerman(t *testing.T) {
	c, err := catalog.Default().With("", `kpis: {big: {title: {en: Big, ru: Крупные, de: Groß}, description: Big deals., unit: money, better: higher, horizon: past, derived: revenue}}`)
	require.NoError(t, err)
	big, err := c.KPI("big")
	require.NoError(t, err)
	require.Equal(t, i18n.Forms{"en": "Big", "de": "Groß", "ru": "Крупные"}, big.Title.Forms())

	m, err := crm.ParseMapping(`entities: {adverts: {from: ads as a, title: {de: Anzeigen}, fields: {id: {key: a.id}, day: {date: a.day, title: {de: Tag, ru: День}}}}}`)
	require.NoError(t, err)
	require.Equal(t, "Anzeigen", m.Model.Title("adverts").In(i18n.English))
	require.Equal(t, i18n.Forms{"en": "Tag", "de": "Tag", "ru": "День"}, m.Model.FieldTitle("adverts", "day").Forms())
}

func TestFramesSpeakGerman(t *testing.T) {
	revenue, err := catalog.Default().KPI("revenue")
	require.NoError(t, err)
	value := 5.0
	made := frames.Of(&answer.Result{
		Grain: calendar.None, Buckets: make([]answer.Bucket, 1), Groups: []answer.Group{{}},
		Columns: []answer.Column{{ID: "revenue", KPI: revenue, Title: revenue.Title, Unit: revenue.Unit}},
		Values:  [][][]*float64{{{&value}}},
	}, frames.Options{Language: german})
	require.Equal(t, "Umsatz", made[0].Fields[0].Config.DisplayNameFromDS)
}
