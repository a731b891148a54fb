package crm

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestFaultsAreInBothLanguages(t *testing.T) {
	deals := func(rest string) Setup { return Setup{Own: "entities: {deals: {from: deal as d" + rest + "}}"} }
	for text, err := range map[string]error{
		"сопоставление deals: поле \"name\": символ 2: с запятой начинается второе выражение; задайте одно выражение": deals(", fields: {name: 'd, e'}").Check(),
		"сопоставление deals: where: символ 2: закрыта скобка, которая не открывалась":                                deals(", where: 'd) or (d'").Check(),
		"сопоставление deals: where: не закрыта квадратная скобка":                                                    deals(", where: 'd['").Check(),
		"tenant: \"d\\x00\" — не имя столбца: символ NUL для PostgreSQL завершает текст; уберите его":                 Setup{Tenant: Tenant{Column: "d\x00", Value: "7"}}.CheckTenant(),
		"сопоставление deals: where: символ 1: комментарий не закрыт":                                                 deals(", where: '/* x'").Check(),
		"сопоставление deals: поле \"amount\": строка 1: number: укажите, какой знак отделяет копейки: `decimal: \".\"` или `decimal: \",\"`": deals(
			", fields: {amount: {number: d.a}}").Check(),
		"сопоставление deals: поле \"name\": строка 1: cents даёт число, а у поля тип text": deals(", fields: {name: {cents: d.a}}").Check(),
		"tenant: значение не указано, и считались бы строки всех арендаторов; укажите его, например `tenant: {column: company_id, value: \"7\"}`": Setup{
			Tenant: Tenant{Column: "company_id"}}.CheckTenant(),
		"нет сопоставления для deals.amount; добавьте поле \"amount\" к сущности \"deals\" в сопоставлении в настройках источника данных": &Unavailable{
			Entity: "deals", Field: "amount"},
	} {
		require.Equal(t, text, i18n.Of(err).In(i18n.Russian))
		require.NotEqual(t, text, i18n.Of(err).In(i18n.English))
	}
	_, err := ParseMapping("entities: {deals: {from: d, fields: {name: &a {first: [*a]}}}}")
	require.Contains(t, i18n.Of(err).In(i18n.Russian), "строка 1: ссылка *a указывает на то, частью чего она сама является")
	e, ok := errors.AsType[*fault.Error](Setup{Presets: []Choice{{ID: "sap"}}}.Check())
	require.True(t, ok)
	require.Equal(t, "mapping.unknown_preset", e.Code)
	require.Contains(t, e.Text().In(i18n.Russian), `пресета "sap" нет; есть `)
}
