package plugin_test

import (
	"encoding/json"
	"net"
	"regexp"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

var (
	quoted  = regexp.MustCompile("«[^»]*»|`[^`]*`|\"[^\"]*\"") // what others said, commands, names
	english = regexp.MustCompile(`[A-Za-z]+(?: [A-Za-z]+){2}`)
)

// requireRussian checks that a text is a Russian one, without an English sentence in it.
func requireRussian(t *testing.T, text string, parts ...string) {
	t.Helper()
	require.Regexp(t, `[а-я]`, text)
	require.NotRegexp(t, english, quoted.ReplaceAllString(text, "…"), text)
	for _, part := range parts {
		require.Contains(t, text, part)
	}
}

// requireNoEnglish checks every text of decoded JSON.
func requireNoEnglish(t *testing.T, value any) {
	t.Helper()
	switch v := value.(type) {
	case string:
		require.NotRegexp(t, english, quoted.ReplaceAllString(v, "…"), v)
	case []any:
		for _, one := range v {
			requireNoEnglish(t, one)
		}
	case map[string]any:
		for _, one := range v {
			requireNoEnglish(t, one)
		}
	}
}

func TestARussianDataSourceFailsInRussian(t *testing.T) {
	dsn := company(t)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	for name, test := range map[string]struct {
		change        changes
		health, query []string
	}{
		"faulty mapping": {changes{"mapping": faulty},
			[]string{"но нельзя прочитать users.name: PostgreSQL: «column u.nam does not exist»", "Ключи, которые должны быть единственными, повторяются", "users.id (1)"},
			nil},
		"a text for a number": {changes{"mapping": "entities: {deals: {from: crm.deals, fields: {id: id, owner: owner, status: status, closed_at: closed_at, amount: status}}}"},
			[]string{"нельзя прочитать deals.amount: его тип text, а нужен numeric"}, nil},
		"wrong mapping": {changes{"mapping": "entities: {invoices: {from: t}}", "timezone": "Mars", "kpis": "kpis: {revenue: {}}"},
			[]string{"настройка mapping: ", "настройка timezone: ", "настройка kpis: строка 1"}, []string{"настройка mapping: "}},
		"nothing mapped": {changes{"mapping": "entities: {}"}, []string{"не доступен ни один показатель", "настройке mapping"}, nil},
		"unreachable":    {changes{"port": nobody.Addr().(*net.TCPAddr).Port}, []string{"PostgreSQL недоступен: «", "Проверьте, что сервер работает"}, []string{"PostgreSQL недоступен"}},
		"wrong password": {changes{"password": "wrong"}, []string{"Исправьте пользователя и пароль в настройках соединения"}, []string{"Исправьте пользователя"}},
		"wrong settings": {changes{"reportingCurrency": "euro", "weekStart": "friday", "tlsMode": "prefer"},
			[]string{"настройки источника данных неверны: настройка weekStart: неделя не может начинаться с \"friday\"", "\nнастройка reportingCurrency: \"euro\" — не код валюты"},
			[]string{"настройка weekStart"}},
		"wrong connection": {changes{"tlsMode": "prefer"}, []string{`неизвестный режим TLS "prefer" в настройках соединения`}, []string{"режим TLS"}},
		"no host":          {changes{"host": ""}, []string{"не указан хост"}, []string{"не указан хост"}},
		"wrong type":       {changes{"port": "5432"}, []string{"настройка port: нужно значение типа int, а не string"}, []string{"настройка port"}},
	} {
		t.Run(name, func(t *testing.T) {
			test.change["language"] = "ru"
			d := instance(t, settingsOf(t, dsn, test.change))
			result, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
			require.NoError(t, err)
			require.Equal(t, backend.HealthStatusError, result.Status)
			requireRussian(t, result.Message, test.health...)
			var found any
			require.NoError(t, json.Unmarshal(result.JSONDetails, &found))
			requireNoEnglish(t, found)
			if test.query != nil {
				answer := ask(t, d, map[string]string{"A": `{"kpis":["deals_won"],"groupBy":["rep"]}`})["A"]
				require.Error(t, answer.Error)
				requireRussian(t, answer.Error.Error(), test.query...)
			}
		})
	}
}

func TestARussianDataSourceIsHealthyInRussian(t *testing.T) {
	result, err := instance(t, settingsOf(t, company(t), changes{"language": "ru", "kpis": own + oddOne})).CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
	require.NoError(t, err)
	require.Equal(t, backend.HealthStatusOk, result.Status)
	requireRussian(t, result.Message, "Подключено к PostgreSQL", "доступно показателей", "включая собственные: 2 из 3; odd_deals")
	var found details
	require.NoError(t, json.Unmarshal(result.JSONDetails, &found))
	requireRussian(t, found.Message, "Строк: accounts ", "последнее изменение 2024-", `предупреждение: deals.closed_at: в строках "Закрыто" раньше, чем "Создано"`)
}

func TestResourcesFailInTheLanguageAsked(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	for address, part := range map[string]string{
		"values?dimension=region&limit=x&lang=ru": "укажите число от 1 до 10000", "dimensions?lang=ru": "назовите показатели", "secrets?lang=ru": "нет ресурса GET /secrets",
	} {
		_, body := get(t, d, address)
		var fault struct{ Error string }
		require.NoError(t, json.Unmarshal([]byte(body), &fault))
		requireRussian(t, fault.Error, part)
	}
}
